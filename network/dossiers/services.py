"""Depositing dossiers, judging them, deciding on a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.calls.policies import may_coordinate_call
from network.calls.workflow import move
from network.database import db, lock
from network.dossiers.criteria import judged_criteria
from network.dossiers.matching import Choice, choose_under_envelope
from network.dossiers.models import Decision, Dossier, DossierState, Score
from network.dossiers.notices import tell_decided, tell_deposited, tell_outcome, tell_taken_back
from network.dossiers.policies import may_decide, may_deposit, may_judge, may_take_back
from network.dossiers.queries import find_decision, find_dossier, list_deciders, list_dossiers
from network.dossiers.words import who_decides
from network.errors import ConflictError, NotAllowedError
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from network.actors import Actor
    from network.calls.models import Call
    from network.consortia.models import Consortium


def deposit_dossier(
    consortium: Consortium, *, actor: Actor, version: int, asks: int, expected_jobs: int, text: str
) -> Dossier:
    """Hand a dossier in, or correct it until somebody has judged it; one that was taken back is handed in again.
    StaleError when somebody else did since."""
    require(may_deposit(consortium, actor))
    lock(consortium)  # of two clicks, one after the other
    if call := consortium.project.call:
        lock(call)  # which may be decided meanwhile
    db.session.refresh(consortium.project)  # which may have left it
    if not may_deposit(consortium, actor):
        raise ConflictError
    said = {"asks": asks, "expected_jobs": expected_jobs, "text": text}
    dossier = find_dossier(consortium)
    if dossier is None:
        dossier = Dossier(call=consortium.project.call, consortium=consortium, **said)
        db.session.add(dossier)
        return _hand_in(dossier, actor, said)
    before = {name: getattr(dossier, name) for name in said}
    if before == said and not dossier.is_taken_back:
        return dossier
    if dossier.scores:
        raise ConflictError(_("The jury has begun to judge it: it cannot be corrected any more."))
    dossier.expect_version(version)
    for name, value in said.items():
        setattr(dossier, name, value)
    if dossier.is_taken_back:
        return _hand_in(dossier, actor, said)
    db.session.flush()
    record("dossier.changed", dossier, actor=actor, before=before, after=said)
    return dossier


def take_back_dossier(dossier: Dossier, *, actor: Actor) -> None:
    """The groupement asks nothing of the call any more; taken back already, nothing happens. ConflictError once the
    call is decided."""
    require(may_take_back(dossier, actor))
    lock(dossier.call)  # which may be decided meanwhile
    lock(dossier)
    if dossier.is_taken_back:
        return
    if not dossier.awaits_decision:
        raise ConflictError(_("The call is decided already."))
    dossier.state = DossierState.TAKEN_BACK
    db.session.flush()
    tell_taken_back(record("dossier.taken_back", dossier, actor=actor), dossier)


def judge_dossier(dossier: Dossier, *, actor: Actor, points: Mapping[str, int], words: Mapping[str, str]) -> None:
    """A juror's points and word on each criterion; given again, they replace the first ones."""
    require(may_judge(dossier, actor))
    lock(dossier.call)  # which may be decided meanwhile
    lock(dossier)
    if not may_judge(dossier, actor):
        raise ConflictError
    db.session.refresh(dossier, ["scores"])
    given = {score.criterion: score for score in dossier.scores if score.user_id == actor.user_id}
    for criterion in judged_criteria(dossier.call):
        score = given.get(criterion)
        if score is None:
            score = Score(user_id=actor.user_id, criterion=criterion)
            dossier.scores.append(score)
        score.points, score.word, score.scored_at = points[criterion], words.get(criterion, ""), clock.now()
    db.session.flush()
    record("dossier.scored", dossier, actor=actor)


def decide_call(call: Call, *, actor: Actor, funded: Collection[int], reason: str) -> Decision:
    """Say which dossiers are funded, for good; all are told once. The same said twice is one decision.

    NotAllowedError for who has a mandate in a partner; ConflictError while the call is open, once it is decided
    otherwise, for a dossier whose groupement has come apart, for more money than the envelope, or for another choice
    than the proposal without a reason.
    """
    expect_decider(call, actor)
    lock(call)
    dossiers = list_dossiers(call)
    if decision := find_decision(call):
        if {dossier.id for dossier in dossiers if dossier.is_funded} == set(funded):
            return decision
        raise ConflictError(_("The call is decided already."))
    if call.is_open:
        raise ConflictError(_("The call is still open: close it first."))
    choice = propose(call, dossiers)
    if words := objection(call, dossiers, choice, funded, reason):
        raise ConflictError(words)
    move(call, "decide")
    decision = Decision(
        call=call,
        problem=choice.problem if choice else {},
        proposal=choice.solution if choice else {},
        reason=reason,
        decided_at=clock.now(),
        decided_by_id=actor.user_id,
    )
    db.session.add(decision)
    db.session.flush()
    _announce(call, dossiers, funded, decision, actor)
    return decision


def expect_decider(call: Call, actor: Actor) -> None:
    """NotAllowedError unless the actor may decide: in conflict, with the sentence that says who does."""
    require(may_coordinate_call(call, actor))
    deciders = list_deciders(call)
    if not may_decide(deciders, actor):
        raise NotAllowedError(who_decides(call, deciders))


def propose(call: Call, dossiers: Collection[Dossier]) -> Choice | None:
    """The best choice under the envelope, among the dossiers whose groupement stands and whose project is in it."""
    return choose_under_envelope(call, [dossier for dossier in dossiers if dossier.is_complete and dossier.is_in_call])


def objection(
    call: Call, dossiers: Collection[Dossier], choice: Choice | None, funded: Collection[int], reason: str
) -> str:
    """What speaks against such a decision, as a sentence; empty where nothing does."""
    chosen = [dossier for dossier in dossiers if dossier.id in funded]
    if call.envelope is not None and sum(dossier.asks for dossier in chosen) > call.envelope:
        return _("Together they ask more than the envelope.")
    if not all(dossier.is_in_call for dossier in chosen):
        return _("A dossier that was taken back, or whose project left the call, cannot be chosen.")
    if not all(dossier.is_complete for dossier in chosen):
        return _("A consortium that has lost a partner is to be completed first.")
    if choice and choice.funded != set(funded) and not reason:
        return _("Say why the choice differs from the proposal.")
    return ""


def _announce(
    call: Call, dossiers: Collection[Dossier], funded: Collection[int], decision: Decision, actor: Actor
) -> None:
    told: set[int] = set()
    for dossier in (dossier for dossier in dossiers if dossier.awaits_decision):
        dossier.state = DossierState.FUNDED if dossier.id in funded else DossierState.REFUSED
        told |= tell_outcome(record(f"dossier.{dossier.state.value}", dossier, actor=actor), dossier)
    event = record("call.decided", call, actor=actor, after={"reason": decision.reason} if decision.reason else {})
    tell_decided(event, call, but=told)


def _hand_in(dossier: Dossier, actor: Actor, said: dict[str, Any]) -> Dossier:
    dossier.state, dossier.deposited_at = DossierState.DEPOSITED, clock.now()
    db.session.flush()
    tell_deposited(record("dossier.deposited", dossier, actor=actor, after=said), dossier)
    return dossier
