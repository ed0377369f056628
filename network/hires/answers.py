"""What structures answer to a post that is proposed to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.database import db, lock
from network.errors import ConflictError
from network.hires.agreement import agree_if_all_said_yes
from network.hires.models import PostState, Share, ShareState
from network.hires.notices import tell_coordination, tell_partners
from network.hires.policies import may_answer
from network.hires.posts import lapse_unanswered
from network.hires.retiming import request_timetable
from network.hires.services import logged
from network.hires.week import in_order
from network.hires.workflow import SHARE_TRANSITIONS, move, move_post
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.activity.models import Event
    from network.actors import Actor


def accept_share(share: Share, *, actor: Actor) -> None:
    """Yes to these half-days. When everyone has said so and the rules hold, the post is agreed."""
    was_countered = share.state is ShareState.COUNTERED
    if not _answer(share, "accept", actor=actor):
        return
    share.awaits_decision = False
    if was_countered:
        _say_as_proposed(share)
    agree_if_all_said_yes(share.post, actor=actor)


def decline_share(share: Share, *, actor: Actor, reason: str, remark: str) -> None:
    """No: the coordination says how it goes on."""
    if _answer(share, "decline", actor=actor, remark=remark):
        share.reason = reason
        share.awaits_decision = True


def ask_other_half_days(
    share: Share,
    *,
    actor: Actor,
    half_days: int,
    open: Collection[str],
    must: Collection[str],
    remark: str,
) -> None:
    """Yes, but other half-days: the demand is changed and the week found again with the rest kept."""
    asked = (half_days, in_order(open), in_order(must))
    demand = share.demand
    if share.state is ShareState.COUNTERED and asked == (demand.half_days, demand.open, demand.must):
        return  # a double click
    _require_answerable(share, actor)
    move(share, "counter")
    share.awaits_decision = False
    _sign(share, actor, remark)
    before = logged(demand)
    demand.half_days, demand.open, demand.must = asked
    db.session.flush()
    record("demand.changed", demand, actor=actor, before=before, after=logged(demand))
    _tell(share, "countered", actor)
    request_timetable(share, actor=actor)


def leave_post(share: Share, *, actor: Actor, remark: str) -> None:
    """A structure that had agreed steps back; an agreed post is open again, and all are told."""
    require(may_answer(share, actor))
    _lock(share)
    if share.state is ShareState.LEFT:
        return
    if not share.post.is_living:
        raise ConflictError
    move(share, "leave")
    share.awaits_decision = True
    _sign(share, actor, remark)
    if share.post.state is PostState.AGREED:
        move_post(share.post, "reopen")
        share.post.agreed_at = None
    event = _tell(share, "left", actor)
    tell_partners(event, share.post, "post.reopened")


def lapse(today: date) -> None:
    """Parts that nobody answered in time; the coordination is told."""
    for share in lapse_unanswered(today):
        _tell(share, "lapsed", SYSTEM)


def renew_calendar(share: Share, *, actor: Actor) -> None:
    """A new secret address for the calendar; the old one shows nothing any more."""
    require(may_answer(share, actor))
    share.calendar_edition += 1
    record("post.calendar_renewed", share.post, actor=actor, after={"name": share.organisation.name})


def _answer(share: Share, action: str, *, actor: Actor, remark: str = "") -> bool:
    """Record an answer once; False when it was given already (a double click)."""
    require(may_answer(share, actor))
    _lock(share)
    if share.state is SHARE_TRANSITIONS[action][1]:
        return False
    _require_answerable(share, actor)
    move(share, action)
    _sign(share, actor, remark)
    _tell(share, share.state.value, actor)
    return True


def _require_answerable(share: Share, actor: Actor) -> None:
    require(may_answer(share, actor))
    _lock(share)
    if share.post.state is not PostState.PROPOSED:
        raise ConflictError


def _sign(share: Share, actor: Actor, remark: str) -> None:
    share.remark, share.answered_at, share.answered_by_id = remark, clock.now(), actor.user_id
    share.post.mark_changed()


def _tell(share: Share, what: str, actor: Actor) -> Event:
    event = record(f"post.{what}", share.post, actor=actor, after={"name": share.organisation.name})
    tell_coordination(event, share, f"post.{what}")
    return event


def _say_as_proposed(share: Share) -> None:
    """The demand asks for the half-days that are now agreed, after having asked for others."""
    demand = share.demand
    demand.half_days = len(share.half_days)
    demand.open, demand.must = in_order([*demand.open, *share.half_days]), []


def _lock(share: Share) -> None:
    """One answer after the other: the post's row is held, and the part read again."""
    lock(share.post)
    db.session.refresh(share)
