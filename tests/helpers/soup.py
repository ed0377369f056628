"""Answers as parsed pages."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def parse(response: Any) -> BeautifulSoup:
    """The parsed page of an answer, whatever its status."""
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def text_of(page):
    """What a page says between its bars, in one line, with plain blanks."""
    return page.main.get_text(" ", strip=True).replace("\xa0", " ").replace("\u202f", " ")
