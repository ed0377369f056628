"""What invited organisations answer, and the charter that follows from the last yes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.consortia.agreement import reopen, settle
from network.consortia.cascade import invite_next
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.notices import tell_coordination, tell_partners
from network.consortia.policies import may_answer, may_compose
from network.consortia.queries import awaits_somebody
from network.consortia.workflow import PARTNER_TRANSITIONS, move
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.actors import Actor


def accept_invitation(partner: Partner, *, actor: Actor, accepts_liability: bool = False) -> None:
    """Yes. When everyone has said so and the criteria hold, the charter is drawn up."""
    _require_liability(partner, accepts_liability)
    if _answer(partner, "accept", actor=actor, accepts_liability=accepts_liability):
        _settle_yes(partner.consortium, actor=actor)


def accept_subject_to_board(partner: Partner, *, actor: Actor, board_on: date) -> None:
    """Yes, subject to the board that meets on this day; ConflictError when another day was given before."""
    if _answer(partner, "reserve", actor=actor):
        partner.board_on = board_on
    elif partner.board_on != board_on:
        raise ConflictError


def offer_other_contribution(
    partner: Partner,
    *,
    actor: Actor,
    contribution: Mapping[str, int],
    remark: str,
    accepts_liability: bool = False,
) -> None:
    """Yes, with another contribution, which the coordination takes or not; ConflictError when another was offered."""
    _require_liability(partner, accepts_liability)
    if _answer(partner, "offer_other", actor=actor, remark=remark, accepts_liability=accepts_liability):
        partner.other_contribution = dict(contribution)
    elif (partner.other_contribution, partner.remark) != (dict(contribution), remark):
        raise ConflictError


def decline_invitation(partner: Partner, *, actor: Actor, reason: str, remark: str) -> None:
    """No: the organisation is not asked again for this groupement."""
    if _answer(partner, "decline", actor=actor, remark=remark):
        partner.reason = reason
        _leave(partner)
        invite_next(partner.consortium)
        settle(partner.consortium, actor=actor)


def decline_by_link(partner: Partner, *, reason: str, remark: str) -> bool:
    """No, said from the e-mail by whoever holds its signed link; False when no answer is awaited any more."""
    _lock(partner)
    if partner.state is not PartnerState.INVITED or partner.consortium.state is not ConsortiumState.INVITING:
        return False
    move(partner, "decline")
    partner.reason, partner.remark, partner.answered_at = reason, remark, clock.now()
    _leave(partner)
    event = record(
        "consortium.declined",
        partner.consortium,
        actor=SYSTEM,
        after={"name": partner.organisation.name, "by_link": True},
    )
    tell_coordination(event, partner, "consortium.declined")
    invite_next(partner.consortium)
    settle(partner.consortium, actor=SYSTEM)
    return True


def interested_by_link(partner: Partner) -> bool:
    """Interested, said from the e-mail by whoever holds its signed link, which engages nobody; the coordination is told
    once. False when no answer is awaited any more."""
    _lock(partner)
    if partner.state is not PartnerState.INVITED or partner.consortium.state is not ConsortiumState.INVITING:
        return False
    if partner.interested_at is None:
        partner.interested_at = clock.now()
        event = record(
            "consortium.interested", partner.consortium, actor=SYSTEM, after={"name": partner.organisation.name}
        )
        tell_coordination(event, partner, "consortium.interested")
    return True


def withdraw_partner(partner: Partner, *, actor: Actor, remark: str) -> None:
    """An organisation that had accepted steps back; an agreed or confirmed groupement is open again, and all are told.

    Where the others hold the criteria, a new version of the charter is drawn up for them.
    """
    require(may_answer(partner, actor))
    _lock(partner)
    if partner.state is PartnerState.WITHDRAWN:
        return
    consortium = partner.consortium
    if consortium.state is ConsortiumState.ABANDONED:
        raise ConflictError
    move(partner, "withdraw")
    partner.remark, partner.answered_at, partner.answered_by_id = remark, clock.now(), actor.user_id
    reopen(consortium)
    _leave(partner)
    event = record("consortium.withdrawn", consortium, actor=actor, after={"name": partner.organisation.name})
    tell_coordination(event, partner, "consortium.withdrawn")
    settle(consortium, actor=actor)
    if consortium.state is ConsortiumState.INVITING:
        tell_partners(event, consortium, "consortium.reopened")


def take_other_contribution(partner: Partner, *, actor: Actor) -> None:
    """The coordination takes the contribution that a partner offered instead: it is agreed."""
    require(may_compose(partner.consortium, actor))
    _lock(partner)
    if partner.state is PartnerState.ACCEPTED:
        return
    if partner.consortium.state is not ConsortiumState.INVITING:
        raise ConflictError
    move(partner, "take_other")
    partner.contribution = dict(partner.other_contribution)
    partner.consortium.mark_changed()
    record("consortium.other_taken", partner.consortium, actor=actor, after={"name": partner.organisation.name})
    _settle_yes(partner.consortium, actor=actor)


def _require_liability(partner: Partner, accepts_liability: bool) -> None:
    """Nobody joins a bid for a contract without having said that it is liable with the others."""
    if partner.consortium.project.is_market and not accepts_liability:
        raise ConflictError


def _answer(partner: Partner, action: str, *, actor: Actor, remark: str = "", accepts_liability: bool = False) -> bool:
    """Record an answer once; False when it was given already (a double click)."""
    require(may_answer(partner, actor))
    _lock(partner)
    if partner.state is PARTNER_TRANSITIONS[action][1]:
        return False
    if partner.consortium.state is not ConsortiumState.INVITING:
        raise ConflictError
    move(partner, action)
    partner.remark, partner.answered_at, partner.answered_by_id = remark, clock.now(), actor.user_id
    partner.consortium.mark_changed()
    event = record(
        f"consortium.{partner.state.value}",
        partner.consortium,
        actor=actor,
        after={"name": partner.organisation.name} | ({"liability": True} if accepts_liability else {}),
    )
    tell_coordination(event, partner, f"consortium.{partner.state.value}")
    return True


def _settle_yes(consortium: Consortium, *, actor: Actor) -> None:
    """After a yes: the charter is drawn up where it was the last one; where a criterion is not met, they are told."""
    settle(consortium, actor=actor)
    if consortium.state is ConsortiumState.INVITING and not awaits_somebody(consortium):
        event = record("consortium.short", consortium, actor=actor)
        tell_coordination(event, consortium.team[0], "consortium.short")


def _leave(partner: Partner) -> None:
    """Who leaves is no longer pinned nor the single contact."""
    consortium = partner.consortium
    consortium.pinned = [i for i in consortium.pinned if i != partner.organisation_id]
    if consortium.lead_id == partner.organisation_id:
        consortium.lead_id = None
    consortium.mark_changed()


def _lock(partner: Partner) -> None:
    """One answer after the other: the groupement's row is held, and the partner read again."""
    lock(partner.consortium)
    db.session.refresh(partner)
