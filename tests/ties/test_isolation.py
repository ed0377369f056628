"""Members with no other in reach: their federation is told, each once."""

from __future__ import annotations

from datetime import timedelta

from network import clock
from network.database import db
from network.jobs.models import Job
from network.notifications.models import Notification
from network.ties.isolation import TOLD_AFTER, submit_isolated, tell_isolated
from tests.factories.organisations import OrganisationFactory


def test_the_coordination_is_told_once_of_who_is_isolated(circle, noon):
    far = OrganisationFactory(name="Atelier Arlon", at="6700 Arlon", federations=[circle.federation])
    for days in (TOLD_AFTER - timedelta(minutes=1), TOLD_AFTER, TOLD_AFTER + timedelta(days=1)):
        with clock.frozen(noon + days):
            for _tick in range(2):
                submit_isolated(clock.now())
            tell_isolated()
        told = db.session.query(Notification.user_id, Notification.path, Notification.words).all()
        assert len(told) == (days >= TOLD_AFTER), "a neighbour may still confirm"
    user_id, path, words = told[0]
    assert (user_id, words["name"]) == (circle.people["coordinator"].id, far.name)
    assert path == f"/reseau/?federation={circle.federation.id}"
    assert db.session.query(Job).filter_by(kind="ties.isolated").count() == 2, "one a day"
