"""A shared post: a search, a forbidden form of engagement, answers on a phone, another half-day, the agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from network import clock
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of

PATIENCE_MS = 40_000


@pytest.fixture
def coordination(visit: Callable[..., Page]) -> Page:
    """The coordinator, on the page where posts are looked for."""
    page = visit("coordination-sante")
    page.get_by_role("link", name=re.compile("Chercher des postes.*logopède")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chercher des postes : logopède")
    return page


def prepare(page: Page) -> list[str]:
    """Search, take the first post, and give the names of its structures."""
    page.get_by_role("button", name="Chercher des postes").click()
    expect(page.get_by_text("Aucune autre répartition n’en place davantage.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("demi-journées sur 10").first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Préparer ce poste").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Poste partagé : logopède (h/f/x)")
    return [name.strip() for name in page.locator(".item-title a").all_inner_texts()]


def choose(page: Page, form: str) -> None:
    page.get_by_label(form).check()
    page.get_by_role("button", name="Choisir cette forme").click()


def propose(page: Page) -> None:
    page.get_by_role("link", name="Forme d’engagement").click()
    choose(page, "Une structure engage et facture aux autres")
    expect(page.get_by_text("mise à disposition de personnel, interdite").first).to_be_visible()
    assert axe(page) == []
    choose(page, "Un contrat avec plusieurs employeurs")
    page.get_by_role("link", name=re.compile("Le proposer aux")).click()
    page.get_by_label("Répondre avant le").fill((clock.today() + timedelta(days=12)).isoformat())
    page.get_by_label("Début du poste").fill((clock.today() + timedelta(days=70)).isoformat())
    page.get_by_label("Un mot aux structures").fill("Vos demandes tiennent dans une semaine.")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Le poste est proposé.")).to_be_visible()


def opened(visit: Callable[..., Page], account: str) -> Page:
    """The phone of a manager, on the page of the post that is proposed."""
    phone = visit(account, PHONE)
    phone.get_by_role("link", name=re.compile("Répondre.*logopède")).first.click()
    expect(phone.get_by_text("Vos demandes tiennent dans une semaine.")).to_be_visible()
    return phone


def say_yes(phone: Page) -> None:
    phone.get_by_role("button", name="Oui, nous en sommes").click()
    expect(phone.get_by_text("Merci")).to_be_visible()


def boxes(phone: Page) -> Locator:
    return phone.locator("#open input[type=checkbox]")


def ask_for_another_number(phone: Page) -> None:
    """One half-day fewer, whenever it can be."""
    phone.get_by_role("link", name="Demander d’autres demi-journées").click()
    field = phone.get_by_label("Demi-journées par semaine")
    asked = int(field.input_value())
    field.fill("2,5")
    phone.get_by_role("button", name="Demander").click()
    expect(phone.get_by_text("sans décimales").first).to_be_visible()
    field.fill(str(asked - 1))
    for number in range(boxes(phone).count()):
        boxes(phone).nth(number).check()
    for box in phone.locator("#must input:checked").all():
        box.uncheck()
    assert axe(phone) == []
    phone.get_by_role("button", name="Demander").click()
    expect(phone.get_by_text("Un nouvel horaire est recherché").first).to_be_visible()


def test_shared_post__from_demands_to_an_agreed_post(coordination: Page, visit: Callable[..., Page], live_app: Flask):
    """The coordination searches and proposes; one asks for another half-day, the others keep theirs; all say yes."""
    page = coordination
    page.get_by_label("Demi-journées par semaine, au moins").fill("7")  # one fewer is then still a post
    names = prepare(page)
    propose(page)
    first, *others = (opened(visit, account_of(live_app, name)) for name in names)
    assert axe(first) == []
    for phone in others:
        say_yes(phone)
    ask_for_another_number(first)
    expect(first.get_by_text("L’horaire a été refait")).to_be_visible(timeout=PATIENCE_MS)
    for phone in others:
        phone.reload()
        expect(phone.get_by_text("Vous avez dit oui")).to_be_visible()
    say_yes(first)
    expect(first.get_by_text("Le poste est convenu")).to_be_visible()

    first.get_by_role("link", name="Voir le poste").click()
    expect(first.get_by_text("des coûts").first).to_be_visible()
    with first.expect_download() as download:
        first.get_by_role("link", name="Le poste en PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    address = first.get_by_label("Agenda auquel s’abonner (iCal)").input_value()
    answer = first.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text().count("BEGIN:VEVENT") >= 7
    page.goto("/notifications")
    expect(page.get_by_text(re.compile("logopède.*est convenu")).first).to_be_visible()


def test_shared_post__declared_with_the_keyboard_on_a_phone(visit: Callable[..., Page]):
    """A demand: found by another name of the profession, what is wrong beside its field, and withdrawn again."""
    phone = visit("vesdre", PHONE)
    phone.goto("/postes-partages/")
    phone.get_by_role("link", name="Déclarer une demande").first.click()
    phone.get_by_role("combobox", name=re.compile("Profession")).fill("orthophoniste")
    phone.get_by_role("option", name=re.compile("logopède")).click()
    phone.get_by_label("Demi-journées par semaine").fill("11")
    phone.get_by_role("button", name="Déclarer la demande").press("Enter")
    expect(phone.locator("#half_days-error")).to_contain_text("de 1 à 10")
    expect(phone.locator("#open-error")).to_contain_text("au moins une demi-journée")
    assert axe(phone) == []
    phone.get_by_label("Demi-journées par semaine").fill("2")
    for number in (0, 1, 4):
        boxes(phone).nth(number).focus()
        phone.keyboard.press("Space")
    phone.get_by_role("button", name="Déclarer la demande").press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Demande : logopède (h/f/x)")
    phone.get_by_role("button", name="Retirer la demande").click()
    expect(phone.get_by_text("La demande est retirée.")).to_be_visible()
    phone.get_by_role("button", name="La reprendre").click()
    expect(phone.get_by_text("attend à nouveau un poste")).to_be_visible()
