"""Many at once, over connections of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from network import clock
from network.app import create_app
from network.calls.models import CallKind, Project
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.database import db
from network.notifications.models import Notification
from tests.factories.calls import CallFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story

ANSWERS = 200
TURNS = 2


@pytest.fixture
def served(new_database, tmp_path):
    """An application over a database that other connections see."""
    app = create_app(
        TESTING=True,
        DATA=tmp_path,
        SQLALCHEMY_DATABASE_URI=new_database(),
        SQLALCHEMY_ENGINE_OPTIONS={"pool_timeout": 300},  # all two hundred wait for one row, on a busy machine for long
        SECRET_KEY="test",
        WTF_CSRF_ENABLED=False,
    )
    yield app
    with app.app_context():
        db.engine.dispose()


def post(app, session_key, url, **typed):
    """What somebody gets, the form sent."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_key, True
    return client.post(url, data=typed).status_code


@pytest.mark.timeout(300)
def test_accept__two_hundred_at_once(served):
    """None lost, none doubled, and one charter."""
    with served.app_context():
        tale = story(members=ANSWERS)
        consortium = tale.invited(count=ANSWERS)
        consortium_id, coordinator_id = consortium.id, tale.coordinator.id
        keys = [manager.get_id() for manager in tale.managers]
        urls = [f"/invitations/{partner.id}/accepter" for partner in consortium.team]
        db.session.commit()
        db.session.remove()

    with ThreadPoolExecutor(ANSWERS) as pool:
        codes = list(pool.map(lambda key, url: post(served, key, url), keys, urls))

    assert set(codes) == {303}
    with served.app_context():
        assert db.session.get(Consortium, consortium_id).state is ConsortiumState.AGREED
        assert Partner.query.filter_by(state=PartnerState.ACCEPTED).count() == ANSWERS
        assert Notification.query.filter_by(kind="consortium.accepted", user_id=coordinator_id).count() == ANSWERS
        assert Notification.query.filter_by(kind="charter.drafted", user_id=coordinator_id).count() == 1
        db.session.remove()


def test_a_project_becomes_a_bid_while_its_partner_is_invited(served):
    """One of the two: who is asked knows that it is liable, and stands in one bid only."""
    with served.app_context():
        tale = story(members=1)
        market, member = CallFactory(federation=tale.federation, kind=CallKind.ORDER), tale.members[0]
        PartnerFactory(consortium=ConsortiumFactory(project=ProjectFactory(call=market)), organisation=member)
        projects = [ProjectFactory(call=None, federation=tale.federation) for _turn in range(TURNS)]
        consortia = [ConsortiumFactory(project=project, lead=member) for project in projects]
        for consortium in consortia:
            PartnerFactory(consortium=consortium, organisation=member, state=PartnerState.CHOSEN)
        db.session.commit()
        key, market_id, day = tale.coordinator.get_id(), market.id, clock.today() + timedelta(days=5)
        bids = [(consortium.id, consortium.project_id, consortium.version) for consortium in consortia]
        db.session.remove()

    def attach(project_id):
        return post(served, key, f"/projets/{project_id}/appel", call_id=market_id)

    def invite(consortium_id, version):
        return post(served, key, f"/groupements/{consortium_id}/inviter", version=version, reply_by=day, message="Oui")

    with ThreadPoolExecutor(2) as pool:
        for consortium_id, project_id, version in bids:
            both = [pool.submit(attach, project_id), pool.submit(invite, consortium_id, version)]
            assert sorted(one.result() for one in both) == [303, 409]
    with served.app_context():
        became = (
            db.session.query(Project)
            .join(Project.consortia)
            .join(Consortium.partners)
            .filter(
                Project.call_id == market_id,
                Consortium.id.in_([bid[0] for bid in bids]),
                Partner.invited_at.is_not(None),
            )
        )
        assert became.count() == 0
        db.session.remove()
