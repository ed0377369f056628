"""The call of 2010, from its publication to its results: a draft whose criteria clash is mended, teams are searched
among all members, a refusal from the e-mail is repaired by a substitute, all approve, the dossier is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from network import clock
from network.consortia.models import Consortium
from network.consortia.notices import LINK_PURPOSE
from network.demonstration.calls import CRITERIA
from network.web.links import path_for, sign
from tests.helpers.browser import axe
from tests.journeys.conftest import PHONE, account_of, team_names

CALL, PROJECT = "Relance des ateliers", "Compost de quartier"
FIGURES = {name: figure for name, figure in CRITERIA.items() if isinstance(figure, int)}
MEANS = {f"requires_{capability}": figure for capability, figure in CRITERIA["requires"].items()}


def test_call__from_its_publication_to_its_results(
    visit: Callable[..., Page], open_browser: Callable[..., Page], live_app: Flask
):
    page = visit("coordination")
    publish(page)
    compose(page)
    search_among_all(page)
    team = team_names(page)
    assert len(team) >= CRITERIA["min_partners"]
    invite(page)

    lead, gone, *others = partners(live_app)
    phones = {}
    for name in (lead, *others):
        phones[name] = accept(visit(account_of(live_app, name), PHONE))
    decline_from_the_mail(open_browser(PHONE), live_app, gone)

    page.goto("/notifications")
    expect(page.get_by_text(f"se dit intéressée par « {PROJECT} »").first).to_be_visible()
    substitute = replace(page, gone)
    assert {lead, *others, substitute} == set(team_names(page))
    phones[substitute] = accept(visit(account_of(live_app, substitute), PHONE))

    expect(phones[substitute].get_by_text("La charte est à approuver").first).to_be_visible()
    for phone in phones.values():
        approve(phone)
    assert axe(phones[lead]) == []
    page.goto("/notifications")
    expect(page.get_by_text(re.compile(f"Le groupement.*{PROJECT}.*est confirmé.*{lead}")).first).to_be_visible()
    page.goto("/")
    assert axe(page) == []

    deposit(phones[lead])
    close(page)
    decide(page)
    expect(page.get_by_text(f"{lead}, ").first).to_contain_text("interlocuteur unique")


def publish(page: Page) -> None:
    """A draft asks more than the members can give, one click mends it; with the criteria of 2010 it is published."""
    page.goto("/appels/")
    page.get_by_role("link", name="Écrire un appel").click()
    page.get_by_label("Titre").fill(CALL)
    page.get_by_label("Provinces couvertes au moins").fill("6")
    page.get_by_label("Partenaires au plus").fill("3")
    page.get_by_label("Partenaires au plus").blur()
    expect(page.get_by_text("Aucune équipe n’est possible")).to_be_visible()
    assert axe(page) == []
    page.locator(".mends").get_by_role("button", name=re.compile("Appliquer")).first.click()
    expect(page.get_by_text("Une équipe est possible")).to_be_visible()
    page.locator("#more-criteria summary").click()
    for name, figure in {**FIGURES, **MEANS, "kind_eta": CRITERIA["min_kind"]["eta"]}.items():
        page.locator(f"[name={name}]").fill(str(figure))
    page.get_by_role("button", name="Garder le brouillon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CALL)
    page.get_by_role("button", name="Publier").click()
    page.locator("dialog").get_by_role("button", name="Publier").click()
    expect(page.get_by_text("L’appel est publié")).to_be_visible()
    expect(page.get_by_text("Au moins 3 ETA")).to_be_visible()


def compose(page: Page) -> None:
    """A project answers the call, and its groupement is begun."""
    page.get_by_label("Titre").fill(PROJECT)
    page.get_by_role("button", name="Ajouter le projet").click()
    page.get_by_role("button", name="Composer un groupement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Composer un groupement")


def search_among_all(page: Page) -> None:
    """Nobody was asked for an interest: all members are looked at, and the team that nothing beats is taken."""
    page.locator("#search-settings summary").click()
    page.locator("[name=searches_everyone]").check()
    page.get_by_role("button", name="Chercher à nouveau").click()
    expect(page).to_have_url(re.compile("/composer"), timeout=30_000)
    expect(page.get_by_text("Aucune équipe ne fait mieux selon ces critères.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Prendre cette équipe").first.click()
    expect(page.get_by_text("C’est l’équipe affichée.")).to_be_visible()
    expect(page.locator(".criteria .tone-missing")).to_have_count(0)


def invite(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Inviter")).click()
    page.get_by_label("Un mot aux partenaires").fill("Vos camions et vos aires de stockage complètent les nôtres.")
    page.get_by_label("Répondre avant le").fill((clock.today() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="Envoyer les invitations").click()
    expect(page.get_by_text("Les invitations sont parties")).to_be_visible()


def accept(phone: Page) -> Page:
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("vous attend")
    phone.get_by_role("link", name=re.compile(f"Répondre.*{PROJECT}")).click()
    expect(phone.get_by_text("Vos camions et vos aires de stockage")).to_be_visible()
    phone.get_by_role("button", name="Oui, nous en sommes").click()
    expect(phone.get_by_text("Merci")).to_be_visible()
    return phone


def decline_from_the_mail(phone: Page, app: Flask, name: str) -> None:
    """Interested in one click, which engages nobody; then not after all, with a reason."""
    phone.goto(link_of_the_mail(app, name))
    assert axe(phone) == []
    phone.get_by_role("button", name="Cela nous intéresse").click()
    expect(phone.get_by_text("Vous avez dit votre intérêt")).to_be_visible()
    phone.get_by_label("Trop loin de chez nous").check()
    phone.get_by_role("button", name="Décliner").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre réponse est notée")


def replace(page: Page, gone: str) -> str:
    """From the dashboard to the table, which says who could come instead: the first of them is invited."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(f"Chercher.*{PROJECT}")).click()
    expect(page.get_by_text(f"Qui peut remplacer {gone}")).to_be_visible()
    first = page.locator("#substitutes + .item")
    substitute = first.locator(".item-title").inner_text()
    first.get_by_role("button", name=re.compile("Inviter")).click()
    expect(page.get_by_text("L’invitation est partie")).to_be_visible()
    return substitute


