"""Reading grids, campaigns, pairings and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from network import clock
from network.audits.grid_models import Grid, Question, Section
from network.audits.models import (
    Action,
    ActionState,
    Campaign,
    CampaignState,
    Consent,
    Enrolment,
    Pairing,
    PairingState,
    Sheet,
    Visit,
    VisitState,
)
from network.database import db, get_row, lock, read
from network.organisations.queries import list_federation_ids

if TYPE_CHECKING:
    from network.actors import Actor


PAIR_PURPOSE = "audits"
_WHOLE = (selectinload(Campaign.enrolments), selectinload(Campaign.pairings).selectinload(Pairing.visits))
_WITH_SECTIONS = selectinload(Grid.sections).selectinload(Section.questions)
_WITH_VISITS = selectinload(Pairing.visits)
_WRITTEN = (
    selectinload(Visit.sheets).joinedload(Sheet.section).selectinload(Section.questions),
    selectinload(Visit.actions),
)
_ENROLLED = sa.select(Enrolment.campaign_id).where(
    Enrolment.organisation_id.in_(sa.bindparam("own")), Enrolment.withdrawn_at.is_(None)
)


def get_grid(grid_id: int) -> Grid:
    """A grid with its sections and questions; NotFoundError when there is none."""
    return get_row(Grid, grid_id, _WITH_SECTIONS)


def get_section(section_id: int) -> Section:
    """A section; NotFoundError when there is none."""
    return get_row(Section, section_id)


def get_question(question_id: int) -> Question:
    """A question; NotFoundError when there is none."""
    return get_row(Question, question_id)


def get_campaign(campaign_id: int) -> Campaign:
    """A campaign with who takes part and the pairings; NotFoundError when there is none."""
    return get_row(Campaign, campaign_id, *_WHOLE)


def hold_campaign(campaign: Campaign) -> None:
    """Keep others from changing a campaign until the end of the transaction, and read all of it again."""
    lock(campaign)
    query = sa.select(Campaign).where(Campaign.id == campaign.id).options(*_WHOLE)
    db.session.execute(query, execution_options={"populate_existing": True})


def get_pairing(pairing_id: int) -> Pairing:
    """A pairing with its visits; NotFoundError when there is none."""
    return get_row(Pairing, pairing_id, _WITH_VISITS)


def get_visit(visit_id: int) -> Visit:
    """A visit with what both sides wrote and its plan; NotFoundError when there is none."""
    return get_row(Visit, visit_id, *_WRITTEN)


def get_sheet(sheet_id: int) -> Sheet:
    """What a side writes on a section; NotFoundError when there is none."""
    return get_row(Sheet, sheet_id)


def get_action(action_id: int) -> Action:
    """An action of a plan; NotFoundError when there is none."""
    return get_row(Action, action_id)


def federation_ids_of(actor: Actor) -> set[int]:
    """The federations that the actor's organisations are, or are members of: one query."""
    joined = list_federation_ids(actor.roles).values()
    return set(actor.roles).union(*joined)


def coordinated_ids(actor: Actor) -> list[int]:
    """The federations that the actor coordinates."""
    return [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]


def list_grids(federation_ids: Sequence[int]) -> Sequence[Grid]:
    """The grids of these federations, the newest first."""
    return db.session.scalars(_grids(), {"federations": list(federation_ids)}).all()


@cache
def _grids() -> sa.Select[Any]:
    query = sa.select(Grid).where(Grid.federation_id.in_(sa.bindparam("federations")))
    return query.order_by(Grid.created_at.desc(), Grid.id.desc())


def list_campaigns(actor: Actor) -> Sequence[Campaign]:
    """The campaigns that the actor may see, the newest first; drafts are their coordination's."""
    values = {"coordinated": coordinated_ids(actor), "federations": list(federation_ids_of(actor))}
    return db.session.scalars(_campaigns(), values).all()


@cache
def _campaigns() -> sa.Select[Any]:
    own = Campaign.federation_id.in_(sa.bindparam("coordinated"))
    theirs = Campaign.federation_id.in_(sa.bindparam("federations"))
    open_ones = sa.and_(theirs, Campaign.state != CampaignState.DRAFT)
    query = sa.select(Campaign).where(sa.or_(own, open_ones)).options(selectinload(Campaign.enrolments))
    return query.order_by(Campaign.created_at.desc(), Campaign.id.desc())


def list_visits(actor: Actor) -> Sequence[Visit]:
    """The visits, given and received, of the actor's organisations in confirmed pairings, the newest first."""
    return db.session.scalars(_visits(), {"own": list(actor.roles)}).all()


@cache
def _visits() -> sa.Select[Any]:
    return _confirmed_visits().order_by(Pairing.confirmed_at.desc(), Visit.id)


def _confirmed_visits() -> sa.Select[Any]:
    own: sa.BindParameter[Any] = sa.bindparam("own")
    query = sa.select(Visit).join(Visit.pairing).where(sa.or_(Visit.auditor_id.in_(own), Visit.audited_id.in_(own)))
    query = query.where(Pairing.state == PairingState.CONFIRMED)
    return query.options(joinedload(Visit.pairing).joinedload(Pairing.campaign))


