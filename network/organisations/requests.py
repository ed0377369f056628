"""What is asked of those who answer for others: a membership of their federation, a mandate in an organisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from network import clock
from network.accounts.models import User
from network.accounts.queries import get_user, list_administrators
from network.activity.models import Event
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, lock
from network.errors import ConflictError, NotFoundError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.mandates import ENGAGING, find_mandate, give_mandate, roles_of
from network.organisations.models import Claim, ClaimState, Mandate, Membership, MembershipState, Organisation
from network.organisations.policies import may_answer_claim, may_answer_membership, may_ask_membership
from network.organisations.queries import get_organisation, list_federation_ids, list_people
from network.web.links import path_for
from network.web.policies import require

register_verb("membership.asked", _l("asked to be a member of a federation"))
register_verb("membership.confirmed", _l("confirmed the membership"))
register_verb("membership.refused", _l("did not confirm the membership"), fields={"reason": _l("Reason")})
register_verb("claim.asked", _l("asked to act for the organisation"))
register_verb("claim.granted", _l("let somebody act for the organisation"))
register_verb("claim.refused", _l("did not let somebody act for the organisation"))
register_kind(
    "membership.asked", title=_l("%(name)s asks to be a member of %(federation)s"), action=_l("Confirm or refuse")
)
register_kind(
    "membership.confirmed", title=_l("%(federation)s confirms that %(name)s is its member"), action=_l("See the sheet")
)
register_kind(
    "membership.refused",
    title=_l("%(federation)s does not confirm that %(name)s is its member: %(reason)s"),
    action=_l("See the sheet"),
)
register_kind("claim.asked", title=_l("%(actor)s asks to act for %(name)s"), action=_l("Confirm or refuse"))
register_kind("claim.granted", title=_l("You may act for %(name)s"), action=_l("See the sheet"))
register_kind("claim.refused", title=_l("You may not act for %(name)s: %(reason)s"), action=_l("See the sheet"))


def ask_membership(organisation: Organisation, federation: Organisation, *, actor: Actor) -> Membership:
    """Ask to be a member; the federation confirms. Asked twice, or a member already: nothing more."""
    require(may_ask_membership(organisation, federation, actor))
    lock(organisation)  # of two clicks, one after the other
    membership = find_membership(organisation.id, federation.id)
    if membership and membership.state in (MembershipState.ASKED, MembershipState.CONFIRMED):
        return membership
    if membership is None:
        membership = Membership(organisation=organisation, federation=federation)
        db.session.add(membership)
    membership.state, membership.since, membership.reason = MembershipState.ASKED, clock.now(), ""
    event = record("membership.asked", organisation, actor=actor)
    notify(
        event,
        users=list_people(federation.id, roles=ENGAGING),
        kind="membership.asked",
        words={"name": organisation.name, "federation": federation.name},
        path=path_for("requests.index"),
    )
    return membership


def confirm_membership(membership: Membership, *, actor: Actor) -> None:
    """Both sides have agreed: the organisation is a member."""
    if _begin_answer(membership, MembershipState.CONFIRMED, actor):
        membership.state, membership.since = MembershipState.CONFIRMED, clock.now()
        _tell_membership(record("membership.confirmed", membership.organisation, actor=actor), membership)


def refuse_membership(membership: Membership, reason: str, *, actor: Actor) -> None:
    """It is no member, and is told why."""
    if _begin_answer(membership, MembershipState.REFUSED, actor):
        membership.state, membership.reason = MembershipState.REFUSED, reason
        event = record("membership.refused", membership.organisation, actor=actor, after={"reason": reason})
        _tell_membership(event, membership)


def ask_claim(organisation: Organisation, *, actor: Actor) -> Claim | None:
    """Ask to act for an organisation that is listed already; None for who does."""
    user = get_user(actor.user_id or 0)
    lock(organisation)  # of two clicks, one after the other
    if find_mandate(user.id, organisation.id):
        return None
    claim = find_claim(user.id, organisation.id)
    if claim and claim.state is ClaimState.ASKED:
        return claim
    if claim is None:
        claim = Claim(user=user, organisation=organisation)
        db.session.add(claim)
    claim.state, claim.asked_at, claim.reason = ClaimState.ASKED, clock.now(), ""
    event = record("claim.asked", organisation, actor=actor)
    notify(
        event,
        users=list_answerers(organisation),
        kind="claim.asked",
        words={"name": organisation.name},
        path=path_for("requests.index"),
    )
    return claim


def grant_claim(claim: Claim, *, actor: Actor) -> None:
    """The person acts for the organisation from now on, as who engages it."""
    if _begin_claim_answer(claim, ClaimState.GRANTED, actor):
        claim.state = ClaimState.GRANTED
        give_mandate(claim.user_id, claim.organisation, roles_of(claim.organisation)[0])
        _tell_claim(record("claim.granted", claim.organisation, actor=actor), claim)


def refuse_claim(claim: Claim, reason: str, *, actor: Actor) -> None:
    """The person does not act for it, and is told why."""
    if _begin_claim_answer(claim, ClaimState.REFUSED, actor):
        claim.state, claim.reason = ClaimState.REFUSED, reason
        _tell_claim(record("claim.refused", claim.organisation, actor=actor), claim)


def may_still_ask(federation: Organisation, actor: Actor) -> bool:
    """Whether the organisation that the actor looks from may ask to be a member, and has not."""
    own = actor.organisation_id
    if own is None or not may_ask_membership(get_organisation(own), federation, actor):
        return False
    membership = find_membership(own, federation.id)
    return membership is None or membership.state in (MembershipState.REFUSED, MembershipState.LEFT)


def list_answerers(organisation: Organisation) -> list[User]:
    """Who may answer a claim: those who engage it, its federations' coordination; for want of both, administrators."""
    federation_ids = list_federation_ids([organisation.id])[organisation.id]
    people = [user for place in (organisation.id, *federation_ids) for user in list_people(place, roles=ENGAGING)]
    return people or list_administrators()


