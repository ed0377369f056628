"""What people do with what their organisation can share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import Period, db, lock
from network.organisations.models import Organisation
from network.resources.models import Audience, Capability, Offer
from network.resources.policies import may_change_offers
from network.resources.queries import find_same_offer
from network.web.policies import require

FIELD_LABELS = {"quantity": _l("Quantity"), "from_day": _l("Free from"), "until_day": _l("Until")}

register_verb("offer.declared", _l("offered a resource"), fields=FIELD_LABELS)
register_verb("offer.changed", _l("corrected what is offered"), fields=FIELD_LABELS)
register_verb("offer.ended", _l("ended an offer"), fields=FIELD_LABELS)


def declare_offer(
    organisation: Organisation,
    *,
    actor: Actor,
    capability: Capability,
    quantity: int,
    period: Period,
    audience: Audience,
) -> Offer:
    """Say what the organisation can share over a period that has a first day; the same said twice is one offer."""
    require(may_change_offers(organisation.id, actor))
    lock(organisation)  # of two clicks, one after the other
    declared = find_same_offer(organisation.id, capability, quantity, period, audience)
    if declared:
        return declared
    offer = Offer(
        organisation=organisation,
        capability=capability,
        quantity=quantity,
        period=period,
        audience=audience,
        created_at=clock.now(),
    )
    db.session.add(offer)
    record("offer.declared", offer, actor=actor, after=_logged(offer))
    return offer


def change_offer(
    offer: Offer, *, actor: Actor, version: int, quantity: int, period: Period, audience: Audience
) -> None:
    """Correct an offer; StaleError when somebody else did since it was read."""
    require(may_change_offers(offer.organisation_id, actor))
    lock(offer)
    if (offer.quantity, offer.period, offer.audience) == (quantity, period, audience):
        return  # nothing was changed, or the form was sent twice
    offer.expect_version(version)
    before = _logged(offer)
    offer.quantity, offer.period, offer.audience = quantity, period, audience
    db.session.flush()
    record("offer.changed", offer, actor=actor, before=before, after=_logged(offer))


def end_offer(offer: Offer, *, actor: Actor) -> None:
    """It is free no longer: yesterday was its last day, or it is withdrawn when it had not begun by then."""
    require(may_change_offers(offer.organisation_id, actor))
    lock(offer)
    if offer.is_over(clock.today()):
        return
    before, yesterday = _logged(offer), clock.today() - timedelta(days=1)
    record("offer.ended", offer, actor=actor, before=before, after={"until_day": yesterday})
    if offer.from_day > yesterday:
        db.session.delete(offer)
    else:
        offer.period = Period(offer.from_day, yesterday)
    db.session.flush()


def _logged(offer: Offer) -> dict[str, Any]:
    return {
        "capability": offer.capability,
        "quantity": offer.quantity,
        "from_day": offer.from_day,
        "until_day": offer.until_day,
        "audience": offer.audience,
    }
