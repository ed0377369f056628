"""The story of a reciprocal audit: pairs, two yes, the grid from both sides, the reply, the plan; and how it begins."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from network import clock
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of

CAMPAIGN = f"Audits réciproques {clock.today().year}"
TABLET = {"width": 820, "height": 1180}
SECTIONS = 6


@pytest.fixture
def board(visit: Callable[..., Page]) -> Page:
    """The coordinator, at the pairs of the campaign that are to be made."""
    page = visit("coordination-sante")
    page.get_by_role("link", name=re.compile("Former.*binômes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Binômes")
    return page


def search(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_url(re.compile("/recherches/"))
    expect(page).to_have_url(re.compile("/binomes"), timeout=30_000)


def press_and_confirm(page: Page, name: str) -> None:
    """Press a button and say yes to the question that a script asks first."""
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=name).click()
    page.locator("#confirm [value=yes]").click()


def in_future(days: int) -> str:
    return clock.today().fromordinal(clock.today().toordinal() + days).isoformat()


def answer_grid(page: Page, box: str) -> None:
    """Every scale of every section with the same box, then « Nous avons terminé »."""
    page.locator(".item-action").first.click()
    for number in range(SECTIONS):
        expect(page.get_by_text(f"Rubrique {number + 1} sur {SECTIONS}")).to_be_visible()
        for label in page.get_by_text(box).all():
            label.click()
        page.get_by_label("Points forts").fill("On y est attendu.")
        page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("button", name="Nous avons terminé")).to_be_visible()
    press_and_confirm(page, "Nous avons terminé")


def write_without_network(page: Page) -> None:
    """What is typed on the first section stays, whatever is pressed, and saves itself once the network is back."""
    page.locator(".item-action", has_text="Répondre").first.click()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_label("Points forts").fill("Noté sans réseau.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Le serveur ne répond pas")).to_be_visible()
    expect(page.get_by_text("Pas encore enregistré")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#sheet-saved .saved")).to_be_visible()
    expect(page.get_by_text("Le serveur ne répond pas")).to_have_count(0)


def test_audit__from_the_pairs_to_the_plan(board: Page, visit: Callable[..., Page], live_app: Flask):
    """Pairs are found, one is locked, all are proposed; two houses say yes, answer, compare, reply and plan."""
    search(board, "Chercher des binômes")
    expect(board.locator(".pair-row")).to_have_count(6)
    assert axe(board) == []
    chosen = board.locator(".pair-row").filter(has_not_text="trio").first
    names = chosen.locator("h3").inner_text()
    chosen.get_by_role("button", name=re.compile("Verrouiller")).click()
    search(board, "Chercher à nouveau")
    expect(board.locator(".pair-row", has_text=names)).to_be_visible()
    board.locator("input[name=reply_by]").fill(in_future(10))
    board.get_by_role("button", name="Proposer les binômes").click()
    expect(board.get_by_text("Les binômes sont proposés")).to_be_visible()

    houses = [visit(account_of(live_app, name), PHONE) for name in names.split(" – ")]
    for house in houses:
        house.get_by_role("link", name=re.compile("Répondre au binôme proposé")).click()
        expect(house.get_by_role("button", name=re.compile("Oui"))).to_be_visible()
        assert axe(house) == []
        house.get_by_role("button", name=re.compile("Oui")).click()
    team, visitors = houses
    expect(visitors.get_by_text("Le binôme est confirmé")).to_be_visible()

    address = audited_by(team, visitors)
    team.locator("input[name=day]").fill(in_future(60))
    team.get_by_role("button", name="Proposer", exact=True).click()
    visitors.goto(address)
    visitors.get_by_role("button", name="Accepter cette date").click()
    team.set_viewport_size(TABLET)
    team.goto(address)
    write_without_network(team)
    team.goto(address)
    answer_grid(team, "2 · en chemin")
    expect(team.get_by_text("Vous serez prévenu dès que l’autre équipe aura terminé")).to_be_visible()
    visitors.goto(address)
    answer_grid(visitors, "3 · bien en place")
    expect(visitors.locator("#views canvas")).to_be_visible()

    team.goto(address)
    team.get_by_role("link", name="Les deux regards").click()
    expect(team.get_by_role("link", name="Écrire la réponse")).to_be_visible()
    assert axe(team) == []
    team.get_by_role("link", name="Écrire la réponse").click()
    team.get_by_label("Votre réponse").fill("Nous nous reconnaissons dans ce regard.")
    team.get_by_role("button", name="Envoyer la réponse").click()
    team.get_by_label("Ce que vous allez faire").fill("Trier les affiches")
    team.get_by_role("button", name="Ajouter").click()
    press_and_confirm(team, "L’audit est terminé")
    expect(team.get_by_text("Audit terminé le")).to_be_visible()
    assert axe(team) == []

    visitors.goto(address)
    expect(visitors.get_by_text("Nous nous reconnaissons dans ce regard.")).to_be_visible()
    board.goto(address)
    expect(board.get_by_text("Trier les affiches")).to_have_count(0)
    expect(board.get_by_role("heading", level=1)).not_to_contain_text("rend visite")


def audited_by(team: Page, visitors: Page) -> str:
    """The page of the visit that the team receives, open there; its address."""
    team.goto("/audits/")
    team.locator(".item", has_text=CAMPAIGN).get_by_role("link", name=re.compile("vous rend visite")).click()
    expect(team.get_by_text("Date de la visite").first).to_be_visible()
    return team.url


def test_audit__a_grid_a_campaign_an_enrolment(visit: Callable[..., Page]):
    """A grid is written and published, a campaign opened on it, a house takes part in one click."""
    page = visit("coordination-sante")
    page.goto("/audits/")
    page.get_by_role("link", name="Nouvelle grille").click()
    page.get_by_label("Titre").fill("Accueillir")
    page.get_by_role("button", name="Passer aux rubriques").click()
    press_and_confirm(page, "Publier la grille")
    expect(page.get_by_text("Une grille sans question ne peut pas être publiée")).to_be_visible()
    page.get_by_role("link", name="Ajouter une rubrique").first.click()
    page.get_by_label("Titre de la rubrique").fill("Au comptoir")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name=re.compile("Ajouter une question")).click()
    page.get_by_label("Question", exact=True).or_(page.get_by_label("Question *")).first.fill("Se sent-on attendu ?")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Se sent-on attendu")).to_be_visible()
    assert axe(page) == []
    press_and_confirm(page, "Publier la grille")
    expect(page.get_by_text("La grille est publiée")).to_be_visible()

    page.goto("/audits/")
    page.get_by_role("link", name="Nouvelle campagne").click()
    page.get_by_label("Titre").fill("Accueils de printemps")
    for number, name in enumerate(("enrol_until", "pair_by", "visits_from", "visits_until", "report_by"), start=1):
        page.locator(f"input[name={name}]").fill(in_future(20 * number))
    assert axe(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    press_and_confirm(page, "Ouvrir les inscriptions")
    expect(page.get_by_text("inscriptions ouvertes")).to_be_visible()

    phone = visit("marronniers", PHONE)
    phone.get_by_role("link", name=re.compile("Accueils de printemps")).first.click()
    expect(phone.get_by_text("Ce que cela engage")).to_be_visible()
    assert axe(phone) == []
    phone.get_by_role("button", name="Participer").click()
    expect(phone.get_by_text("Vous participez.")).to_be_visible()
