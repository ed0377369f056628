"""Demands and posts meet the engine: rows become the problem, what it finds is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.hires.week import WEEK
from network.matching.hires import broken_rule, read_problem
from network.matching.hires.changes import Change
from network.matching.hires.explain import Reason, explain_unplaced
from network.matching.solver import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from network.hires.models import Demand, Post, Share
    from network.runs.models import Run

__all__ = [
    "SEARCH_LIMITS",
    "TIMETABLE_LIMITS",
    "Change",
    "Reason",
    "broken_rule_of",
    "demand_id",
    "demand_key",
    "demand_row",
    "found_week",
    "freed_problem",
    "kept_problem",
    "reasons_of",
    "search_problem",
]

SEARCH_LIMITS = Limits(seconds=20, workers=1, seed=0)
TIMETABLE_LIMITS = Limits(seconds=10, workers=1, seed=0)

Row = dict[str, Any]


def demand_key(demand: Demand) -> str:
    """How the problem names a demand."""
    return f"d{demand.id}"


def demand_id(key: str) -> int:
    """The demand of a name in the problem."""
    return int(key.removeprefix("d"))


def demand_row(demand: Demand) -> Row:
    """A demand as the problem has it."""
    place = demand.organisation.locality
    return {
        "id": demand_key(demand),
        "lat": place.lat,
        "lon": place.lon,
        "half_days": demand.half_days,
        "open": list(demand.open),
        "must": list(demand.must),
        "can_host": demand.can_host,
    }


def search_problem(demands: Iterable[Demand], rules: Mapping[str, int]) -> Row:
    """Place as many half-days as can be, in as few posts as can be, with little travel."""
    return _problem([demand_row(demand) for demand in demands], rules)


def kept_problem(post: Post, asking: Share) -> Row:
    """The post's own demands, everybody but the one who asks with the half-days they have."""
    rows = [demand_row(share.demand) if share is asking else _fixed(share) for share in post.team]
    return _problem([_hosted(row, post) for row in rows], post.rules)


def freed_problem(post: Post) -> Row:
    """The post's own demands with all that is possible for them; host and partners stay."""
    rows = [_hosted(demand_row(share.demand), post) for share in post.team]
    same = {"host": _host_key(post), "demands": sorted(row["id"] for row in rows)}
    return _problem(rows, post.rules) | {"previous": {"posts": [same]}, "stay": True}


def reasons_of(run: Run) -> dict[int, Reason]:
    """Why each demand that a search leaves without a post is left without one."""
    if not run.solution or not run.solution.get("unplaced"):
        return {}
    reasons = explain_unplaced(read_problem(run.problem), run.solution)
    return {demand_id(key): reason for key, reason in reasons.items()}


def found_week(post: Post, solution: Mapping[str, Any] | None) -> dict[int, list[str]] | None:
    """The half-days of each demand where one found post holds all of them; None where none does."""
    team = {demand_key(share.demand) for share in post.team}
    for found in (solution or {}).get("posts", []):
        if set(found["demands"]) == team:
            return {demand_id(key): list(half_days) for key, half_days in found["timetable"].items()}
    return None


def broken_rule_of(post: Post) -> str | None:
    """The first rule of the search that the post as it stands breaks."""
    rows = [_fixed(share) for share in post.team]
    found = {
        "host": _host_key(post),
        "demands": sorted(row["id"] for row in rows),
        "timetable": {row["id"]: row["open"] for row in rows},
    }
    return broken_rule(read_problem(_problem(rows, post.rules)), found)


def _problem(rows: list[Row], rules: Mapping[str, int]) -> Row:
    ordered = sorted(rows, key=lambda row: row["id"])
    return {"kind": "hires", "weeks": 1, "first": "half_days", "demands": ordered, "posts": dict(rules)}


def _fixed(share: Share) -> Row:
    half_days = [half_day for half_day in WEEK if half_day in share.half_days]
    fixed = {"half_days": len(half_days), "open": half_days, "must": half_days}
    return demand_row(share.demand) | fixed


def _hosted(row: Row, post: Post) -> Row:
    return row | {"can_host": row["id"] == _host_key(post)}


def _host_key(post: Post) -> str:
    """The host's demand, or a name that no demand has once the host has left."""
    return next((demand_key(share.demand) for share in post.team if share.demand.organisation_id == post.host_id), "")
