"""Two organisations confirm a meeting, and an introduction is found through it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from network import clock
from network.organisations.models import Organisation
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of

HOST, GUEST, FAR = "Condroz Services", "Le Lion Vert", "La Brouette"


def sheet_of(app: Flask, name: str) -> str:
    with app.app_context():
        return f"/structures/{Organisation.query.filter_by(name=name).one().id}"


def introduction(page: Page) -> None:
    """From the sheet of the far one, the guest is to be introduced."""
    page.get_by_role("link", name="Se faire présenter").click()
    page.get_by_label("Qui se fait présenter").select_option(label=GUEST)
    page.get_by_role("button", name="Chercher").click()


@pytest.mark.both_databases
def test_introduction__through_a_meeting_that_both_confirm(visit: Callable[..., Page], live_app: Flask):
    """The coordination finds nobody who could introduce them, brings two together, and then there is a way."""
    page = visit("coordination")
    page.goto(sheet_of(live_app, FAR))
    introduction(page)
    expect(page.get_by_text("Personne ne peut les présenter")).to_be_visible()
    page.get_by_role("link", name="Réseau").first.click()
    page.get_by_role("link", name="Rencontres").click()
    page.get_by_role("link", name="Noter ou proposer une rencontre").click()
    page.get_by_label("De quoi s’agissait-il").fill("Petit-déjeuner du Condroz")
    page.get_by_label("Quel jour").fill(clock.today().isoformat())
    page.get_by_label("Où").fill("Ciney")
    page.get_by_label("Qui y était").fill(f"{HOST}\n{GUEST.lower()}")
    page.get_by_role("button", name="Noter et inviter").click()
    expect(page.get_by_text("n’a pas répondu")).to_have_count(2)
    assert axe(page) == []

    for name in (HOST, GUEST):
        phone = visit(account_of(live_app, name), PHONE)
        phone.get_by_role("link", name=re.compile("Le dire.*Petit-déjeuner du Condroz")).click()
        phone.get_by_role("button", name="Nous y étions").click()
        expect(phone.get_by_text("présence confirmée")).to_be_visible()

    page.goto(sheet_of(live_app, FAR))
    introduction(page)
    chain = page.locator(".events").first
    expect(chain).to_contain_text(HOST)
    expect(chain).to_contain_text("Petit-déjeuner du Condroz")
    assert axe(page) == []
