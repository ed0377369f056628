"""What a search for teams gives away."""

from __future__ import annotations

import re

import pytest

from network.calls.matching import candidate_id
from network.consortia.lenses import Settings
from network.consortia.models import PartnerState
from network.database import db
from network.resources.models import Audience
from network.resources.queries import list_offers
from network.runs.models import Run
from network.ties.models import EvidenceKind
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, searched, story
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.factories.resources import OfferFactory
from tests.factories.ties import EvidenceFactory


def offers_in(problem, organisation):
    return next(row["offers"] for row in problem["problem"]["candidates"] if row["id"] == candidate_id(organisation.id))


def test_problem__holds_no_quantity_that_only_the_search_may_count(client, noon):
    tale = story(members=3)
    hidden, open_ = tale.members[:2]
    for offer in list_offers([hidden.id]):
        offer.audience = Audience.CALCULATION
    db.session.commit()
    consortium = ConsortiumFactory(project=tale.project)
    client.log_in(tale.coordinator)
    client.post(f"/groupements/{consortium.id}/recherche", data={"version": consortium.version, "km_weight": "50"})
    run = db.session.query(Run).one()

    assert offers_in(run.problem, hidden)
    taken_away = client.post(f"/recherches/{run.id}/probleme.json").json
    assert offers_in(taken_away, hidden) == {}
    assert offers_in(taken_away, open_) == offers_in(run.problem, open_)


def test_board__shows_no_quantity_that_only_the_search_may_count(client, noon):
    """Neither beside a structure possible nor as the reason why one is in the team."""
    tale = story(members=4, criteria={"min_partners": 2, "requires": {"trucks": 50}})
    asked, _open, chosen, possible = tale.members
    for hidden, quantity in ((asked, 31), (chosen, 37), (possible, 43)):
        for offer in list_offers([hidden.id]):
            offer.audience, offer.quantity = Audience.CALCULATION, quantity
    consortium = tale.invited(1)
    PartnerFactory(consortium=consortium, organisation=chosen, state=PartnerState.CHOSEN)
    db.session.commit()
    client.log_in(tale.coordinator)
    page = client.get(f"/groupements/{consortium.id}/composer").text
    assert set(re.findall(r"(\d+)(?:\u00a0|\\u00a0)camions", page)) == {"2", "50"}
    assert "74\u202f%" not in page


@pytest.mark.parametrize("page", ["composer", "remplacer"])
def test_nobody_is_chosen_from_outside_to_read_what_they_have(client, noon, page):
    tale = story(members=3, criteria={"min_partners": 2, "requires": {"trucks": 50}})
    outsider = OrganisationFactory(federations=[FederationFactory()])
    OfferFactory(organisation=outsider, quantity=43, audience=Audience.COORDINATION)
    consortium = tale.invited(2)
    db.session.commit()
    client.log_in(tale.coordinator)
    sent = {"action": "add", "organisation_id": outsider.id, "version": consortium.version}
    assert client.post(f"/groupements/{consortium.id}/{page}", data=sent).status_code == 409
    assert consortium.partner_of(outsider.id) is None


def test_problem__ties_count_whoever_may_see_them_and_leave_only_as_far_as_the_reader_may(client, noon):
    tale = story(members=3)
    first, second, third = tale.members
    EvidenceFactory(between=(first, second), kind=EvidenceKind.LOAN)
    EvidenceFactory(between=(first, third), kind=EvidenceKind.VISIT)
    consortium = ConsortiumFactory(project=tale.project)
    client.log_in(tale.coordinator)
    client.post(f"/groupements/{consortium.id}/recherche", data={"version": consortium.version, "km_weight": "50"})
    run = db.session.query(Run).one()

    assert [row[:2] for row in run.problem["problem"]["ties"]] == [
        [str(first.id), str(second.id)],
        [str(first.id), str(third.id)],
    ]
    taken_away = client.post(f"/recherches/{run.id}/probleme.json").json
    assert [row[:2] for row in taken_away["problem"]["ties"]] == [[str(first.id), str(third.id)]]


def test_board__says_who_knows_the_single_contact_but_not_from_a_loan(client, noon):
    tale = story(members=3)
    lead, lent, visited = tale.members
    EvidenceFactory(between=(lead, lent), kind=EvidenceKind.LOAN)
    EvidenceFactory(between=(lead, visited), kind=EvidenceKind.VISIT)
    consortium = tale.invited(3)
    client.log_in(tale.coordinator)
    rows = {row.h3.get_text(strip=True): row.get_text(" ", strip=True)
            for row in client.page(f"/groupements/{consortium.id}/composer").select(".team-row")}  # fmt: skip
    assert "connaît un peu l’interlocuteur" in rows[visited.name]
    assert "connaît" not in rows[lent.name]


class TestReasons:
    """Why a team was proposed, from the problem that was solved."""

    @pytest.fixture
    def searched(self, client, noon):
        """A groupement of a federation with four members, two trucks each, of which a team needs four."""
        tale = story(members=4, criteria={"min_partners": 2, "requires": {"trucks": 4}, "max_km_to_lead": 40})
        consortium = ConsortiumFactory(project=tale.project, weights=Settings(margin=0).to_dict())
        run = searched(consortium)
        client.log_in(tale.coordinator)
        return f"/groupements/{consortium.id}/recherches/{run.id}", f"/groupements/{consortium.id}/composer"

    def test_what_changes_without_each(self, client, searched):
        reasons, composing = searched
        assert client.page(composing).find("a", href=f"{reasons}?equipe=0")
        text = client.page(f"{reasons}?equipe=0").main.get_text(" ", strip=True)
        assert text.count("ne rempliraient pas : ".replace(" :", "\xa0:")) == 2
        assert "au lieu de" in text
        assert "la meilleure" in text

    def test_htmx_gets_the_piece(self, client, searched):
        response = client.get(f"{searched[0]}?equipe=1", headers={"HX-Request": "true"})
        assert response.get_data(as_text=True).strip().startswith('<div class="stack" id="reasons-B"')

    @pytest.mark.parametrize("number", [-1, 9, 2**40])
    def test_no_such_team(self, client, searched, number):
        assert client.get(f"{searched[0]}?equipe={number}").status_code == 404
