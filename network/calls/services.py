"""What people do with calls, and say of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.calls.models import Call, CallState, Interest, InterestAnswer, Project
from network.calls.notices import tell_members
from network.calls.policies import (
    may_coordinate_call,
    may_declare_interest,
    may_edit_call,
    may_write_call,
)
from network.calls.queries import find_interest, list_drafts
from network.calls.workflow import move
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor
    from network.organisations.models import Organisation

FACTS = (
    *("kind", "title", "text", "sector", "envelope", "closes_at", "criteria", "judged"),
    *("funder", "funder_id", "launcher", "launcher_id", "decider", "decider_id"),
)


def write_call(federation: Organisation, *, actor: Actor, **facts: Any) -> Call:
    """A draft; the same said twice is one."""
    require(may_write_call(federation.id, actor))
    lock(federation)  # of two clicks, one after the other
    for draft in list_drafts(federation.id):
        if _facts(draft) == facts:
            return draft
    call = Call(federation=federation, state=CallState.DRAFT, created_at=clock.now(), **facts)
    db.session.add(call)
    db.session.flush()
    record("call.written", call, actor=actor)
    return call


def change_call(call: Call, *, actor: Actor, version: int, **facts: Any) -> None:
    """Go on writing a draft; StaleError when somebody else did since it was read, ConflictError once it is public."""
    require(may_write_call(call.federation_id, actor))
    lock(call)
    if call.state is not CallState.DRAFT:
        raise ConflictError
    before = _facts(call)
    if facts == before:  # or the form was sent twice
        return
    call.expect_version(version)
    for name, value in facts.items():
        setattr(call, name, value)
    db.session.flush()
    record("call.changed", call, actor=actor, before=before, after=facts)


def delete_draft(call: Call, *, actor: Actor) -> None:
    """Throw a draft away."""
    require(may_edit_call(call, actor))
    lock(call)
    if call.state is not CallState.DRAFT:
        raise ConflictError
    record("call.deleted", call.federation, actor=actor, before={"title": call.title})
    db.session.delete(call)
    db.session.flush()


def publish_call(call: Call, *, actor: Actor) -> None:
    """A draft becomes public, and the members are told; from then on its criteria stand."""
    require(may_coordinate_call(call, actor))
    lock(call)
    move(call, "publish")
    if call.closes_at and call.closes_at <= clock.now():
        raise ConflictError(_("Its closing day has passed: give another one first."))
    call.published_at = clock.now()
    db.session.flush()
    tell_members(record("call.published", call, actor=actor), call, "call.published")


def close_call(call: Call, *, actor: Actor) -> None:
    """Close a call before its day; closed already, nothing happens."""
    require(may_coordinate_call(call, actor))
    lock(call)
    if call.state is CallState.CLOSED:
        return
    move(call, "close")
    db.session.flush()
    record("call.closed", call, actor=actor)


def reopen_call(call: Call, *, actor: Actor) -> None:
    """Take the closing back."""
    require(may_coordinate_call(call, actor))
    lock(call)
    if call.state is CallState.PUBLISHED:
        return
    move(call, "reopen")
    db.session.flush()
    record("call.reopened", call, actor=actor)


def declare_interest(
    project: Project,
    organisation_id: int,
    *,
    actor: Actor,
    answer: InterestAnswer,
    asks: int,
    brings: str = "",
    expects: str = "",
    is_shared: bool = False,
) -> Interest:
    """Say, for an organisation, whether a project interests it; said again, it replaces what was said. Of a « no »
    nothing more is kept, and no price where prices are agreed elsewhere."""
    require(may_declare_interest(project, organisation_id, actor))
    lock(project)  # of two people of the same organisation, one after the other
    interest = find_interest(project, organisation_id)
    if interest is None:
        interest = Interest(project=project, organisation_id=organisation_id)
        db.session.add(interest)
    interest.answer = answer
    is_open = answer is not InterestAnswer.NO
    interest.asks = asks if is_open and not project.is_market else 0
    interest.brings, interest.expects = (brings, expects) if is_open else ("", "")
    interest.is_shared = is_shared and is_open
    interest.answered_at = clock.now()
    db.session.flush()
    record("project.interest_declared", project, actor=actor, after={"answer": answer.value})
    return interest


def _facts(call: Call) -> dict[str, Any]:
    return {name: getattr(call, name) for name in FACTS}
