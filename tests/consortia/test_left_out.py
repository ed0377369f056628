"""« Pourquoi pas nous ? »: from its own data only."""

from __future__ import annotations

import pytest

from network.calls.models import InterestAnswer
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.resources.queries import list_offers
from tests.factories.calls import InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, searched, story
from tests.factories.organisations import ExperienceFactory, OrganisationFactory
from tests.factories.resources import OfferFactory
from tests.factories.ties import EvidenceFactory
from tests.helpers.pages import TOKEN
from tests.helpers.soup import text_of

pytestmark = pytest.mark.usefixtures("noon")
CRITERIA = {
    "min_partners": 2,
    "small_below": 100,
    "min_small": 1,
    "min_experienced": 1,
    "requires": {"trucks": 4, "storage_m2": 500},
    "budget_cap": 10_000,
}


@pytest.fixture
def tale(client):
    return story(members=4, criteria=CRITERIA)


@pytest.fixture
def url(client, tale):
    client.log_in(tale.managers[0])
    return f"/invitations/projet/{tale.project.id}/pourquoi-pas-nous"


def test_says_what_in_its_own_data_may_have_counted(client, tale, url):
    tale.members[0].headcount = None
    db.session.commit()
    text = text_of(client.page(url))
    assert "Aucune de vos ressources ne compte pour : stockage." in text
    assert "vous comptez comme une grande structure" in text
    assert "pas d’expérience dans le secteur" in text
    assert "représente 10 % de ce qu’un projet peut demander" in text
    assert "Aucune rencontre, aucune coopération n’est notée" in text
    assert "Vous avez été invitée" not in text


def test_says_when_nothing_does(client, tale, url):
    tale.project.call.criteria = {"min_partners": 2, "min_experienced": 1, "requires": {"trucks": 2}}
    ExperienceFactory(organisation=tale.members[0], sector=tale.project.call.sector)
    EvidenceFactory(between=tale.members[:2])
    assert "Rien, dans vos données, ne joue contre vous." in text_of(client.page(url))


def test_its_own_turns_count(client, tale, url):
    other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call))
    PartnerFactory(consortium=other, organisation=tale.members[0])
    assert "Vous avez été invitée 1 fois en deux ans" in text_of(client.page(url))


def test_project_page__leads_there(client, tale, url):
    assert client.page(f"/appels/projets/{tale.project.id}").find("a", href=url)


@pytest.mark.parametrize("answer", [InterestAnswer.NO, None])
def test_not_for_who_is_not_interested(client, tale, url, answer):
    interest = tale.project.interests[0]
    if answer:
        interest.answer = answer
    else:
        db.session.delete(interest)
    db.session.commit()
    assert client.get(url).status_code == 303


def test_not_for_who_was_invited(client, tale, url):
    tale.invited()
    assert client.get(url).status_code == 303
    assert not client.page(f"/appels/projets/{tale.project.id}").find("a", href=url)


def test_gives_nothing_away(client, tale, url):
    """Whatever others have, ask, did together, are asked and answer: the same page, to the letter."""
    pages = (url, f"/appels/projets/{tale.project.id}")
    before = {page: read(client, page) for page in pages}
    rivals = tale.members[1:]
    consortium = ConsortiumFactory(project=tale.project, state=ConsortiumState.INVITING, lead=rivals[0])
    for rival, state in zip(
        rivals, (PartnerState.ACCEPTED, PartnerState.DECLINED, PartnerState.WITHDRAWN), strict=True
    ):
        PartnerFactory(consortium=consortium, organisation=rival, state=state)
        OfferFactory(organisation=rival, quantity=9)
    searched(consortium)
    EvidenceFactory(between=rivals[:2])
    ExperienceFactory(organisation=rivals[0], sector=tale.project.call.sector)
    InterestFactory(project=tale.project, organisation=OrganisationFactory(federations=[tale.federation]), asks=77)
    tale.project.interests[1].asks = 12_345
    for offer in list_offers([rivals[2].id]):
        offer.quantity = 77
    db.session.commit()
    for page in pages:
        assert read(client, page) == before[page]
    assert not any(rival.name in page for page in before for rival in rivals)


def read(client, page):
    return TOKEN.sub("", client.get(page).get_data(as_text=True)).splitlines()
