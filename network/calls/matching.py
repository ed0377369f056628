"""How rows become the consortium problem of a project: `docs/models/from-rows-to-problems.md` in code."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from network import clock
from network.calls.models import Interest, InterestAnswer
from network.calls.queries import circle
from network.database import Period, db, read
from network.matching import consortium as engine
from network.matching.solver import Limits
from network.organisations.models import Membership, MembershipState, Organisation
from network.organisations.queries import list_sectors
from network.resources.queries import list_offers, list_readable_capabilities
from network.ties.queries import strengths_among, visible_strengths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from network.actors import Actor
    from network.calls.models import Project
    from network.ties.matching import Strengths

PROJECT_DAYS = 365
QUICK_LIMITS = Limits(seconds=1.5, workers=1, seed=0)
AT_ONCE_LIMITS = Limits(seconds=0.3, workers=1, seed=0)
DEFAULT_WEIGHTS = {"km_weight": 50, "tie_weight": 50, "km_scale": 100}


_ASKED = sa.select(Interest.organisation_id, Interest.asks).where(Interest.project_id == sa.bindparam("project_id"))


def candidate_id(organisation_id: int) -> str:
    """An organisation's id in the problem."""
    return str(organisation_id)


def organisation_of(candidate: str) -> int:
    """The organisation that a candidate's id names."""
    return int(candidate)


def list_candidates(project: Project, *, everyone: bool, also: Iterable[int] = ()) -> Sequence[Organisation]:
    """The structures possible: those of the project's circle that said yes or maybe; `everyone`: all members of its own
    federation that did not say no as well.

    Those in `also` (already in the team) are among them whatever they said.
    """
    stands = sa.or_(_may_stand(project, everyone=everyone), Organisation.id.in_(also))
    return db.session.scalars(sa.select(Organisation).where(stands).order_by(Organisation.id)).all()


def may_be_chosen(project: Project, organisation_id: int) -> bool:
    """Whether it is one of the structures possible, those included that have said nothing yet."""
    asked = sa.select(Organisation.id).where(Organisation.id == organisation_id, _may_stand(project, everyone=True))
    return db.session.scalar(asked) is not None


def _may_stand(project: Project, *, everyone: bool) -> sa.ColumnElement[bool]:
    member_ids = sa.select(Membership.organisation_id).where(
        Membership.federation_id == project.federation_id, Membership.state == MembershipState.CONFIRMED
    )
    said = sa.select(Interest.organisation_id).where(Interest.project_id == project.id)
    interested = Organisation.id.in_(said.where(Interest.answer != InterestAnswer.NO))
    in_circle = sa.and_(Organisation.id.in_(circle(project)), interested)
    if not everyone:
        return in_circle
    refused = said.where(Interest.answer == InterestAnswer.NO)
    return in_circle | sa.and_(Organisation.id.in_(member_ids), Organisation.id.not_in(refused))


def project_period() -> Period:
    """The days over which an offer must stand to be counted: a year from today."""
    today = clock.today()
    return Period(today, today + timedelta(days=PROJECT_DAYS))


def consortium_problem(
    criteria: Mapping[str, Any],
    sector: str,
    candidates: Sequence[Organisation],
    *,
    weights: Mapping[str, int] = DEFAULT_WEIGHTS,
    asks: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """The problem of kind `consortium` for a call's criteria and sector; `asks` in euros by organisation id."""
    ids = [organisation.id for organisation in candidates]
    offers, sectors = offered_quantities(ids, set(criteria.get("requires", {}))), list_sectors(ids)
    asks = asks or {}
    return {
        "kind": "consortium",
        "call": dict(criteria),
        "candidates": [
            _candidate(o, sector in sectors.get(o.id, ()), offers.get(o.id, {}), asks.get(o.id, 0)) for o in candidates
        ],
        "ties": tie_rows(strengths_among(ids, clock.today())),
        "remoteness": {name: weights.get(name, usual) for name, usual in DEFAULT_WEIGHTS.items()},
    }


def solve_quickly(problem: dict[str, Any]) -> dict[str, Any]:
    """The solution found here and now, in a second and a half at most, for those who are waiting before a page."""
    return engine.solve(engine.read_problem(problem), QUICK_LIMITS).to_dict()


def solve_at_once(problem: dict[str, Any]) -> dict[str, Any]:
    """The same in a third of a second at most, for what is said beside other things."""
    return engine.solve(engine.read_problem(problem), AT_ONCE_LIMITS).to_dict()


def team_state(problem: dict[str, Any], members: Sequence[str]) -> engine.TeamState:
    """How these candidates together stand against every criterion."""
    return engine.check_team(engine.read_problem(problem), members)


def visible_problem(problem: dict[str, Any], actor: Actor, *, on: date) -> dict[str, Any]:
    """The problem without the quantities and the ties, as of a day, that the actor may not see."""
    candidates = problem.get("candidates", [])
    ids = [organisation_of(row["id"]) for row in candidates]
    return problem | {
        "ties": tie_rows(visible_strengths(ids, actor, on)),
        "candidates": with_visible_offers(candidates, actor),
    }


def with_visible_offers(
    candidates: Sequence[dict[str, Any]], actor: Actor, *, known: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The candidates of a problem without the quantities that the actor may not see; all those of the `known` stay."""
    readable = list_readable_capabilities([organisation_of(row["id"]) for row in candidates], actor)
    return [
        row
        if row["id"] in known
        else row | {"offers": {c: q for c, q in row["offers"].items() if c in readable[organisation_of(row["id"])]}}
        for row in candidates
    ]


def tie_rows(strengths: Strengths) -> list[list[Any]]:
    """Ties as the problem lists them."""
    return [[candidate_id(a), candidate_id(b), strength] for (a, b), strength in sorted(strengths.items())]


def offered_quantities(organisation_ids: Sequence[int], capabilities: set[str]) -> dict[int, dict[str, int]]:
    """What each organisation has free over the project's period, {organisation id: {capability: quantity}}."""
    quantities: dict[int, dict[str, int]] = defaultdict(dict)
    for offer in list_offers(organisation_ids, period=project_period()):
        if offer.capability in capabilities:
            mine = quantities[offer.organisation_id]
            mine[offer.capability.value] = mine.get(offer.capability.value, 0) + offer.quantity
    return quantities


def asked_amounts(project: Project) -> dict[int, int]:
    """What those interested would ask, in euros by organisation id; nothing where prices are agreed elsewhere."""
    if project.is_market:
        return {}
    return dict(map(tuple, read(_ASKED, {"project_id": project.id})))


def _candidate(organisation: Organisation, is_experienced: bool, offers: dict[str, int], asks: int) -> dict[str, Any]:
    return {
        "id": candidate_id(organisation.id),
        "kind": organisation.kind.value,
        "lat": organisation.locality.lat,
        "lon": organisation.locality.lon,
        "workforce": organisation.headcount or 0,
        "areas": sorted({organisation.locality.area, *organisation.areas}),
        "experienced": is_experienced,
        "asks": asks,
        "offers": offers,
    }