def list_open_visits(actor: Actor) -> Sequence[Visit]:
    """The visits, given and received, of the actor's organisations that are not done."""
    return db.session.scalars(_open_visits(), {"own": list(actor.roles)}).all()


@cache
def _open_visits() -> sa.Select[Any]:
    return _confirmed_visits().where(Visit.state != VisitState.DONE).order_by(Visit.planned_on, Visit.id)


def list_due_actions(actor: Actor, until: date) -> Sequence[Action]:
    """What is left to do of the plans of the actor's organisations by a day, the nearest first."""
    return db.session.scalars(_due_actions(), {"own": list(actor.roles), "until": until}).all()


@cache
def _due_actions() -> sa.Select[Any]:
    query = (
        sa.select(Action)
        .join(Action.visit)
        .where(
            Visit.audited_id.in_(sa.bindparam("own")),
            Action.state.in_([ActionState.TO_DO, ActionState.UNDER_WAY]),
            Action.due_on <= sa.bindparam("until"),
        )
    )
    return query.order_by(Action.due_on, Action.id)


def list_led_campaigns(actor: Actor) -> Sequence[Campaign]:
    """The campaigns that the actor's federations are enrolling for or pairing."""
    coordinated = coordinated_ids(actor)
    return db.session.scalars(_led_campaigns(), {"coordinated": coordinated}).all() if coordinated else []


@cache
def _led_campaigns() -> sa.Select[Any]:
    stages = [CampaignState.ENROLLING, CampaignState.PAIRING]
    query = sa.select(Campaign).where(
        Campaign.federation_id.in_(sa.bindparam("coordinated")), Campaign.state.in_(stages)
    )
    return query.options(*_WHOLE).order_by(Campaign.pair_by, Campaign.id)


def list_open_campaigns(actor: Actor) -> Sequence[Campaign]:
    """The campaigns that the organisation the actor acts for, and engages, may still enrol in."""
    here = actor.organisation_id
    federations = list_federation_ids([here])[here] if here is not None and actor.engages(here) else None
    if not federations:
        return []
    values = {"here": here, "federations": list(federations), "today": clock.today()}
    return db.session.scalars(_open_campaigns(), values).all()


@cache
def _open_campaigns() -> sa.Select[Any]:
    enrolled = sa.select(Enrolment.campaign_id).where(
        Enrolment.organisation_id == sa.bindparam("here"), Enrolment.withdrawn_at.is_(None)
    )
    query = sa.select(Campaign).where(
        Campaign.federation_id.in_(sa.bindparam("federations")),
        Campaign.state == CampaignState.ENROLLING,
        Campaign.enrol_until >= sa.bindparam("today"),
        Campaign.id.not_in(enrolled),
    )
    return query.order_by(Campaign.enrol_until, Campaign.id)


def list_awaited(actor: Actor) -> Sequence[Visit]:
    """The proposed pairings that an organisation of the actor has still to answer, as the visit it would receive."""
    return db.session.scalars(_awaited(), {"engaged": [i for i in actor.roles if actor.engages(i)]}).all()


@cache
def _awaited() -> sa.Select[Any]:
    return (
        sa.select(Visit)
        .join(Visit.pairing)
        .where(Visit.audited_id.in_(sa.bindparam("engaged")))
        .where(Pairing.state == PairingState.PROPOSED, Visit.consent == Consent.AWAITED)
        .options(joinedload(Visit.pairing).joinedload(Pairing.campaign))
        .order_by(Pairing.reply_by, Visit.id)
    )


def list_enrolled_ids(actor: Actor) -> set[int]:
    """The campaigns in which an organisation of the actor takes part."""
    return {row.campaign_id for row in read(_ENROLLED, {"own": list(actor.roles)})}


def list_met_pairs(campaign: Campaign) -> set[tuple[int, int]]:
    """Who visited whom, (lower id, higher id), in the last `campaign.rounds` campaigns of the federation before it."""
    before = (
        sa.select(Campaign.id)
        .where(
            Campaign.federation_id == campaign.federation_id,
            Campaign.created_at < campaign.created_at,
            Campaign.state.in_([CampaignState.VISITING, CampaignState.CLOSED]),
        )
        .order_by(Campaign.created_at.desc())
        .limit(campaign.rounds)
    )
    return _pairs(Pairing.campaign_id.in_(before.scalar_subquery()), Pairing.state == PairingState.CONFIRMED)


def list_refused_pairs(campaign: Campaign) -> set[tuple[int, int]]:
    """Who was found or proposed to whom in this campaign, and declined or taken apart again."""
    refused = (PairingState.DECLINED, PairingState.UNDONE)
    return _pairs(Pairing.campaign_id == campaign.id, Pairing.state.in_(refused))


def _pairs(*conditions: sa.ColumnElement[bool]) -> set[tuple[int, int]]:
    query = sa.select(Visit.auditor_id, Visit.audited_id).join(Visit.pairing).where(*conditions)
    return {(min(a, b), max(a, b)) for a, b in db.session.execute(query)}
