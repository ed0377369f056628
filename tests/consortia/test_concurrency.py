"""Many answers at once, over connections of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from network.app import create_app
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.database import db
from network.notifications.models import Notification
from tests.factories.consortia import story

ANSWERS = 200


@pytest.mark.timeout(300)
def test_accept__two_hundred_at_once(new_database, tmp_path):
    """None lost, none doubled, and one charter."""
    app = create_app(
        TESTING=True,
        DATA=tmp_path,
        SQLALCHEMY_DATABASE_URI=new_database(),
        SECRET_KEY="test",
        WTF_CSRF_ENABLED=False,
    )
    with app.app_context():
        tale = story(members=ANSWERS)
        consortium = tale.invited(count=ANSWERS)
        consortium_id, coordinator_id = consortium.id, tale.coordinator.id
        sessions = [
            (partner.id, manager.get_id()) for partner, manager in zip(consortium.team, tale.managers, strict=True)
        ]
        db.session.commit()
        db.session.remove()

    def accept(answer: tuple[int, str]) -> int:
        partner_id, session_key = answer
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = session_key, True
        return client.post(f"/invitations/{partner_id}/accepter").status_code

    with ThreadPoolExecutor(ANSWERS) as pool:
        codes = list(pool.map(accept, sessions))

    assert set(codes) == {303}
    with app.app_context():
        assert db.session.get(Consortium, consortium_id).state is ConsortiumState.AGREED
        assert Partner.query.filter_by(state=PartnerState.ACCEPTED).count() == ANSWERS
        assert Notification.query.filter_by(kind="consortium.accepted", user_id=coordinator_id).count() == ANSWERS
        assert Notification.query.filter_by(kind="charter.drafted", user_id=coordinator_id).count() == 1
        db.session.remove()
        db.engine.dispose()
