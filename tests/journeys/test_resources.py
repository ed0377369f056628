"""What is offered and what is needed: declared, found, corrected, ended, gone on with; a need that is served."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE


def declare(page: Page, link: str, capability: str, quantity: str, details: str) -> None:
    """Open the form from the list and fill in what has no usual answer."""
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Ressources").click()
    page.get_by_role("link", name=link).click()
    page.get_by_label("Quoi").select_option(label=capability)
    page.get_by_label("Combien").fill(quantity)
    page.get_by_label("En quelques mots").fill(details)


def test_an_offer_is_declared_corrected_ended_and_goes_on(visit: Callable[..., Page]):
    page = visit("ardoise")
    declare(page, "Proposer une ressource", "Salles", "2,5", "salle de réunion")
    page.get_by_label("Les membres de nos fédérations").check()
    page.get_by_role("button", name="Proposer").click()
    expect(page.locator("#quantity-error")).to_contain_text("entier")
    page.get_by_label("Combien").fill("2")
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 salles : salle de réunion")
    assert axe(page) == []

    other = visit("mosane")
    other.goto("/ressources/?capability=rooms&place=6900+Marche-en-Famenne&km=10")
    expect(other.locator("#resources-results [role=status]")).to_have_text("1 offre")
    expect(other.get_by_role("link", name="salle de réunion")).to_be_visible()
    assert axe(other) == []

    page.get_by_role("link", name="Corriger").click()
    page.get_by_label("Combien").fill("1")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 salle : salle de réunion")

    page.get_by_role("button", name="Mettre fin").click()
    expect(page.get_by_text("vous seuls le voyez encore")).to_be_visible()
    other.reload()
    expect(other.locator("#resources-results")).to_contain_text("Personne ne le propose encore")
    page.get_by_role("button", name="Rétablir").click()
    expect(page.get_by_text("tout continue comme avant")).to_be_visible()
    other.reload()
    expect(other.locator("#resources-results [role=status]")).to_have_text("1 offre")


def test_a_need_meets_an_offer(visit: Callable[..., Page]):
    """What one looks for shows at once who could serve it, and waits on their dashboard."""
    page = visit("fagne")
    declare(page, "Exprimer un besoin", "Camions", "2", "transport de grumes")
    page.get_by_label("Dans un rayon de").fill("70")
    page.get_by_label("Jusqu’au").fill("2027-06-30")
    page.get_by_role("button", name="Exprimer ce besoin").click()
    expect(page.get_by_text("Votre besoin est exprimé.")).to_be_visible()

    phone = visit("biesmelle", PHONE)
    row = phone.locator(".item", has_text="transport de grumes")
    expect(row).to_contain_text(re.compile("Un besoin que vous pourriez servir.*La Fagne Verte, à [45]"))
    row.get_by_role("link", name=re.compile("Voir")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("2 camions : transport de grumes")
    assert axe(phone) == []
    phone.get_by_role("link", name="Prendre contact").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("La Fagne Verte")


def test_staff_time_says_its_frame(visit: Callable[..., Page]):
    page = visit("marronniers")
    declare(page, "Proposer une ressource", "Camions", "4", "comptable")
    expect(page.get_by_text("Cadre légal")).to_be_hidden()
    page.get_by_label("Quoi").select_option(label="Temps de personnel, en heures par semaine")
    expect(page.get_by_text("loi du 24 juillet 1987")).to_be_visible()
    page.get_by_role("button", name="Proposer").click()
    expect(page.locator("#frame-error")).to_contain_text("prêter son personnel n’est pas permis")
    page.get_by_label("Un conseil ponctuel").check()
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 heures de personnel par semaine : comptable")
