"""Reading groupements and invitations."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defaultload, joinedload, lazyload, load_only, selectinload

from network.calls.models import Project
from network.calls.queries import CALL_OF_PROJECT, assembled
from network.consortia.charter_models import Charter, CharterApproval, CharterComment, CharterVersion
from network.consortia.models import STANDING, Consortium, ConsortiumState, Partner, PartnerState, TurnRule
from network.consortia.workflow import EDITABLE
from network.database import db, get_row, read
from network.errors import NotFoundError
from network.organisations.models import Organisation
from network.runs.models import Run
from network.runs.queries import find_solved

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from network.actors import Actor
    from network.calls.models import Call

SEARCH_PURPOSE = "consortium"
SEARCH_KIND = "lenses"
USUAL_TURN = 100
TOGETHER = "consortia"
"""Purpose and kind of the searches for several groupements of a call at once."""


_CONSORTIUM = (
    sa.select(Consortium)
    .where(Consortium.id == sa.bindparam("consortium_id"))
    .options(
        selectinload(Consortium.partners),
        defaultload(Consortium.project).defaultload(Project.call).options(*CALL_OF_PROJECT),
    )
)


def get_consortium(consortium_id: int) -> Consortium:
    """A groupement with its partners; NotFoundError when there is none."""
    consortium = db.session.scalar(_CONSORTIUM, {"consortium_id": consortium_id})
    if consortium is None:
        raise NotFoundError
    return consortium


def get_partner(partner_id: int) -> Partner:
    """A partner with its groupement; NotFoundError when there is none."""
    return get_row(Partner, partner_id)


def awaits_somebody(consortium: Consortium) -> bool:
    """Whether a partner of the team has not accepted yet; asked of the database, for a team may be large."""
    query = sa.select(Partner.id).where(
        Partner.consortium_id == consortium.id, Partner.state.in_(STANDING - {PartnerState.ACCEPTED})
    )
    return db.session.scalar(query.limit(1)) is not None


def list_gone(consortium: Consortium) -> set[int]:
    """Organisations that are not proposed again: who left this groupement, declined or withdrew from another one of the
    project, or withdrew from one of the same call."""
    of_project = sa.and_(
        Consortium.project_id == consortium.project_id,
        Partner.state.in_([PartnerState.DECLINED, PartnerState.WITHDRAWN]),
    )
    here = sa.and_(Consortium.id == consortium.id, Partner.state.not_in(STANDING))
    left = [here, of_project]
    if consortium.project.call_id is not None:
        left.append(sa.and_(Project.call_id == consortium.project.call_id, Partner.state == PartnerState.WITHDRAWN))
    query = sa.select(Partner.organisation_id).join(Partner.consortium).join(Consortium.project)
    return set(db.session.scalars(query.where(sa.or_(*left))))


def list_bound_elsewhere(consortium: Consortium) -> set[int]:
    """Where each stands in one bid only: who is asked or agreed in another groupement of the same call."""
    if not consortium.project.is_market:
        return set()
    query = sa.select(Partner.organisation_id).join(Partner.consortium).join(Consortium.project)
    return set(
        db.session.scalars(
            query.where(
                Project.call_id == consortium.project.call_id,
                Consortium.id != consortium.id,
                Consortium.state != ConsortiumState.ABANDONED,
                Partner.state.in_(STANDING - {PartnerState.CHOSEN}),
            )
        )
    )


def count_invited(federation_id: int, *, since: datetime, but: int = 0) -> dict[int, int]:
    """How often each organisation was invited to a groupement of the federation since then, `but` to one."""
    query = (
        sa.select(Partner.organisation_id, sa.func.count())
        .join(Partner.consortium)
        .join(Consortium.project)
        .where(Project.federation_id == federation_id, Partner.invited_at >= since, Consortium.id != but)
        .group_by(Partner.organisation_id)
    )
    return dict(db.session.execute(query).all())


def turn_points(federation_id: int) -> int:
    """How much of a turn the federation gives those seldom invited, in points of remoteness."""
    rule = find_turn_rule(federation_id)
    return rule.points if rule else USUAL_TURN


def find_turn_rule(federation_id: int) -> TurnRule | None:
    """The turn that the federation has set itself, if it has."""
    return db.session.get(TurnRule, federation_id)


def was_invited(project: Project, organisation_id: int) -> bool:
    """Whether the organisation was invited to a groupement of the project, whatever came of it."""
    query = (
        sa.select(Partner.id)
        .join(Partner.consortium)
        .where(
            Consortium.project_id == project.id,
            Partner.organisation_id == organisation_id,
            Partner.invited_at.is_not(None),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def list_open_invitations(actor: Actor) -> Sequence[Any]:
    """What the organisations that the actor may engage have still to answer, the nearest deadline first: the partner's
    id, where it stands and what it is asked until when."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    return read(_open_invitations(), {"engaged": engaged})


