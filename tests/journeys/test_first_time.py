"""« Première fois »: from nothing to three neighbours on a phone, and a listed organisation claimed by its people."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from network.database import db
from network.notifications.models import OutgoingMail
from network.organisations.bce import bce_with_check
from network.organisations.models import Mandate, Organisation, OrganisationKind
from network.web.formats import bce as written
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE

PASSWORD = "quatre mots mis bout à bout"
FACING = "input:not([type=hidden]):visible, select:visible, textarea:visible"


class Newcomer:
    """Somebody on a phone who has nothing yet; it counts the screens and the fields that they meet."""

    def __init__(self, page: Page, app: Flask, email: str) -> None:
        self.page, self.app, self.email = page, app, email
        self.screens = self.fields = 0

    def meets(self, heading: str) -> None:
        """A screen: its heading, nothing wrong with it, its fields counted (a group of choices is one)."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        assert axe(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        self.screens += 1
        names = self.page.locator("main").locator(FACING).evaluate_all("fields => fields.map(field => field.name)")
        self.fields += len(set(names))

    def go_on(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def open_mail(self) -> None:
        """Follow the link of the last mail."""
        with self.app.app_context():
            mail = (
                db.session.query(OutgoingMail).filter_by(recipient=self.email).order_by(OutgoingMail.id.desc()).first()
            )
            link = re.search(r"https?://\S+", mail.text)
        self.page.goto(link[0])

    def signs_up(self) -> None:
        self.page.goto("/compte/connexion")
        self.page.get_by_role("link", name="Ouvrir un compte").click()
        self.meets("Ouvrir un compte")
        self.page.get_by_label("Votre adresse e-mail").fill(self.email)
        self.go_on("M’envoyer le lien")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Regardez dans votre boîte aux lettres")
        self.open_mail()
        self.meets("Qui êtes-vous\u202f?")
        self.page.get_by_label("Vos prénom et nom").fill("Inès Laloux")
        self.page.get_by_label("Un mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Afficher").click()
        expect(self.page.get_by_label("Un mot de passe")).to_have_attribute("type", "text")
        self.go_on("Ouvrir mon compte")


@pytest.fixture
def newcomer(open_browser: Callable[..., Page], live_app: Flask) -> Newcomer:
    return Newcomer(open_browser(PHONE), live_app, "ines@sources-vives.example")


def test_first_time__a_maison_medicale_from_nothing_to_its_neighbours(newcomer: Newcomer, visit: Callable[..., Page]):
    """Six screens and twelve fields, the account included; then the federation confirms."""
    page = newcomer.page
    newcomer.signs_up()
    newcomer.meets("Bienvenue. Quelle est votre structure\u202f?")
    page.get_by_label("Numéro d’entreprise").fill("0123.456.789")
    newcomer.go_on("Continuer")
    expect(page.get_by_text("un chiffre doit être faux").first).to_be_visible()
    page.get_by_label("Numéro d’entreprise").fill(written(bce_with_check(4_230_117)))
    newcomer.go_on("Continuer")
    newcomer.meets("Votre fiche, en cinq réponses")
    page.locator("#name").fill("Maison médicale des Sources vives")
    page.get_by_label("Type").select_option(label="Maison médicale")
    page.get_by_role("combobox", name="Localité").fill("4100 Seraing")
    page.get_by_label("Secteur principal").select_option(label="Soins de santé primaires")
    page.get_by_label("Votre fédération").select_option(index=1)
    newcomer.go_on("Continuer")
    newcomer.meets("Une chose à partager, ou qui vous manque")
    page.get_by_label("Quoi").select_option("rooms")
    page.get_by_label("Combien").fill("1")
    newcomer.go_on("Nous la cherchons")
    newcomer.meets("Vos voisins les plus proches")
    expect(page.get_by_text("Pas encore confirmée")).to_be_visible()
    expect(page.locator(".item")).to_have_count(3)
    assert newcomer.screens <= 6
    assert newcomer.fields <= 12


def test_first_time__a_listed_organisation_is_claimed(newcomer: Newcomer, visit: Callable[..., Page]):
    """Asked by its number, confirmed by who engages it already, told to the person."""
    with newcomer.app.app_context():
        mandate = (
            Mandate.query.join(Mandate.organisation)
            .filter(Organisation.kind != OrganisationKind.FEDERATION, Organisation.bce.is_not(None))
            .first()
        )
        name, number, manager = mandate.organisation.name, mandate.organisation.bce, mandate.user.email.split("@")[0]
    newcomer.signs_up()
    newcomer.page.get_by_label("Numéro d’entreprise").fill(number)
    newcomer.go_on("Continuer")
    expect(newcomer.page.get_by_role("heading", name=name)).to_be_visible()
    newcomer.go_on("Oui, demander à agir pour elle")
    expect(newcomer.page.get_by_text("Votre demande est envoyée")).to_be_visible()

    page = visit(manager)
    page.get_by_role("link", name=re.compile("Inès Laloux demande à agir")).click()
    expect(page.get_by_role("button", name="Confirmer")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Inès Laloux agit désormais pour")).to_be_visible()
    newcomer.page.goto("/")
    expect(newcomer.page.locator(".menu-name")).to_have_text(name)
