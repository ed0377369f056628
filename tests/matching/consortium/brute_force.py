"""All teams of a small consortium problem, from its JSON alone: the rules written a second time, slowly and plainly."""

from __future__ import annotations

import math
from copy import deepcopy
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from network.matching.distance import kilometres, metres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Team = tuple[str, ...]
JsonObject = dict[str, Any]


class Place:
    """Where a candidate is."""

    def __init__(self, candidate: JsonObject) -> None:
        self.lat, self.lon = float(candidate["lat"]), float(candidate["lon"])


def teams(problem: JsonObject) -> Iterator[tuple[tuple[int, int], Team]]:
    """Every team that holds all rules, with (members of `previous` lost, objective under its best lead)."""
    people = {candidate["id"]: candidate for candidate in problem["candidates"]}
    for team in chain.from_iterable(combinations(sorted(people), size) for size in range(1, len(people) + 1)):
        if holds(problem, [people[name] for name in team]):
            leads = [name for name in team if leads_well(problem, people, team, name)]
            if leads:
                lost = len(previous(problem)) - len(previous(problem) & set(team)) if problem.get("stay") else 0
                yield (lost, min(objective(problem, people, team, lead) for lead in leads)), team


def objective_at(problem: JsonObject, team: Team, weight: int) -> int:
    """The objective of a team that holds all rules, at another weight of kilometres."""
    scale = problem.get("remoteness", {}).get("km_scale", 100)
    moved = problem | {"remoteness": {"km_weight": weight, "tie_weight": 100 - weight, "km_scale": scale}}
    people = {candidate["id"]: candidate for candidate in problem["candidates"]}
    return min(objective(moved, people, team, lead) for lead in team if leads_well(problem, people, team, lead))


def previous(problem: JsonObject) -> set[str]:
    """The members to start from."""
    return set(problem["previous"]["proposals"][0]["members"]) if "previous" in problem else set()


def holds(problem: JsonObject, team: list[JsonObject]) -> bool:
    """The rules on the set of members."""
    call, names = problem["call"], {candidate["id"] for candidate in team}
    areas = {area for candidate in team for area in candidate.get("areas", [])}
    small = [candidate for candidate in team if candidate.get("workforce", 0) < call.get("small_below", 0)]
    kinds = [candidate.get("kind") for candidate in team]
    return (
        call["min_partners"] <= len(team) <= call.get("max_partners", len(team))
        and all(kinds.count(kind) >= least for kind, least in call.get("min_kind", {}).items())
        and len(small) >= call.get("min_small", 0)
        and sum(candidate.get("experienced", False) for candidate in team) >= call.get("min_experienced", 0)
        and len(areas) >= call.get("min_areas", 0)
        and areas.issuperset(call.get("required_areas", []))
        and all(
            sum(most(call, candidate, c) for candidate in team) >= required
            for c, required in call.get("requires", {}).items()
        )
        and all(gives_something(call, candidate) for candidate in team)
        and sum(candidate.get("asks", 0) for candidate in team) <= call.get("budget_cap", math.inf)
        and names.issuperset(problem.get("pinned", []) + problem.get("keep", []))
        and names.isdisjoint(problem.get("excluded", []))
        and not any(names.issuperset(pair) for pair in problem.get("incompatible", []))
    )