def approve(phone: Page) -> None:
    """From the dashboard to the charter, and to what approving it commits to."""
    phone.goto("/")
    phone.get_by_role("link", name=re.compile(f"Lire.*{PROJECT}")).click()
    phone.get_by_role("link", name="Approuver").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Approuver la charte")
    phone.get_by_role("button", name=re.compile("Approuver au nom de")).click()
    expect(phone.get_by_text(re.compile("a approuvé la charte|Tous ont approuvé")).first).to_be_visible()


def deposit(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name=re.compile(f"Déposer.*{PROJECT}")).click()
    phone.get_by_label("Emplois attendus").fill("4")
    phone.get_by_label("Le projet en une page").fill("Composter ensemble ce que chacun tond.")
    phone.get_by_role("button", name="Déposer le dossier").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Dossier")


def close(page: Page) -> None:
    page.goto("/appels/")
    page.get_by_role("link", name=CALL).click()
    page.get_by_role("button", name="Clôturer maintenant").click()
    page.locator("dialog").get_by_role("button", name="Clôturer maintenant").click()
    expect(page.get_by_role("button", name="Rouvrir")).to_be_visible()


def decide(page: Page) -> None:
    """What people decide, without points nor an envelope; the results are read at once."""
    page.get_by_role("link", name="Dossiers").click()
    page.get_by_role("link", name="Choisir dans l’enveloppe").click()
    page.get_by_role("checkbox", name=re.compile(PROJECT)).check()
    page.get_by_role("button", name="Décider").click()
    page.locator("dialog").get_by_role("button", name="Décider").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Résultats de l’appel")
    expect(page.get_by_text("1 sur 1")).to_be_visible()


def partners(app: Flask) -> list[str]:
    """Those in the groupement of the project, the single contact first."""
    with app.app_context():
        consortium = _consortium()
        team = sorted(consortium.team, key=lambda partner: partner.organisation_id != consortium.lead_id)
        return [partner.organisation.name for partner in team]


def link_of_the_mail(app: Flask, name: str) -> str:
    """The address in the e-mail to a partner of the groupement of the project."""
    with app.app_context():
        partner = next(partner for partner in _consortium().team if partner.organisation.name == name)
        return path_for("invitations.by_link", token=sign(LINK_PURPOSE, partner=partner.id))


def _consortium() -> Consortium:
    return Consortium.query.join(Consortium.project).filter_by(title=PROJECT).one()