def answerer_ids(claim: Claim) -> set[int]:
    """The ids of those who may answer a claim, as far as it is not their own."""
    return {user.id for user in list_answerers(claim.organisation)}


def list_requests(actor: Actor) -> tuple[Sequence[Membership], Sequence[Claim]]:
    """What waits for the actor's answer: memberships of the federations they coordinate, and claims; oldest first."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    memberships = sa.select(Membership).where(
        Membership.state == MembershipState.ASKED, Membership.federation_id.in_(engaged)
    )
    memberships = memberships.options(joinedload(Membership.organisation), joinedload(Membership.federation))
    claims = sa.select(Claim).where(
        Claim.state == ClaimState.ASKED, Claim.user_id != actor.user_id, _answerable(engaged, actor)
    )
    return (
        db.session.scalars(memberships.order_by(Membership.since, Membership.id)).all(),
        db.session.scalars(claims.order_by(Claim.asked_at, Claim.id)).all(),
    )


def _answerable(engaged: Collection[int], actor: Actor) -> sa.ColumnElement[bool]:
    """As `may_answer_claim` decides, for all claims at once."""
    through = _federations_of_claimed()
    condition = Claim.organisation_id.in_(engaged) | through.where(Membership.federation_id.in_(engaged)).exists()
    if not actor.is_administrator:
        return condition
    engages = sa.select(Mandate.id).where(Mandate.role.in_(ENGAGING))
    own = engages.where(Mandate.organisation_id == Claim.organisation_id)
    above = _federations_of_claimed().join(Mandate, Mandate.organisation_id == Membership.federation_id)
    return condition | ~(own.exists() | above.where(Mandate.role.in_(ENGAGING)).exists())


def _federations_of_claimed() -> sa.Select[Any]:
    return sa.select(Membership.id).where(
        Membership.organisation_id == Claim.organisation_id, Membership.state == MembershipState.CONFIRMED
    )


def get_membership(membership_id: int) -> Membership:
    """A membership; NotFoundError when there is none."""
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    return membership


def get_claim(claim_id: int) -> Claim:
    """A claim; NotFoundError when there is none."""
    claim = db.session.get(Claim, claim_id)
    if claim is None:
        raise NotFoundError
    return claim


def find_membership(organisation_id: int, federation_id: int) -> Membership | None:
    """What stands between the two, if anything."""
    return db.session.scalar(
        sa.select(Membership).filter_by(organisation_id=organisation_id, federation_id=federation_id)
    )


def find_claim(user_id: int, organisation_id: int) -> Claim | None:
    """What the person asked, if anything."""
    return db.session.scalar(sa.select(Claim).filter_by(user_id=user_id, organisation_id=organisation_id))


def list_claims(user_id: int) -> Sequence[Claim]:
    """What a person asked, the oldest first."""
    return db.session.scalars(sa.select(Claim).filter_by(user_id=user_id).order_by(Claim.id)).all()


def _begin_answer(membership: Membership, answer: MembershipState, actor: Actor) -> bool:
    """Whether the answer is new; ConflictError when another one was given."""
    require(may_answer_membership(membership, actor))
    lock(membership)
    if membership.state is answer:
        return False
    if membership.state is not MembershipState.ASKED:
        raise ConflictError
    return True


def _begin_claim_answer(claim: Claim, answer: ClaimState, actor: Actor) -> bool:
    """The same for a claim."""
    require(may_answer_claim(claim, actor, answerer_ids(claim)))
    lock(claim)
    if claim.state is answer:
        return False
    if claim.state is not ClaimState.ASKED:
        raise ConflictError
    return True


def _tell_membership(event: Event, membership: Membership) -> None:
    notify(
        event,
        users=list_people(membership.organisation_id, roles=ENGAGING),
        kind=event.verb,
        words={
            "name": membership.organisation.name,
            "federation": membership.federation.name,
            "reason": membership.reason,
        },
        path=path_for("directory.organisation", organisation_id=membership.organisation_id),
    )


def _tell_claim(event: Event, claim: Claim) -> None:
    notify(
        event,
        users=[claim.user],
        kind=event.verb,
        words={"name": claim.organisation.name, "reason": claim.reason},
        path=path_for("directory.organisation", organisation_id=claim.organisation_id),
    )
