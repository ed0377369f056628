"""What both sides of a visit do: agree on a day, answer the grid, compare, reply, plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.audits.models import Action, ActionState, Answer, Sheet, Side, Visit, VisitState
from network.audits.notices import tell_side
from network.audits.policies import may_finish_visit, may_own_result, may_see_visit, may_write_side
from network.audits.workflow import move_visit
from network.database import db, lock
from network.errors import ConflictError
from network.ties.models import EvidenceKind
from network.ties.services import record_cooperation
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: a value (scale, yes or no) or a text."""

    value: int | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was answered."""
        return self.value is None and not self.text


def propose_day(visit: Visit, *, actor: Actor, day: date) -> None:
    """Propose a day for the visit; the day that the other side proposed is thereby agreed."""
    side = _begin(visit, actor)
    if visit.planned_on == day and (visit.agreed_at or visit.proposed_by_id == visit.organisation_id(side)):
        return
    if visit.planned_on == day:
        agree_day(visit, actor=actor)
        return
    visit.planned_on, visit.proposed_by_id, visit.agreed_at = day, visit.organisation_id(side), None
    event = record("visit.date_proposed", visit, actor=actor, after={"day": day})
    name = (visit.audited if side is Side.OWN else visit.auditor).name
    tell_side(event, visit, _other(side), "visit.date_proposed", name=name, day=str(day))


def agree_day(visit: Visit, *, actor: Actor) -> None:
    """The side that did not propose the day agrees."""
    side = _begin(visit, actor)
    if visit.agreed_at:
        return
    if visit.planned_on is None or visit.proposed_by_id == visit.organisation_id(side):
        raise ConflictError
    visit.agreed_at = clock.now()
    event = record("visit.date_agreed", visit, actor=actor, after={"day": visit.planned_on})
    for each in Side:
        tell_side(event, visit, each, "visit.date_agreed", day=str(visit.planned_on))


def save_sheet(
    sheet: Sheet, *, actor: Actor, version: int, said: Mapping[int, Said], strengths: str, to_work_on: str
) -> None:
    """Keep what a side writes on a section, `said` by question id; StaleError when somebody else wrote meanwhile."""
    require(may_write_side(sheet.visit, sheet.side, actor))
    lock(sheet)
    given = {question_id: answer for question_id, answer in said.items() if not answer.is_empty}
    written = {answer.question_id: Said(answer.value, answer.text) for answer in sheet.answers}
    if (written, sheet.strengths, sheet.to_work_on) == (given, strengths, to_work_on):
        return
    sheet.expect_version(version)
    if sheet.visit.finished_at(sheet.side):
        raise ConflictError(_("This side is finished: its answers no longer change."))
    _write_answers(sheet, given)
    sheet.strengths, sheet.to_work_on = strengths, to_work_on
    sheet.saved_at, sheet.saved_by_id = clock.now(), actor.user_id
    db.session.flush()


def finish_side(visit: Visit, side: Side, *, actor: Actor) -> None:
    """A side has finished: once both have, each sees the other's answers."""
    require(may_write_side(visit, side, actor))
    lock(visit)
    if visit.finished_at(side):
        return
    if not any(sheet.answers for sheet in visit.sheets_of(side)):
        raise ConflictError(_("Answer at least one question first."))
    if side is Side.OWN:
        visit.own_finished_at = clock.now()
    else:
        visit.visitors_finished_at = clock.now()
    name = (visit.audited if side is Side.OWN else visit.auditor).name
    event = record("visit.side_finished", visit, actor=actor, after={"name": name})
    if visit.finished_at(_other(side)):
        move_visit(visit, "compare")
        for each in Side:
            tell_side(event, visit, each, "visit.compared")
    else:
        tell_side(event, visit, _other(side), "visit.side_finished", name=name)


def send_reply(visit: Visit, *, actor: Actor, version: int, reply: str) -> None:
    """The audited team replies to what was seen; it may correct its reply until the audit is done."""
    require(may_own_result(visit, actor))
    if visit.reply == reply and visit.replied_at:
        return
    lock(visit)
    visit.expect_version(version)
    if visit.state is VisitState.COMPARED:
        move_visit(visit, "reply")
    elif visit.state is not VisitState.REPLIED:
        raise ConflictError
    visit.reply, visit.replied_at = reply, clock.now()
    event = record("visit.replied", visit, actor=actor)
    tell_side(event, visit, Side.VISITORS, "visit.replied")


def add_action(visit: Visit, *, actor: Actor, what: str, who: str, due_on: date | None) -> Action:
    """Add an action to the plan; the same one twice in a row is one (a double click)."""
    require(may_own_result(visit, actor))
    lock(visit)
    db.session.refresh(visit, ["actions"])
    if not visit.is_compared:
        raise ConflictError
    last = max(visit.actions, key=lambda action: action.id, default=None)
    if last and (last.what, last.who, last.due_on) == (what, who, due_on):
        return last
    action = Action(what=what, who=who, due_on=due_on, created_at=clock.now())
    visit.actions.append(action)
    db.session.flush()
    return action


def update_action(
    action: Action, *, actor: Actor, version: int, what: str, who: str, due_on: date | None, state: ActionState
) -> None:
    """Change an action, or say how far it is; the plan is kept after the audit is done."""
    require(may_own_result(action.visit, actor))
    lock(action)
    if (action.what, action.who, action.due_on, action.state) == (what, who, due_on, state):
        return
    action.expect_version(version)
    action.what, action.who, action.due_on, action.state = what, who, due_on, state
    db.session.flush()


def finish_visit(visit: Visit, *, actor: Actor) -> None:
    """The audit is done: the two organisations have worked together, which counts in their tie."""
    require(may_finish_visit(visit, actor))
    lock(visit)
    if visit.state is VisitState.DONE:
        return
    move_visit(visit, "finish")
    visit.done_at = clock.now()
    on = visit.planned_on if visit.agreed_at and visit.planned_on else clock.today()
    record_cooperation(
        EvidenceKind.AUDIT,
        [visit.auditor_id, visit.audited_id],
        on=min(on, clock.today()),
        subject=visit,
        title=visit.campaign.title,
        actor=actor,
    )
    event = record("visit.done", visit, actor=actor)
    tell_side(event, visit, Side.VISITORS, "visit.done")


def sides_of(visit: Visit, actor: Actor) -> list[Side]:
    """The sides that the actor writes for."""
    return [side for side in Side if actor.belongs_to(visit.organisation_id(side))]


def _begin(visit: Visit, actor: Actor) -> Side:
    """Lock a visit that is being prepared; the side that the actor speaks for, looking first at whom they act for."""
    require(may_see_visit(visit, actor))
    lock(visit)
    if visit.state is not VisitState.PREPARING:
        raise ConflictError
    sides = sides_of(visit, actor)
    return next((side for side in sides if visit.organisation_id(side) == actor.organisation_id), sides[0])


def _other(side: Side) -> Side:
    return Side.VISITORS if side is Side.OWN else Side.OWN


def _write_answers(sheet: Sheet, given: Mapping[int, Said]) -> None:
    for answer in list(sheet.answers):
        if answer.question_id not in given:
            sheet.answers.remove(answer)
    written = {answer.question_id: answer for answer in sheet.answers}
    for question_id, said in given.items():
        if question_id not in written:
            written[question_id] = Answer(question_id=question_id)
            sheet.answers.append(written[question_id])
        written[question_id].value, written[question_id].text = said.value, said.text
