"""Reciprocal audits of the demonstration: a grid, a campaign that ended last year, one whose pairs are to be made."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from network import clock
from network.audits.grid_models import Grid, GridState, Question, QuestionKind, Section
from network.audits.models import (
    Action,
    ActionState,
    Answer,
    Campaign,
    CampaignState,
    Consent,
    Enrolment,
    Pairing,
    PairingState,
    Sheet,
    Side,
    Visit,
    VisitState,
)
from network.audits.pairing import prepare_sheets
from network.database import db
from network.demonstration.audit_words import ACTIONS, INTRODUCTION, PURPOSE, REPLIES, STRENGTHS, TEXTS, TO_WORK_ON
from network.demonstration.dates import moment_before
from network.demonstration.organisations import HEALTH_FEDERATION, organisation_named
from network.demonstration.people import manager_of
from network.organisations.models import Organisation
from network.organisations.queries import list_members
from network.ties.models import EvidenceKind
from network.ties.services import record_cooperation

SEED = 2010
GRID = Path(__file__).with_name("audit_grid.csv")
ENROLLED = 13
# the pairs of last year, as places in the order of the members' enrolment
MET = ((0, 2), (1, 3), (5, 6), (7, 8))


def add_audits(today: date) -> None:
    """All of it stands on one grid of the federation of maisons médicales."""
    federation = organisation_named(HEALTH_FEDERATION)
    houses = sorted(list_members(federation.id), key=lambda house: house.id)[:ENROLLED]
    with clock.frozen(moment_before(today, days=470)):
        grid = _add_grid(federation)
    _add_finished(federation, grid, houses, today)
    _add_pairing(federation, grid, houses, today)
    db.session.flush()


def _add_grid(federation: Organisation) -> Grid:
    now = clock.now()
    grid = Grid(
        federation=federation,
        title="Regards croisés sur une maison médicale",
        introduction=INTRODUCTION,
        state=GridState.PUBLISHED,
        created_at=now,
        changed_at=now,
        published_at=now,
        sections=[_section(place, *part) for place, part in enumerate(_read_sections(), start=1)],
    )
    db.session.add(grid)
    db.session.flush()
    return grid


def _read_sections() -> list[tuple[str, list[dict[str, str]]]]:
    with GRID.open(encoding="utf-8", newline="") as file:
        return [(title, list(rows)) for title, rows in groupby(csv.DictReader(file), key=lambda row: row["section"])]


def _section(position: int, title: str, rows: list[dict[str, str]]) -> Section:
    questions = [
        Question(position=place, kind=QuestionKind(row["kind"]), text=row["text"], hint=row["hint"])
        for place, row in enumerate(rows, start=1)
    ]
    return Section(position=position, title=title, introduction=rows[0]["introduction"], questions=questions)


def _campaign(federation: Organisation, grid: Grid, today: date, *, begun: int, **fields: Any) -> Campaign:
    """A campaign opened so many days ago, its calendar counted from there."""
    opened = moment_before(today, days=begun)
    first = opened.date()
    campaign = Campaign(
        federation=federation,
        grid=grid,
        text=PURPOSE,
        enrol_until=first + timedelta(days=40),
        pair_by=first + timedelta(days=65),
        visits_from=first + timedelta(days=75),
        visits_until=first + timedelta(days=150),
        report_by=first + timedelta(days=185),
        max_km=60,
        rounds=2,
        created_at=opened - timedelta(days=10),
        changed_at=opened,
        opened_at=opened,
        **fields,
    )
    db.session.add(campaign)
    return campaign


def _enrol(campaign: Campaign, houses: list[Organisation], today: date, *, days: int) -> None:
    for number, house in enumerate(houses):
        moment = moment_before(today, days=days - 2 * number, hour=9 + number % 8)
        campaign.enrolments.append(
            Enrolment(organisation=house, avoids=[], enrolled_at=moment, enrolled_by_id=manager_of(house).user_id)
        )


def _add_pairing(federation: Organisation, grid: Grid, houses: list[Organisation], today: date) -> None:
    """Thirteen are enrolled and wait for their pair; one would rather not meet its neighbour again."""
    title = f"Audits réciproques {today.year}"
    campaign = _campaign(federation, grid, today, begun=42, title=title, state=CampaignState.PAIRING)
    _enrol(campaign, houses, today, days=38)
    campaign.enrolments[4].avoids = [houses[0].id]


def _add_finished(federation: Organisation, grid: Grid, houses: list[Organisation], today: date) -> None:
    """Last year's pairs, with what both sides wrote, the replies and the plans."""
    title = f"Audits réciproques {today.year - 1}"
    campaign = _campaign(federation, grid, today, begun=430, title=title, state=CampaignState.CLOSED)
    pairs = [(houses[one], houses[other]) for one, other in MET]
    _enrol(campaign, [house for pair in pairs for house in pair], today, days=425)
    draw = random.Random(SEED)
    for number, (one, other) in enumerate(pairs):
        _add_visits(campaign, one, other, today - timedelta(days=340 - 9 * number), draw)
    db.session.flush()
    for pairing in campaign.pairings:
        for visit in pairing.visits:
            _record(visit)


