"""What people do with what their organisation can share and with what it looks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import Period, db, lock
from network.organisations.models import Organisation
from network.resources.models import RESOURCES, Capability, Need, Offer, Way
from network.resources.policies import may_change_resources
from network.resources.queries import find_same
from network.web.policies import require

FIELD_LABELS = {"quantity": _l("Quantity"), "from_day": _l("From"), "until_day": _l("Until")}
SENTENCES = {
    "offer.declared": _l("offered a resource"),
    "offer.changed": _l("corrected what is offered"),
    "offer.renewed": _l("renewed an offer"),
    "offer.ended": _l("ended an offer"),
    "offer.resumed": _l("went on with an offer that had been ended"),
    "need.declared": _l("said what is needed"),
    "need.changed": _l("corrected what is needed"),
    "need.renewed": _l("renewed a need"),
    "need.ended": _l("ended a need"),
    "need.resumed": _l("went on with a need that had been ended"),
}
for _verb, _sentence in SENTENCES.items():
    register_verb(_verb, _sentence, fields=FIELD_LABELS)


def declare(
    way: Way, organisation: Organisation, *, actor: Actor, capability: Capability, terms: dict[str, Any]
) -> Offer | Need:
    """Say what the organisation can share or looks for; the same said twice is one. `terms`: as in `Resource.TERMS`."""
    require(may_change_resources(organisation.id, actor))
    lock(organisation)  # of two clicks, one after the other
    declared = find_same(way, organisation.id, capability, terms)
    if declared:
        return declared
    resource = RESOURCES[way](organisation=organisation, capability=capability, created_at=clock.now(), **terms)
    db.session.add(resource)
    _record("declared", resource, actor, before={})
    return resource


def change(resource: Offer | Need, *, actor: Actor, version: int, terms: dict[str, Any]) -> None:
    """Correct it; StaleError when somebody else did since it was read."""
    require(may_change_resources(resource.organisation_id, actor))
    lock(resource)
    if resource.terms == terms:
        return  # nothing was changed, or the form was sent twice
    resource.expect_version(version)
    before = _logged(resource)
    for name, value in terms.items():
        setattr(resource, name, value)
    db.session.flush()
    _record("changed", resource, actor, before)


def renew(resource: Offer | Need, *, actor: Actor, until_day: date | None = None) -> None:
    """It stands until that day, or a year longer; nothing when it does not end soon, as after a first click."""
    require(may_change_resources(resource.organisation_id, actor))
    lock(resource)
    if not resource.may_be_renewed(clock.today()):
        return
    assert resource.until_day
    before = _logged(resource)
    longer = until_day or a_year_after(max(resource.until_day, clock.today()))
    resource.period = Period(resource.from_day, longer)
    db.session.flush()
    _record("renewed", resource, actor, before)


def end(resource: Offer | Need, *, actor: Actor) -> None:
    """It stands no longer from today on."""
    require(may_change_resources(resource.organisation_id, actor))
    lock(resource)
    if resource.is_over(clock.today()):
        return
    resource.ended_on = clock.today()
    db.session.flush()
    _record("ended", resource, actor, before=_logged(resource))


def resume(resource: Offer | Need, *, actor: Actor) -> None:
    """Undo its end: it stands again as it did."""
    require(may_change_resources(resource.organisation_id, actor))
    lock(resource)
    if not resource.may_go_on(clock.today()):
        return
    resource.ended_on = None
    db.session.flush()
    _record("resumed", resource, actor, before=_logged(resource))


def a_year_after(day: date) -> date:
    """The same day of the next year; the 28th for a 29 February."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def _record(act: str, resource: Offer | Need, actor: Actor, before: dict[str, Any]) -> None:
    verb = f"{resource.way.name.lower()}.{act}"
    record(verb, resource, actor=actor, before=before, after=_logged(resource))


def _logged(resource: Offer | Need) -> dict[str, Any]:
    """Capability and terms; a place by its name."""
    terms = {name: value for name, value in resource.terms.items() if name != "period"}
    days = {"from_day": resource.from_day, "until_day": resource.until_day}
    return {"capability": resource.capability} | terms | {"locality": str(resource.locality)} | days
