"""The table where a groupement is composed: by hand with the keyboard, and by two at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PROJECT = "Filière déchets verts"


@pytest.fixture
def coordination(visit: Callable[..., Page]) -> Page:
    """The coordinator, at the table where the groupement of the project is composed."""
    page = visit("coordination")
    page.get_by_role("link", name="Appels", exact=True).first.click()
    page.get_by_role("link", name="Relance des ETA").click()
    expect(page.get_by_text("Au moins 3 ETA")).to_be_visible()
    page.get_by_role("link", name=PROJECT).click()
    page.get_by_role("button", name="Composer un groupement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Composer un groupement")
    return page


def test_groupement__composed_by_hand_with_the_keyboard(coordination: Page):
    """Structures are added, pinned and removed from the list; criteria and bars follow without a new page."""
    page = coordination
    page.locator("#candidates summary").focus()
    page.keyboard.press("Enter")
    row = page.locator("#candidates li", has_text="Condroz Services")
    row.get_by_role("button", name="Ajouter").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".team-row")).to_have_count(2)
    expect(page.locator(".criteria")).to_contain_text("3 partenaires au moins 2")
    added = page.locator(".team-row", has_text="Condroz Services")
    added.get_by_role("button", name="Épingler").press("Enter")
    expect(added.get_by_role("button", name="Épinglée")).to_be_visible()
    added.get_by_role("button", name="Retirer").press("Enter")
    expect(page.locator(".team-row")).to_have_count(1)


def test_groupement__two_coordinators_at_once(coordination: Page, visit: Callable[..., Page]):
    """The second of two changes on the same page is told of the first, and nothing is lost."""
    first, second = coordination, visit("coordination")
    second.goto(first.url)
    for page in (first, second):
        page.locator("#candidates summary").click()
    first.locator("#candidates li", has_text="L’Ardoise").get_by_role("button", name="Ajouter").click()
    expect(first.locator(".team-row")).to_have_count(2)
    second.locator("#candidates li", has_text="Condroz Services").get_by_role("button", name="Ajouter").click()
    expect(second.get_by_text("a changé l’équipe entre-temps")).to_be_visible()
    expect(second.locator(".team-row", has_text="L’Ardoise")).to_be_visible()