def _add_visits(campaign: Campaign, one: Organisation, other: Organisation, day: date, draw: random.Random) -> None:
    before = moment_before(day, days=30)
    pairing = Pairing(
        campaign=campaign,
        state=PairingState.CONFIRMED,
        reply_by=before.date() + timedelta(days=10),
        proposed_at=before,
        confirmed_at=before + timedelta(days=6),
        visits=[_visit(one, other, day + timedelta(days=14)), _visit(other, one, day)],
    )
    db.session.add(pairing)
    prepare_sheets(pairing)
    for visit in pairing.visits:
        _write(visit, draw)


def _visit(auditor: Organisation, audited: Organisation, day: date) -> Visit:
    moment = moment_before(day, days=0, hour=17)
    return Visit(
        auditor=auditor,
        audited=audited,
        consent=Consent.YES,
        consented_at=moment - timedelta(days=25),
        consented_by_id=manager_of(audited).user_id,
        state=VisitState.DONE,
        planned_on=day,
        proposed_by_id=audited.id,
        agreed_at=moment - timedelta(days=20),
        own_finished_at=moment - timedelta(days=2),
        visitors_finished_at=moment,
        replied_at=moment + timedelta(days=12),
        done_at=moment + timedelta(days=20),
    )


def _write(visit: Visit, draw: random.Random) -> None:
    """Answers in which the visitors see most things as the team does, some a step better or worse."""
    writers = {Side.OWN: manager_of(visit.audited).user_id, Side.VISITORS: manager_of(visit.auditor).user_id}
    seen: dict[int, int] = {}
    words: dict[int, tuple[list[str], list[str]]] = {}
    for sheet in visit.sheets:
        sheet.saved_at, sheet.saved_by_id = visit.own_finished_at, writers[sheet.side]
        title = sheet.section.title
        strengths, to_work_on = words.setdefault(
            sheet.section.id, (draw.sample(STRENGTHS[title], 2), draw.sample(TO_WORK_ON[title], 2))
        )
        sheet.strengths, sheet.to_work_on = strengths.pop(), to_work_on.pop()
        sheet.answers = [_answer(sheet, question, seen, draw) for question in sheet.section.questions]
    visit.reply = draw.choice(REPLIES)
    assert visit.done_at
    done_on = visit.done_at.date()
    for number, (what, who) in enumerate(draw.sample(ACTIONS, 3)):
        state = (ActionState.DONE, ActionState.UNDER_WAY, ActionState.TO_DO)[number]
        due_on = done_on + timedelta(days=120 * (number + 1))
        visit.actions.append(Action(what=what, who=who, due_on=due_on, state=state, created_at=visit.done_at))


def _answer(sheet: Sheet, question: Question, seen: dict[int, int], draw: random.Random) -> Answer:
    if question.kind is QuestionKind.TEXT:
        return Answer(question_id=question.id, text=draw.choice(TEXTS[sheet.section.title]))
    if question.kind is QuestionKind.YES_NO:
        value = seen.get(question.id, draw.choice((0, 1, 1)))
    elif question.id in seen:
        value = min(4, max(0, seen[question.id] + draw.choice((-1, 0, 0, 0, 1, 1))))
    else:
        value = draw.choice((1, 2, 2, 3, 3, 4))
    seen.setdefault(question.id, value)
    return Answer(question_id=question.id, value=value)


def _record(visit: Visit) -> None:
    assert visit.planned_on
    assert visit.done_at
    with clock.frozen(visit.done_at):
        record_cooperation(
            EvidenceKind.AUDIT,
            [visit.auditor_id, visit.audited_id],
            on=visit.planned_on,
            subject=visit,
            title=visit.campaign.title,
            actor=manager_of(visit.audited),
        )
