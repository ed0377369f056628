"""Tables as CSV and XLSX. A text that a spreadsheet would take for a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from network.clock import BRUSSELS

Row = Sequence[str | int | float | date | None]

ENDINGS = ("csv", "xlsx")
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAX_CELL = 32_767
NARROWEST, WIDEST = 12, 40  # columns, in characters


def table_bytes(ending: str, title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table in the format of one of the ENDINGS."""
    return csv_bytes(header, rows) if ending == "csv" else xlsx_bytes(title, header, rows)


def csv_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV as a Belgian spreadsheet opens it: semicolons, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in (header, *rows):
        writer.writerow([quoted(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet, its header in bold and, as far as that is not long, whole."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\")[:31] or "1")
    sheet.freeze_panes = "A2"
    for place, text in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(len(text) + 2, NARROWEST), WIDEST)
    sheet.append([_cell(sheet, text, Font(bold=True)) for text in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def quoted(value: Any) -> Any:
    """A text that begins like a formula, with the apostrophe that makes it text; anything else as it is."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA_BEGINNINGS) else value


def _cell(sheet: Any, value: Any, font: Font | None = None) -> WriteOnlyCell:
    """A cell whose text is never read as a formula, and shows no apostrophe for it."""
    if isinstance(value, datetime):
        value = value.astimezone(BRUSSELS).replace(tzinfo=None)
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_CELL] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_BEGINNINGS)
    if font:
        cell.font = font
    return cell
