"""What an organisation says of a project, what it reads of its own chances, and who may know."""

from __future__ import annotations

import pytest

from network.calls.models import InterestAnswer
from network.calls.queries import find_interest
from network.database import db
from network.resources.models import Audience
from network.resources.queries import list_offers
from tests.factories.consortia import story
from tests.factories.ties import EvidenceFactory
from tests.helpers.soup import parse, text_of

pytestmark = pytest.mark.usefixtures("noon")
CRITERIA = {
    "min_partners": 3,
    "min_kind": {"eta": 2},
    "small_below": 50,
    "min_small": 1,
    "requires": {"trucks": 6},
    "budget_cap": 10_000,
}
SAID = {"answer": "yes", "asks": "12 000", "brings": "Deux équipes", "expects": "Du travail", "is_shared": "y"}


@pytest.fixture
def tale(client):
    return story(members=3, criteria=CRITERIA)


@pytest.fixture
def url(client, tale):
    client.log_in(tale.managers[0])
    return f"/appels/projets/{tale.project.id}"


def share(tale, *, offers=Audience.FEDERATION):
    """All three let it be known; what they offer has this audience."""
    for interest in tale.project.interests:
        interest.is_shared = True
    for offer in list_offers([member.id for member in tale.members]):
        offer.audience = offers
    db.session.commit()


def test_what_it_would_bring_and_expect(client, tale, url):
    assert client.post(f"{url}/interet", data=SAID).status_code == 303
    interest = find_interest(tale.project, tale.members[0].id)
    assert (interest.asks, interest.brings, interest.expects, interest.is_shared) == (
        12_000, "Deux équipes", "Du travail", True,
    )  # fmt: skip
    assert client.page(url).find(id="brings").get_text(strip=True) == "Deux équipes"
    client.log_in(tale.coordinator)
    assert "Deux équipes" in text_of(client.page(url))
    client.log_in(tale.managers[1])
    assert "Deux équipes" not in text_of(client.page(url))


def test_of_a_no_nothing_more_is_kept(client, tale, url):
    client.post(f"{url}/interet", data=SAID | {"answer": "no"})
    interest = find_interest(tale.project, tale.members[0].id)
    assert interest.answer is InterestAnswer.NO
    assert (interest.asks, interest.brings, interest.expects, interest.is_shared) == (0, "", "", False)


def test_too_long_is_said_beside_the_field_and_kept(client, tale, url):
    answer = client.post(f"{url}/interet", data=SAID | {"brings": "é" * 1001})
    assert answer.status_code == 422
    assert parse(answer).find(id="brings-error")
    assert parse(answer).find(id="expects").get_text(strip=True) == "Du travail"


def test_what_it_counts_for(client, tale, url):
    """An ETA of 60 workers with two trucks, that asks 1 000 €: everything but the small one."""
    for address in (url, f"/appels/{tale.project.call_id}"):
        assert "Vous comptez pour 3 critères sur 4." in text_of(client.page(address))
    client.log_in(tale.coordinator)
    assert "Vous comptez" not in text_of(client.page(url))


class TestNeighbours:
    """With whom all criteria would be met: those who let it be known alone, and what one may see."""

    @pytest.fixture(autouse=True)
    def small(self, tale):
        tale.members[2].headcount = 20
        db.session.commit()

    def test_with_the_means_that_it_may_see(self, client, tale, url):
        share(tale)
        text = text_of(client.page(url))
        assert "tous les critères seraient remplis. L’argent n’est pas compté." in text
        assert tale.members[1].name in text
        assert tale.members[2].name in text

    def test_means_that_it_may_not_see_are_left_aside(self, client, tale, url):
        share(tale, offers=Audience.COORDINATION)
        assert "sauf pour les moyens" in text_of(client.page(url))

    def test_nobody_who_did_not_let_it_be_known(self, client, tale, url):
        share(tale)
        tale.project.interests[2].is_shared = False
        db.session.commit()
        text = text_of(client.page(url))
        assert tale.members[1].name not in text
        assert tale.members[2].name not in text

    def test_nothing_for_who_keeps_it_to_itself(self, client, tale, url):
        share(tale)
        tale.project.interests[0].is_shared = False
        db.session.commit()
        assert "Avec qui" not in text_of(client.page(url))

    def test_a_tie_of_others_changes_nothing(self, client, tale, url):
        share(tale)
        before = text_of(client.page(url))
        EvidenceFactory(between=tale.members[1:])
        assert text_of(client.page(url)) == before
