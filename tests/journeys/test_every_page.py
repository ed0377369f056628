"""Every page that links reach: axe finds nothing and nothing scrolls sideways, on a screen and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.helpers.browser import axe
from tests.journeys.conftest import DESKTOP, PHONE


def kind_of(path: str) -> str:
    """/structures/1 and /structures/2 are of one kind; one of each is visited."""
    return re.sub(r"\d+", "N", path)


def links(page: Page) -> list[str]:
    """Paths that the page links to, files left out."""
    found = page.eval_on_selector_all(
        "a[href]:not([download])", "links => links.map(link => link.getAttribute('href'))"
    )
    paths = [urlsplit(href).path for href in found if href.startswith("/")]
    return [path for path in paths if not path.endswith((".json", ".pdf")) and not path.startswith("/static")]


def walk(page: Page) -> list[str]:
    """Visit pages breadth first; a line for each fault."""
    faults, waiting, visited = [], ["/"], set()
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in visited:
            continue
        visited.add(kind_of(path))
        page.goto(path)
        faults += axe(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path} scrolls sideways")
        waiting += links(page)
    assert len(visited) >= 6
    return faults


@pytest.mark.parametrize(
    ("account", "viewport"),
    [("coordination", DESKTOP), ("trait-union", PHONE), ("coordination-sante", PHONE), ("marronniers", DESKTOP)],
    ids=["coordination", "trait-union", "coordination-sante", "marronniers"],
)
def test_every_page(visit: Callable[..., Page], account: str, viewport: dict[str, int]):
    assert walk(visit(account, viewport)) == []


def test_log_in_and_gallery(page: Page):
    faults = axe(page)
    page.goto("/composants")
    assert faults + axe(page) == []