def most(call: JsonObject, candidate: JsonObject, capability: str) -> int:
    """The most a candidate may give of a capability."""
    offer: int = candidate.get("offers", {}).get(capability, 0)
    return min(offer, call["requires"][capability] * call.get("max_share_percent", 10**9) // 100)


def gives_something(call: JsonObject, candidate: JsonObject) -> bool:
    """The rule of the least contribution."""
    if "min_contribution_percent" not in call:
        return True
    needed = {c: max(1, -(-r * call["min_contribution_percent"] // 100)) for c, r in call.get("requires", {}).items()}
    return any(most(call, candidate, c) >= least for c, least in needed.items())


def leads_well(problem: JsonObject, people: JsonObject, team: Team, lead: str) -> bool:
    """The rules on the lead."""
    call = problem["call"]
    return (
        people[lead].get("can_lead", True)
        and (not call.get("lead_experienced") or people[lead].get("experienced", False))
        and all(
            metres(Place(people[lead]), Place(people[name])) <= 1000 * call.get("max_km_to_lead", math.inf)
            for name in team
        )
    )


def objective(problem: JsonObject, people: JsonObject, team: Team, lead: str) -> int:
    """Remoteness less bonuses."""
    if problem.get("cohesion", "lead") == "lead":
        pairs = [(name, lead) for name in team if name != lead]
    else:
        pairs = list(combinations(team, 2))
    total = sum(remoteness(problem, people[a], people[b]) for a, b in pairs)
    bonus = sum(people[name].get("bonus", 0) for name in team)
    return total - problem.get("member_bonus", 0) * (len(team) - 1) - bonus


def remoteness(problem: JsonObject, a: JsonObject, b: JsonObject) -> int:
    """Of two candidates."""
    weights = {"km_weight": 50, "tie_weight": 50, "km_scale": 100} | problem.get("remoteness", {})
    tie = next((t for i, j, t in problem.get("ties", []) if {i, j} == {a["id"], b["id"]}), 0)
    near = weights["km_weight"] * min(1, kilometres(Place(a), Place(b)) / weights["km_scale"])
    return math.floor(10 * (near + weights["tie_weight"] * (100 - tie) / 100) + 0.5)


def feasible(problem: JsonObject) -> bool:
    """Whether there is any team."""
    return next(teams(problem), None) is not None


def criteria(problem: JsonObject) -> list[str]:
    """The criteria that can be in a conflict."""
    call = problem["call"]
    own = [key for key in call if key not in ("min_partners", "small_below", "requires")]
    wanted = [key for key in ("excluded", "incompatible") if problem.get(key)]
    if problem.get("pinned") or problem.get("keep"):
        wanted.append("pinned")
    return own + wanted + [f"requires.{capability}" for capability in call.get("requires", {})]


def only(problem: JsonObject, kept: list[str]) -> JsonObject:
    """The problem with all other criteria dropped."""
    left = deepcopy(problem)
    for name in set(criteria(problem)) - set(kept):
        if name == "pinned":
            left["pinned"] = left["keep"] = []
        elif name.startswith("requires."):
            del left["call"]["requires"][name.removeprefix("requires.")]
        else:
            (left if name in left else left["call"]).pop(name)
        if name == "min_small":
            del left["call"]["small_below"]
    return left


FURTHEST = {"max_partners": 9, "small_below": 120, "max_share_percent": 100, "budget_cap": 80, "max_km_to_lead": 170}
"""As far as it makes sense to go in the small problems of the tests; the other criteria go down."""


def relaxations(problem: JsonObject) -> dict[str, tuple[int, int]]:
    """{criterion (a kind after a colon): (from, nearest feasible)}, one value after the other."""
    call = problem["call"]
    found: dict[str, tuple[int, int]] = {}

    def walk(name: str, start: int, change: Callable[[JsonObject, int], None]) -> None:
        least = 1 if name in ("min_partners", "min_contribution_percent") else 0
        up = range(start + 1, FURTHEST[name] + 1) if name in FURTHEST else range(start - 1, least - 1, -1)
        for value in up:
            moved = deepcopy(problem)
            change(moved["call"], value)
            if feasible(moved):
                found[name] = (start, value)
                return

    for name, value in call.items():
        if isinstance(value, int) and not isinstance(value, bool):
            walk(name, value, lambda c, v, name=name: c.update({name: v}))
    for key, name in (("min_kind", "min_kind:"), ("requires", "requires.")):
        for entry, value in call.get(key, {}).items():
            walk(name + entry, value, lambda c, v, key=key, entry=entry: c[key].update({entry: v}))
    return found
