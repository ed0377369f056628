"""Memberships of federations: asked by one side or offered by the other, confirmed by the one that did not begin, and
ended by either."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, lazyload, load_only

from network import clock
from network.activity.models import Event
from network.activity.services import record, record_all
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, get_row, lock
from network.errors import ConflictError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.mandates import ENGAGING
from network.organisations.models import Membership, MembershipState, Organisation
from network.organisations.policies import (
    may_answer_membership,
    may_ask_membership,
    may_end_membership,
    may_leave_federation,
    may_offer_membership,
)
from network.organisations.queries import get_organisation, list_people
from network.web.links import path_for
from network.web.policies import require

REASON = {"reason": _l("Reason")}
SEE_THE_SHEET, ANSWER = _l("See the sheet"), _l("Confirm or refuse")

register_verb("membership.asked", _l("asked to be a member of a federation"))
register_verb("membership.offered", _l("offered the membership of a federation"))
register_verb("membership.confirmed", _l("confirmed the membership"))
register_verb("membership.refused", _l("did not confirm the membership"), fields=REASON)
register_verb("membership.left", _l("left a federation"))
register_verb("membership.ended", _l("ended the membership of a federation"), fields=REASON)
register_kind("membership.asked", title=_l("%(name)s asks to be a member of %(federation)s"), action=ANSWER)
register_kind(
    "membership.offered",
    title=_l("%(federation)s says that %(name)s is its member: is that so?"),
    action=ANSWER,
)
register_kind(
    "membership.confirmed",
    title=_l("%(name)s is a member of %(federation)s: both have confirmed it"),
    action=SEE_THE_SHEET,
)
register_kind(
    "membership.refused",
    title=_l("The membership of %(name)s in %(federation)s is not confirmed: %(reason)s"),
    action=SEE_THE_SHEET,
)
register_kind("membership.left", title=_l("%(name)s leaves %(federation)s"), action=SEE_THE_SHEET)
register_kind(
    "membership.ended",
    title=_l("%(federation)s ends the membership of %(name)s: %(reason)s"),
    action=SEE_THE_SHEET,
)


Follower = Callable[[Membership, Actor], None]
_followers: list[Follower] = []


def when_membership_ends(follow: Follower) -> Follower:
    """`follow` is called, in the same transaction, with a membership that ends: what the organisation said to the
    federation as its member is not for it any more. Features above say it of their own."""
    _followers.append(follow)
    return follow


def ask_membership(organisation: Organisation, federation: Organisation, *, actor: Actor) -> Membership:
    """Ask to be a member; the federation confirms. Asked twice, or a member already: nothing more."""
    require(may_ask_membership(organisation, federation, actor))
    lock(organisation)  # of two clicks, one after the other
    membership = find_membership(organisation.id, federation.id)
    if membership and membership.state in (MembershipState.ASKED, MembershipState.CONFIRMED):
        return membership
    if membership and membership.state is MembershipState.OFFERED:
        confirm_membership(membership, actor=actor)
        return membership
    membership = membership or _new_membership(organisation, federation)
    membership.state, membership.since, membership.reason = MembershipState.ASKED, clock.now(), ""
    event = record("membership.asked", organisation, actor=actor)
    _tell(event, membership, sides=[federation.id], path=path_for("requests.index"))
    return membership


def offer_membership(organisation: Organisation, federation: Organisation, *, actor: Actor) -> Membership:
    """Say that it is a member; the organisation confirms. Who left or refused is not asked again: it may ask itself."""
    require(may_offer_membership(organisation, federation, actor))
    lock(organisation)
    membership = find_membership(organisation.id, federation.id)
    if membership is None:
        membership = _new_membership(organisation, federation)
        membership.state, membership.since = MembershipState.OFFERED, clock.now()
        event = record("membership.offered", organisation, actor=actor)
        _tell(event, membership, sides=[organisation.id], path=path_for("requests.index"))
    elif membership.state is MembershipState.ASKED:
        confirm_membership(membership, actor=actor)
    return membership


def offer_to_listed(organisations: Sequence[Organisation], federation: Organisation, *, actor: Actor) -> None:
    """Offer it to organisations that the federation has just listed: nobody acts for them yet who could be told."""
    for organisation in organisations:
        membership = _new_membership(organisation, federation)
        membership.state, membership.since = MembershipState.OFFERED, clock.now()
    db.session.flush()
    record_all("membership.offered", organisations, actor=actor)


def confirm_membership(membership: Membership, *, actor: Actor) -> None:
    """Both sides have agreed: the organisation is a member."""
    if _begin_answer(membership, MembershipState.CONFIRMED, actor):
        membership.state, membership.since = MembershipState.CONFIRMED, clock.now()
        _tell(record("membership.confirmed", membership.organisation, actor=actor), membership)


def refuse_membership(membership: Membership, reason: str, *, actor: Actor) -> None:
    """It is no member; who began is told why."""
    if _begin_answer(membership, MembershipState.REFUSED, actor):
        membership.state, membership.reason = MembershipState.REFUSED, reason
        event = record("membership.refused", membership.organisation, actor=actor, after={"reason": reason})
        _tell(event, membership)


def leave_federation(membership: Membership, *, actor: Actor) -> None:
    """The organisation is no member any more; it may ask again."""
    require(may_leave_federation(membership, actor))
    if _begin_end(membership, actor):
        _tell(record("membership.left", membership.organisation, actor=actor), membership)


def end_membership(membership: Membership, reason: str, *, actor: Actor) -> None:
    """The federation no longer counts it among its members, and says why."""
    require(may_end_membership(membership, actor))
    if _begin_end(membership, actor):
        membership.reason = reason
        event = record("membership.ended", membership.organisation, actor=actor, after={"reason": reason})
        _tell(event, membership)


def may_still_ask(federation: Organisation, actor: Actor) -> bool:
    """Whether the organisation that the actor looks from may ask to be a member, and has not."""
    own = actor.organisation_id
    if own is None or not may_ask_membership(get_organisation(own), federation, actor):
        return False
    membership = find_membership(own, federation.id)
    return membership is None or membership.state in (MembershipState.REFUSED, MembershipState.LEFT)


def may_still_offer(organisation: Organisation, actor: Actor) -> bool:
    """Whether the federation that the actor looks from may say that it is its member: nothing stands between them."""
    own = actor.organisation_id
    if own is None or not may_offer_membership(organisation, get_organisation(own), actor):
        return False
    return find_membership(organisation.id, own) is None


def find_unanswered(organisation: Organisation, actor: Actor) -> Membership | None:
    """What waits for an answer between the organisation and the one that the actor looks from and engages."""
    own = actor.organisation_id
    is_between = organisation.is_federation or actor.coordinates(own)
    if own is None or not is_between or not actor.engages(own):
        return None
    pair = (own, organisation.id) if organisation.is_federation else (organisation.id, own)
    membership = find_membership(*pair)
    return membership if membership and membership.is_unanswered else None


def get_membership(membership_id: int) -> Membership:
    """A membership; NotFoundError when there is none."""
    return get_row(Membership, membership_id)


def find_membership(organisation_id: int, federation_id: int) -> Membership | None:
    """What stands between the two, if anything."""
    return db.session.scalar(_between(), {"organisation_id": organisation_id, "federation_id": federation_id})


@cache
def _between() -> sa.Select[Any]:
    one: sa.BindParameter[Any] = sa.bindparam("organisation_id")
    other: sa.BindParameter[Any] = sa.bindparam("federation_id")
    return sa.select(Membership).where(Membership.organisation_id == one, Membership.federation_id == other)


def list_memberships(organisation_id: int) -> Sequence[Membership]:
    """The confirmed memberships of an organisation, the oldest first."""
    return db.session.scalars(_confirmed(), {"organisation_id": organisation_id}).all()


@cache
def _confirmed() -> sa.Select[Any]:
    query = sa.select(Membership).where(Membership.organisation_id == sa.bindparam("organisation_id"))
    query = query.where(Membership.state == MembershipState.CONFIRMED)
    name_alone = joinedload(Membership.federation).options(load_only(Organisation.name), lazyload("*"))
    return query.options(name_alone).order_by(Membership.since)


def list_unanswered(engaged: Collection[int]) -> Sequence[Membership]:
    """Those that these organisations have to answer, asked of them or offered to them, the oldest first."""
    return db.session.scalars(_unanswered(), {"engaged": list(engaged)}).all()


@cache
def _unanswered() -> sa.Select[Any]:
    engaged: sa.BindParameter[Any] = sa.bindparam("engaged")
    asked = sa.and_(Membership.state == MembershipState.ASKED, Membership.federation_id.in_(engaged))
    offered = sa.and_(Membership.state == MembershipState.OFFERED, Membership.organisation_id.in_(engaged))
    query = sa.select(Membership).where(asked | offered)
    query = query.options(joinedload(Membership.organisation), joinedload(Membership.federation))
    return query.order_by(Membership.since, Membership.id)


def _new_membership(organisation: Organisation, federation: Organisation) -> Membership:
    membership = Membership(organisation=organisation, federation=federation)
    db.session.add(membership)
    return membership


def _begin_answer(membership: Membership, answer: MembershipState, actor: Actor) -> bool:
    """Whether the answer is new; ConflictError when another one was given."""
    lock(membership)
    if membership.state is answer:
        return False
    if not membership.is_unanswered:
        raise ConflictError
    require(may_answer_membership(membership, actor))
    return True


def _begin_end(membership: Membership, actor: Actor) -> bool:
    """Whether it still stands, and ends now."""
    lock(membership)
    if membership.state is MembershipState.LEFT:
        return False
    if membership.state is not MembershipState.CONFIRMED:
        raise ConflictError
    membership.state, membership.since = MembershipState.LEFT, clock.now()
    for follow in _followers:
        follow(membership, actor)
    return True


def _tell(
    event: Event, membership: Membership, *, sides: Collection[int] | None = None, path: str | None = None
) -> None:
    """Tell those who engage these sides, both unless others are named."""
    organisation, federation = membership.organisation, membership.federation
    notify(
        event,
        users=[
            user for side in sides or (organisation.id, federation.id) for user in list_people(side, roles=ENGAGING)
        ],
        kind=event.verb,
        words={"name": organisation.name, "federation": federation.name, "reason": membership.reason},
        path=path or path_for("directory.organisation", organisation_id=organisation.id),
    )
