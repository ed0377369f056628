"""A call is written: its criteria clash, one click mends them, it is published and its project begun."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.helpers.browser import axe


def test_call__whose_criteria_clash_is_mended_and_published(visit: Callable[..., Page]):
    page = visit("coordination")
    page.goto("/appels/")
    page.get_by_role("link", name="Écrire un appel").click()
    page.get_by_label("Titre").fill("Relance des ateliers")
    page.get_by_label("Provinces couvertes au moins").fill("6")
    page.get_by_label("Partenaires au plus").fill("3")
    page.get_by_label("Partenaires au plus").blur()
    expect(page.get_by_text("Aucune équipe n’est possible")).to_be_visible()
    assert axe(page) == []
    page.locator(".mends").get_by_role("button", name=re.compile("Appliquer")).first.click()
    expect(page.get_by_text("Une équipe est possible")).to_be_visible()
    page.get_by_role("button", name="Garder le brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relance des ateliers")
    page.get_by_role("button", name="Publier").click()
    page.locator("dialog").get_by_role("button", name="Publier").click()
    expect(page.get_by_text("L’appel est publié")).to_be_visible()