@cache
def _open_invitations() -> sa.Executable:
    return (
        _of_partners(Partner.state, Partner.board_on, Consortium.reply_by)
        .where(
            Partner.organisation_id.in_(sa.bindparam("engaged")),
            Partner.state.in_([PartnerState.INVITED, PartnerState.RESERVED]),
            Consortium.state == ConsortiumState.INVITING,
        )
        .order_by(Consortium.reply_by, Partner.id)
    )


def _of_partners(*columns: Any) -> sa.Select[Any]:
    """The ids of partners, the `name` of their organisation, the title of their project, and these columns."""
    query = sa.select(Partner.id, Organisation.name, Project.title, *columns).join(Partner.consortium)
    return query.join(Consortium.project).join(Partner.organisation)


def list_composed(actor: Actor) -> Sequence[Consortium]:
    """The groupements that the actor's federations compose, not confirmed yet, but where the actor is in the jury, the
    last changed first."""
    values = _values_of(actor)
    return db.session.scalars(_composed(), values).unique().all() if values["coordinated"] else []


@cache
def _composed() -> sa.Select[Any]:
    project = contains_eager(Consortium.project).options(load_only(Project.title), lazyload("*"))
    organisation = joinedload(Partner.organisation).options(load_only(Organisation.name), lazyload("*"))
    state = load_only(Partner.consortium_id, Partner.organisation_id, Partner.state, Partner.invited_at)
    partners = joinedload(Consortium.partners).options(state, lazyload("*"), organisation)
    return (
        sa.select(Consortium)
        .join(Consortium.project)
        .where(
            Consortium.state.in_(EDITABLE),
            Project.federation_id.in_(sa.bindparam("coordinated")),
            _is_visible(),
        )
        .options(project, partners)
        .order_by(Consortium.changed_at.desc(), Consortium.id)
    )


def list_confirmed(actor: Actor) -> Sequence[Any]:
    """The confirmed groupements that the actor's organisations are in or have composed, the newest first: the id, the
    title of the project and how many are in the team."""
    return read(_confirmed(), _values_of(actor))


@cache
def _confirmed() -> sa.Executable:
    own: sa.BindParameter[Any] = sa.bindparam("own")
    team = sa.select(sa.func.count()).where(Partner.consortium_id == Consortium.id, Partner.state.in_(STANDING))
    theirs = sa.select(Partner.consortium_id).where(
        Partner.organisation_id.in_(own), Partner.state == PartnerState.ACCEPTED
    )
    composed = Project.federation_id.in_(own)
    return (
        sa.select(Consortium.id, Project.title, team.scalar_subquery().label("partners"))
        .join(Consortium.project)
        .where(Consortium.state == ConsortiumState.CONFIRMED, sa.or_(Consortium.id.in_(theirs), composed))
        .where(_is_visible())
        .order_by(Consortium.confirmed_at.desc())
    )


def _is_visible() -> sa.ColumnElement[bool]:
    """As `Consortium.is_visible_to` decides, for all groupements at once; `_values_of` the actor are left open."""
    informed = sa.select(Partner.id).where(
        Partner.consortium_id == Consortium.id,
        Partner.organisation_id.in_(sa.bindparam("own")),
        Partner.invited_at.is_not(None),
    )
    return sa.or_(assembled(), informed.exists())


def _values_of(actor: Actor) -> dict[str, Any]:
    coordinated = [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]
    return {"own": list(actor.roles), "coordinated": coordinated, "user_id": actor.user_id}


