"""What a search for teams gives away."""

from __future__ import annotations

from network.calls.matching import candidate_id
from network.database import db
from network.resources.models import Audience
from network.resources.queries import list_offers
from network.runs.models import Run
from network.ties.models import EvidenceKind
from tests.factories.consortia import ConsortiumFactory, story
from tests.factories.ties import EvidenceFactory


def offers_in(problem, organisation):
    return next(row["offers"] for row in problem["candidates"] if row["id"] == candidate_id(organisation.id))


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


def test_problem__ties_count_whoever_may_see_them_and_leave_only_as_far_as_the_reader_may(client, noon):
    tale = story(members=3)
    first, second, third = tale.members
    EvidenceFactory(between=(first, second), kind=EvidenceKind.LOAN)
    EvidenceFactory(between=(first, third), kind=EvidenceKind.VISIT)
    consortium = ConsortiumFactory(project=tale.project)
    client.log_in(tale.coordinator)
    client.post(f"/groupements/{consortium.id}/recherche", data={"version": consortium.version, "km_weight": "50"})
    run = db.session.query(Run).one()

    assert [row[:2] for row in run.problem["ties"]] == [[str(first.id), str(second.id)], [str(first.id), str(third.id)]]
    taken_away = client.post(f"/recherches/{run.id}/probleme.json").json
    assert [row[:2] for row in taken_away["ties"]] == [[str(first.id), str(third.id)]]


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
