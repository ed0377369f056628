"""A federation imports 150 members from a table, some rows wrong; one of them claims its sheet and confirms."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from network.files.spreadsheets import csv_bytes
from network.organisations.bce import bce_with_check
from network.web.formats import bce as written
from tests.helpers.browser import axe

HEADINGS = ["Nom", "Type", "BCE", "Code postal", "Localité", "Travailleurs", "E-mail"]
FIRST = 19_499_100
GOOD = [
    [f"Atelier {n}", "ETA", written(bce_with_check(FIRST + n)), "5000", "Namur", "25", f"a{n}@example.org"]
    for n in range(145)
]
WRONG = [
    ["Chiffre faux", "ETA", "0123.456.789", "5000", "Namur", "", ""],
    ["Sans localité", "ETA", "", "7100", "", "", ""],
    ["Type inconnu", "banque", "", "5000", "Namur", "", ""],
    ["=1+1", "ETA", "", "5000", "Namur", "", ""],
    [*GOOD[0]],
]


def test_a_federation_imports_and_one_claims_its_sheet(visit: Callable[..., Page]):
    page = visit("coordination")
    page.goto("/structures/")
    page.get_by_role("link", name="Importer vos membres").click()
    table = {"name": "membres.csv", "mimeType": "text/csv", "buffer": csv_bytes(HEADINGS, GOOD + WRONG)}
    page.get_by_label("Votre tableau").set_input_files(table)
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.get_by_text("5 lignes seront laissées de côté")).to_be_visible()
    expect(page.get_by_text("un chiffre doit être faux")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Importer les 145 structures").click()
    expect(page.get_by_text("145 structures ont été inscrites")).to_be_visible()

    # somebody who acts for another organisation works there too
    person = visit("ardoise")
    person.goto("/premiere-fois")
    person.get_by_label("Numéro d’entreprise").fill(GOOD[3][2])
    person.get_by_role("button", name="Continuer").click()
    person.get_by_role("button", name="Oui, demander à agir pour elle").click()
    expect(person.get_by_text("Votre demande est envoyée")).to_be_visible()

    page.goto("/")
    page.get_by_role("link", name=re.compile("Luc Thirion demande à agir")).click()
    page.locator(".item", has_text=GOOD[3][0]).get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Luc Thirion agit désormais pour")).to_be_visible()
    person.goto("/demandes")
    expect(person.get_by_text(f"dit que {GOOD[3][0]} est membre")).to_be_visible()
    person.get_by_role("button", name="Confirmer").click()
    expect(person.get_by_text("est désormais membre (")).to_be_visible()
