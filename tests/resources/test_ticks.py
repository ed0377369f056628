"""The last day of an offer or a need is announced to those who can renew it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.actors import Role
from network.database import db
from network.notifications.models import Notification
from network.resources.ticks import announce_end
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory

pytestmark = pytest.mark.usefixtures("noon")


def test_announced_once_for_each_last_day__and_renewed_in_one_click(client):
    """Two weeks before, to the managers alone; what has no end, is ended, ends later or stands for no more than two
    weeks is left in peace."""
    manager, second, member = UserFactory.create_batch(3, language="fr")
    organisation = OrganisationFactory(manager=manager)
    MandateFactory(user=second, organisation=organisation)
    MandateFactory(user=member, organisation=organisation, role=Role.MEMBER)
    soon = clock.today() + timedelta(days=14)
    offer, need = (factory(organisation=organisation, until_day=soon) for factory in (OfferFactory, NeedFactory))
    OfferFactory(organisation=organisation, until_day=soon, ended_on=clock.today())
    NeedFactory(organisation=organisation, from_day=clock.today(), until_day=soon)
    for later in (None, soon + timedelta(days=1)):
        NeedFactory(organisation=organisation, until_day=later)
    for _twice in range(2):
        announce_end(clock.now())
    told = [(notice.kind, notice.user_id) for notice in Notification.query.order_by(Notification.id)]
    assert told == [(kind, who.id) for kind in ("offer.ends", "need.ends") for who in (manager, second)]
    notice = Notification.query.filter_by(user_id=manager.id, kind="offer.ends").one()
    assert "2\u00a0camions" in notice.sentence
    db.session.commit()

    client.log_in(manager)
    renew, _another_day = client.page(notice.path).select(f'form[action="{notice.path}/prolonger"]')
    sent = {field["name"]: field.get("value", "") for field in renew.select("input[name]")}
    assert client.post(renew["action"], data=sent).status_code == 303
    db.session.expire_all()
    announce_end(clock.now())
    assert offer.until_day > need.until_day
    assert Notification.query.count() == 4
    announce_end(clock.now() + (offer.until_day - soon))
    assert Notification.query.filter_by(kind="offer.ends").count() == 4
