"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from network.files.spreadsheets import csv_bytes, quoted, xlsx_bytes

FORMULAS = ["=1+1", "+32 71 00 00 00", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example")']
PLAIN = ["Élodie 🙂", "a=b", "", "« x »", "1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv__a_text_is_never_a_formula(text):
    assert quoted(text) == "'" + text
    rows = list(csv.reader(io.StringIO(csv_bytes(["x"], [[text]]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["x"], ["'" + text]]


@pytest.mark.parametrize("text", PLAIN)
def test_csv__any_other_text_stays(text):
    assert quoted(text) == text


def test_csv__figures_stay_figures():
    assert csv_bytes(["a", "b"], [[-5, None]]).decode("utf-8-sig") == "a;b\r\n-5;\r\n"


def read(content):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("text", [text for text in FORMULAS if text.isprintable()])
def test_xlsx__a_text_is_never_a_formula(text):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("x", ["x"], [[text]])))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_xlsx__whatever_a_cell_holds():
    at = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    row = ["a\x00b\x0b", "é" * 40_000, -5, 2.5, None, date(2026, 11, 22), at]
    values = read(xlsx_bytes("[Titre]: a/b*?" + "x" * 100, [str(n) for n in range(7)], [row]))[1]
    assert values[:5] == ["ab", "é" * 32_767, -5, 2.5, None]
    assert values[5:] == [datetime(2026, 11, 22), datetime(2026, 11, 22, 12, 0)]  # noqa: DTZ001


def test_xlsx__without_rows_or_title():
    assert read(xlsx_bytes("", ["a"], [])) == [["a"]]


def test_xlsx__headings_are_whole():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("x", ["a", "Numéro d’entreprise", "x" * 99], [])))
    assert [book.active.column_dimensions[column].width for column in "ABC"] == [12, 21, 40]
