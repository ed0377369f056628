"""The main story: a call, a search, invitations, answers on a phone, a charter approved, a groupement confirmed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from network.consortia.models import Partner, PartnerState
from network.consortia.notices import LINK_PURPOSE
from network.web.links import path_for, sign
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of

PROJECT = "Filière déchets verts"


def team_names(page: Page) -> list[str]:
    """Once the table is there."""
    expect(page.locator(".team-row h3 a").first).to_be_visible()
    return [name.strip() for name in page.locator(".team-row h3 a").all_inner_texts()]


def who_declined(app: Flask) -> str:
    """The structure of the demonstration that will not join a groupement."""
    with app.app_context():
        return Partner.query.filter_by(state=PartnerState.DECLINED).one().organisation.name


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


def search(page: Page) -> None:
    page.get_by_role("button", name="Chercher des équipes").click()
    expect(page).to_have_url(re.compile("/composer"), timeout=30_000)


def invite(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Inviter")).click()
    page.get_by_label("Un mot aux partenaires").fill("Vos camions et vos aires de stockage complètent les nôtres.")
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("Les invitations sont parties")).to_be_visible()


def approve(phone: Page) -> None:
    """From the dashboard to the charter, and to what approving it commits to."""
    phone.goto("/")
    phone.get_by_role("link", name=re.compile(f"Lire.*{PROJECT}")).click()
    phone.get_by_role("link", name="Approuver").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Approuver la charte")
    phone.get_by_role("button", name=re.compile("Approuver au nom de")).click()
    expect(phone.get_by_text(re.compile("a approuvé la charte|Tous ont approuvé")).first).to_be_visible()


def test_groupement__from_a_call_to_its_confirmation(coordination: Page, visit: Callable[..., Page], live_app: Flask):
    """The federation searches, takes the team that nothing beats, invites; all say yes, then approve the charter."""
    page = coordination
    assert team_names(page) == ["Les Ateliers de la Biesmelle"]
    search(page)
    expect(page.get_by_text("Aucune équipe ne fait mieux selon ces critères.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Prendre cette équipe").first.click()
    expect(page.get_by_text("C’est l’équipe affichée.")).to_be_visible()
    assert len(team_names(page)) >= 3
    expect(page.locator(".criteria .tone-missing")).to_have_count(0)
    phones = {name: visit(account_of(live_app, name), PHONE) for name in team_names(page)}
    invite(page)

    for name, phone in phones.items():
        if name == "Les Ateliers de la Biesmelle":
            continue
        phone.goto("/")
        expect(phone.get_by_role("heading", level=1)).to_contain_text("vous attend")
        phone.get_by_role("link", name=re.compile(f"Répondre.*{PROJECT}")).click()
        expect(phone.get_by_text("Vos camions et vos aires de stockage")).to_be_visible()
        assert axe(phone) == []
        phone.get_by_role("button", name="Oui, nous en sommes").click()
        expect(phone.get_by_text("Merci")).to_be_visible()

    expect(phone.get_by_text("La charte est à approuver").first).to_be_visible()
    for phone in phones.values():
        approve(phone)
    assert axe(phone) == []
    page.goto("/notifications")
    expect(page.get_by_text(re.compile(f"Le groupement.*{PROJECT}.*est confirmé.*Biesmelle")).first).to_be_visible()
    page.goto("/")
    assert axe(page) == []


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


def link_of_the_mail(app: Flask) -> str:
    """The address in the e-mail of somebody who is invited and has not answered."""
    with app.app_context():
        partner = Partner.query.filter_by(state=PartnerState.INVITED).order_by(Partner.id).first()
        return path_for("invitations.by_link", token=sign(LINK_PURPOSE, partner=partner.id))


def test_groupement__a_refusal_and_another_partner(
    visit: Callable[..., Page], open_browser: Callable[..., Page], live_app: Flask
):
    """Somebody declined: the search keeps who has agreed and finds who is missing, who answers from the e-mail on a
    phone: interested in one click, which engages nobody; then not after all, with a reason."""
    page = visit("coordination")
    page.get_by_role("link", name=re.compile("Chercher.*Démontage de panneaux solaires")).click()
    kept = team_names(page)
    assert len(kept) > 1
    search(page)
    page.get_by_role("button", name="Prendre cette équipe").first.click()
    expect(page.get_by_text("C’est l’équipe affichée.")).to_be_visible()
    assert set(kept) < set(team_names(page))
    assert who_declined(live_app) not in team_names(page)
    page.get_by_role("link", name=re.compile("Inviter")).click()
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("Les invitations sont parties")).to_be_visible()

    phone = open_browser(PHONE)
    phone.goto(link_of_the_mail(live_app))
    assert axe(phone) == []
    phone.get_by_role("button", name="Cela nous intéresse").click()
    expect(phone.get_by_text("Vous avez dit votre intérêt")).to_be_visible()
    phone.get_by_label("Trop loin de chez nous").check()
    phone.get_by_role("button", name="Décliner").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre réponse est notée")
    page.goto("/notifications")
    expect(page.get_by_text("se dit intéressée par « Démontage de panneaux solaires »").first).to_be_visible()