def list_pairs_under_way(organisation_ids: Collection[int]) -> set[tuple[int, int]]:
    """Which two of these organisations are asked for or agreed in one groupement, (lower id, higher id)."""
    under_way = (ConsortiumState.INVITING, ConsortiumState.AGREED, ConsortiumState.CONFIRMED)
    rows = db.session.execute(
        sa.select(Partner.consortium_id, Partner.organisation_id)
        .join(Partner.consortium)
        .where(
            Partner.organisation_id.in_(organisation_ids),
            Partner.state.in_(STANDING - {PartnerState.CHOSEN}),
            Consortium.state.in_(under_way),
        )
    )
    teams: dict[int, list[int]] = defaultdict(list)
    for consortium_id, organisation_id in rows:
        teams[consortium_id].append(organisation_id)
    return {pair for team in teams.values() for pair in combinations(sorted(team), 2)}


def get_charter(charter_id: int) -> Charter:
    """A charter with its versions and their approvals; NotFoundError when there is none."""
    versions = selectinload(Charter.versions).selectinload(CharterVersion.approvals)
    return get_row(Charter, charter_id, versions)


def get_comment(comment_id: int) -> CharterComment:
    """What somebody said of a charter; NotFoundError when there is no such comment."""
    return get_row(CharterComment, comment_id)


def list_charters_to_approve(actor: Actor) -> Sequence[Any]:
    """Where the organisations that the actor may engage have still to approve a charter, the nearest day first: the
    partner's id, the charter's, until when, and whether it is an amendment."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    return read(_charters_to_approve(), {"engaged": engaged})


@cache
def _charters_to_approve() -> sa.Executable:
    is_amendment = CharterVersion.number > Charter.number
    asked = sa.and_(CharterVersion.charter_id == Charter.id, _is_asked())
    approved = sa.select(CharterApproval.id).where(
        CharterApproval.version_id == CharterVersion.id, CharterApproval.partner_id == Partner.id
    )
    return (
        _of_partners(Charter.id.label("charter_id"), Charter.approve_by, is_amendment.label("is_amendment"))
        .join(Consortium.charter)
        .join(CharterVersion, asked)
        .where(
            Partner.organisation_id.in_(sa.bindparam("engaged")),
            Partner.state == PartnerState.ACCEPTED,
            ~approved.exists(),
        )
        .order_by(Charter.approve_by.is_(None), Charter.approve_by, Partner.id)
    )


def _is_asked() -> sa.ColumnElement[bool]:
    """As `Charter.asked` says it."""
    is_amendment = sa.and_(CharterVersion.number > Charter.number, CharterVersion.dropped_at.is_(None))
    return sa.or_(
        sa.and_(Consortium.state == ConsortiumState.AGREED, CharterVersion.number == Charter.number),
        sa.and_(Consortium.state == ConsortiumState.CONFIRMED, is_amendment),
    )


def list_charters_awaited(today: date) -> Sequence[Charter]:
    """The charters to be approved by a day that has not passed."""
    query = (
        sa.select(Charter)
        .join(Charter.consortium)
        .join(Charter.versions)
        .where(_is_asked(), Charter.approve_by >= today)
    )
    return db.session.scalars(query.order_by(Charter.id)).all()


def latest_search(consortium: Consortium) -> Run | None:
    """The newest finished search for a groupement."""
    return find_solved(SEARCH_PURPOSE, consortium, kind=SEARCH_KIND)


def latest_search_together(call: Call) -> Run | None:
    """The newest finished search for several groupements of a call at once."""
    return find_solved(TOGETHER, call, kind=TOGETHER)


def count_standing(call: Call, *, but: Collection[int]) -> dict[int, int]:
    """In how many groupements of the call each organisation was asked and stands, but these groupements."""
    query = (
        sa.select(Partner.organisation_id, sa.func.count())
        .join(Partner.consortium)
        .join(Consortium.project)
        .where(
            Project.call_id == call.id,
            Consortium.state != ConsortiumState.ABANDONED,
            Consortium.id.not_in(but),
            Partner.state.in_(STANDING - {PartnerState.CHOSEN}),
        )
        .group_by(Partner.organisation_id)
    )
    return dict(db.session.execute(query).all())
