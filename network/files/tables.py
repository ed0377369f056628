"""Reading a table that somebody brings, CSV or XLSX, as rows of texts; nothing in it is calculated."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook
from werkzeug.datastructures import FileStorage

from network.files.services import RefusedFileError
from network.files.signatures import CSV, TEXT, XLSX, decoded, file_type
from network.files.spreadsheets import FORMULA_BEGINNINGS

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_TAGS = 1_000_000  # of XML: they are what takes time and memory, and a small file may unpack to millions
BLOCK_BYTES = 1024 * 1024
MAX_READ_ROWS = 3000  # empty ones included: a sheet may say that it has a million
MAX_COLUMNS = 60
MAX_CELL = 2000
DELIMITERS = ";,\t|"
DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y")

# A row as it stands in the file: its number there, and its cells.
Line = tuple[int, list[str]]


def read_table(upload: FileStorage, *, most_rows: int) -> list[Line]:
    """The rows that hold something, the first is the header; RefusedFileError says what is wrong with the file.

    A formula stays as it is written, with its equals sign.
    """
    content = upload.stream.read(MAX_BYTES + 1)
    upload.close()
    if len(content) > MAX_BYTES:
        raise RefusedFileError(_("This file is too large: 5 MB at most."))
    kind = file_type(content, upload.filename or "")
    if kind == XLSX:
        return _bounded(_read_xlsx(content), most_rows)
    if kind in (CSV, TEXT):
        return _bounded(_read_csv(content), most_rows)
    raise RefusedFileError(_("A table is expected: an XLSX workbook without macros, or a CSV."))


def parse_day(text: str) -> date | None:
    """The day of a cell, as people and their spreadsheets write it in Belgium: 30/06/2026, 30-06-26; None when it is
    none."""
    day = re.sub(r"[./]", "-", text)
    for written in DATE_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(day, written).date()  # noqa: DTZ007  (a day has no zone)
    return None


def _bounded(rows: Iterable[list[str]], most_rows: int) -> list[Line]:
    """The first rows that hold something; refused when there are more, none, or too many columns."""
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    try:
        lines = list(islice(numbered, most_rows + 2))
    except csv.Error:
        raise RefusedFileError(_("This file cannot be read as a table.")) from None
    if len(lines) > most_rows + 1:
        raise RefusedFileError(_("This file has too many rows: %(most)s at most. Cut it in two.", most=most_rows))
    if len(lines) < 2:
        raise RefusedFileError(_("This file holds no row below its headings."))
    if len(lines[0][1]) > MAX_COLUMNS:
        raise RefusedFileError(_("This file has too many columns."))
    return lines


def _read_csv(content: bytes) -> Iterator[list[str]]:
    """The delimiter is the one that its first line has most of."""
    text = decoded(content) or ""
    first, _newline, rest = text.partition("\n")
    delimiter = max(DELIMITERS, key=first.count)
    if first.startswith("sep="):  # said to a spreadsheet: no headings
        text = "\n" + rest
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield _trimmed(row)


def _read_xlsx(content: bytes) -> list[list[str]]:
    """The one sheet that is shown and holds something: which of several is meant, nobody can tell. Whatever a broken or
    hostile workbook raises, it is refused in one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if _is_too_large(archive):
                raise RefusedFileError(_("This workbook is too large once unpacked: keep one sheet, without pictures."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = {sheet.title: _rows_of(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}
    except RefusedFileError:
        raise
    except Exception:
        raise RefusedFileError(_("This workbook cannot be read. Save it again as XLSX, or as CSV.")) from None
    filled = {name: rows for name, rows in sheets.items() if any(rows)}
    if len(filled) > 1:
        names = ", ".join(filled)
        raise RefusedFileError(_("Several sheets of this workbook are filled in: %(names)s. Keep one.", names=names))
    return next(iter(filled.values()), [])


def _rows_of(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    return [_trimmed(row) for row in islice(sheet.iter_rows(values_only=True), MAX_READ_ROWS)]


def _is_too_large(archive: zipfile.ZipFile) -> bool:
    """Whether to read it would take long: more bytes or tags than a table has."""
    if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
        return True
    return sum(_count_tags(archive, part) for part in archive.infolist()) > MAX_TAGS


def _count_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as file:
        return sum(block.count(b"<") for block in iter(lambda: file.read(BLOCK_BYTES), b""))


def _trimmed(row: Iterable[Any]) -> list[str]:
    """The cells as text, without the empty ones at the end."""
    cells = [_text(cell) for cell in islice(row, MAX_COLUMNS + 1)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()[:10]
        case float():  # as a Belgian types it: with a point, 12.125 would be twelve thousand
            return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(getattr(value, "text", value))  # of a formula over several cells, its text
    if text.startswith("'") and text[1:].startswith(FORMULA_BEGINNINGS):
        text = text[1:]  # as our own exports keep a formula from being one
    shown = "".join(character if character.isprintable() else " " for character in text[:MAX_CELL])
    return " ".join(shown.split())
