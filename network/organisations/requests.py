"""What waits for those who answer for others: memberships, and people who ask to act for a listed organisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from network import clock
from network.accounts.models import User
from network.accounts.queries import get_user, list_administrators
from network.activity.models import Event
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, get_row, lock
from network.errors import ConflictError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.mandates import ENGAGING, find_mandate, give_mandate, roles_of
from network.organisations.memberships import list_unanswered
from network.organisations.models import (
    Claim,
    ClaimState,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationImport,
)
from network.organisations.policies import may_answer_claim
from network.organisations.queries import (
    find_listing_federation,
    list_federation_ids,
    list_people,
    listing_federation_ids,
)
from network.web.links import path_for
from network.web.policies import require

register_verb("claim.asked", _l("asked to act for the organisation"))
register_verb("claim.granted", _l("let somebody act for the organisation"))
register_verb("claim.refused", _l("did not let somebody act for the organisation"))
register_kind("claim.asked", title=_l("%(actor)s asks to act for %(name)s"), action=_l("Confirm or refuse"))
register_kind("claim.granted", title=_l("You may act for %(name)s"), action=_l("See the sheet"))
register_kind("claim.refused", title=_l("You may not act for %(name)s: %(reason)s"), action=_l("See the sheet"))


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


def list_answerers(organisation: Organisation) -> list[User]:
    """Who may answer a claim: those who engage it and its federations' coordination; for want of both, that of the
    federation that listed it; for want of that too, administrators."""
    federation_ids = list_federation_ids([organisation.id])[organisation.id]
    listing = find_listing_federation(organisation.id)
    return (
        _list_engaging({organisation.id} | federation_ids)
        or _list_engaging({listing.id} if listing else ())
        or list_administrators()
    )


def _list_engaging(organisation_ids: Collection[int]) -> list[User]:
    return [user for place in sorted(organisation_ids) for user in list_people(place, roles=ENGAGING)]


def answerer_ids(claim: Claim) -> set[int]:
    """The ids of those who may answer a claim, as far as it is not their own."""
    return {user.id for user in list_answerers(claim.organisation)}


def list_requests(actor: Actor) -> tuple[Sequence[Membership], Sequence[Claim]]:
    """What waits for the actor's answer: memberships asked of or offered to those they engage, and claims; oldest
    first."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    if not engaged and not actor.is_administrator:
        return [], []
    claims = db.session.scalars(_answerable(actor.is_administrator), {"engaged": engaged, "user_id": actor.user_id})
    return list_unanswered(engaged), claims.all()


@cache
def _answerable(is_administrator: bool) -> sa.Select[Any]:
    """The claims of others, as `may_answer_claim` decides, for all claims at once."""
    engaged: sa.BindParameter[Any] = sa.bindparam("engaged")
    own = sa.select(Mandate.id).where(Mandate.organisation_id == Claim.organisation_id, Mandate.role.in_(ENGAGING))
    confirmed = sa.select(Membership.federation_id).where(
        Membership.organisation_id == Claim.organisation_id, Membership.state == MembershipState.CONFIRMED
    )
    listed = listing_federation_ids(Claim.organisation_id)
    is_kept = own.exists() | _has_coordination(confirmed)
    condition = (
        Claim.organisation_id.in_(engaged)
        | confirmed.where(Membership.federation_id.in_(engaged)).exists()
        | (listed.where(OrganisationImport.federation_id.in_(engaged)).exists() & ~is_kept)
    )
    if is_administrator:
        condition |= ~(is_kept | _has_coordination(listed))
    asked = sa.select(Claim).where(Claim.state == ClaimState.ASKED, Claim.user_id != sa.bindparam("user_id"))
    return asked.where(condition).order_by(Claim.asked_at, Claim.id)


def _has_coordination(federation_ids: sa.Select[int]) -> sa.ColumnElement[bool]:
    engaging = sa.select(Mandate.id).where(Mandate.organisation_id.in_(federation_ids), Mandate.role.in_(ENGAGING))
    return engaging.exists()


def get_claim(claim_id: int) -> Claim:
    """A claim; NotFoundError when there is none."""
    return get_row(Claim, claim_id)


def find_claim(user_id: int, organisation_id: int) -> Claim | None:
    """What the person asked, if anything."""
    return db.session.scalar(sa.select(Claim).filter_by(user_id=user_id, organisation_id=organisation_id))


def list_claims(user_id: int) -> Sequence[Claim]:
    """What a person asked, the oldest first."""
    return db.session.scalars(sa.select(Claim).filter_by(user_id=user_id).order_by(Claim.id)).all()


def _begin_claim_answer(claim: Claim, answer: ClaimState, actor: Actor) -> bool:
    """Whether the answer is new; ConflictError when another one was given."""
    require(may_answer_claim(claim, actor, answerer_ids(claim)))
    lock(claim)
    if claim.state is answer:
        return False
    if claim.state is not ClaimState.ASKED:
        raise ConflictError
    return True


def _tell_claim(event: Event, claim: Claim) -> None:
    notify(
        event,
        users=[claim.user],
        kind=event.verb,
        words={"name": claim.organisation.name, "reason": claim.reason},
        path=path_for("directory.organisation", organisation_id=claim.organisation_id),
    )
