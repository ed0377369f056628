"""A project born without a call, from two federations and a commune."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of

COMMUNE = "Commune de Val-d’Orneau"
TITLE = "Recyclerie du haut de la Meuse"


def test_project__of_two_federations_and_a_commune(visit: Callable[..., Page], live_app: Flask):
    """One federation begins it with another and the commune, who says yes and is at the table; no call is needed."""
    page = visit("coordination")
    page.goto("/projets/")
    page.get_by_role("link", name="Lancer un projet").click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Thème").select_option(label="Logistique")
    page.get_by_label("Qui a eu l’idée").fill(f"Fédération des ressourceries\n{COMMUNE}")
    page.get_by_label("Camions").fill("1")
    assert axe(page) == []
    page.get_by_role("button", name="Lancer le projet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    address = page.url

    commune = visit(account_of(live_app, COMMUNE), PHONE)
    commune.get_by_role("link", name=TITLE).first.click()
    commune.get_by_label("Oui, cela nous intéresse").check()
    commune.get_by_role("button", name="Le dire à la coordination").click()
    expect(commune.get_by_text("la coordination connaît votre réponse")).to_be_visible()
    assert axe(commune) == []

    page.goto(address)
    page.get_by_role("button", name="Composer un groupement").click()
    page.locator("#candidates summary").click()
    page.locator("#candidates li", has_text=COMMUNE).get_by_role("button", name="Ajouter").click()
    expect(page.locator(".team-row", has_text=COMMUNE)).to_be_visible()
