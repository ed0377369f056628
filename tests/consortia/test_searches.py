"""What a search for teams gives away."""

from __future__ import annotations

from network.calls.matching import candidate_id
from network.database import db
from network.resources.models import Audience
from network.resources.queries import list_offers
from network.runs.models import Run
from tests.factories.consortia import ConsortiumFactory, story


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
