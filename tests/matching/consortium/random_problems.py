"""Small random consortium problems with all rules on, for hypothesis."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

AREAS, KINDS, CAPABILITIES = ["hainaut", "liege", "namur"], ["coop", "eta"], ["storage", "trucks"]


def sometimes(draw: st.DrawFn, rules: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Some of the rules, each with a value."""
    return {name: draw(values) for name, values in rules.items() if draw(st.booleans())}


@st.composite
def problems(draw: st.DrawFn, most_candidates: int = 6) -> dict[str, Any]:
    """A problem of at most so many candidates."""
    capabilities = draw(st.sampled_from([[], CAPABILITIES[:1], CAPABILITIES]))
    count = draw(st.integers(0, most_candidates))
    candidates = [draw(candidate(f"c{k}", capabilities)) for k in range(count)]
    names = [row["id"] for row in candidates]
    problem: dict[str, Any] = {"kind": "consortium", "call": draw(call(capabilities)), "candidates": candidates}
    problem["cohesion"] = draw(st.sampled_from(["lead", "pairs"]))
    problem["member_bonus"] = draw(st.sampled_from([0, 0, 300, 600]))
    problem["alternatives"] = draw(st.sampled_from([0, 0, 2]))
    problem["min_difference"] = draw(st.integers(1, 2))
    if draw(st.booleans()):
        weight = draw(st.integers(0, 100))
        problem["remoteness"] = {"km_weight": weight, "tie_weight": 100 - weight, "km_scale": draw(st.integers(1, 99))}
    if names:
        problem |= draw(relations(names))
    return problem


@st.composite
def plain_problems(draw: st.DrawFn) -> dict[str, Any]:
    """Two or more of four candidates, some of whom know each other."""
    names = [f"c{k}" for k in range(4)]
    weight, pairs = draw(st.integers(1, 99)), [list(pair) for pair in combinations(names, 2)]
    tied = draw(st.lists(st.sampled_from(pairs), min_size=2, max_size=5, unique_by=tuple))
    return {
        "kind": "consortium",
        "call": {"min_partners": draw(st.integers(2, 3))},
        "candidates": [draw(candidate(name, [])) | {"can_lead": True} for name in names],
        "ties": [[*pair, draw(st.integers(1, 100))] for pair in tied],
        "cohesion": draw(st.sampled_from(["lead", "pairs"])),
        "member_bonus": draw(st.sampled_from([0, 300])),
        "remoteness": {"km_weight": weight, "tie_weight": 100 - weight, "km_scale": draw(st.integers(1, 99))},
    }


@st.composite
def candidate(draw: st.DrawFn, name: str, capabilities: list[str]) -> dict[str, Any]:
    """A candidate within an hour's drive."""
    return {
        "id": name,
        "lat": draw(st.integers(5000, 5080)) / 100,
        "lon": draw(st.integers(400, 550)) / 100,
        "kind": draw(st.sampled_from(KINDS)),
        "workforce": draw(st.sampled_from([10, 50, 100])),
        "areas": draw(st.lists(st.sampled_from(AREAS), max_size=2, unique=True)),
        "experienced": draw(st.booleans()),
        "can_lead": draw(st.booleans()),
        "asks": draw(st.sampled_from([0, 5, 10])),
        "bonus": draw(st.sampled_from([0, 0, 7, 300])),
        "offers": {capability: draw(st.integers(0, 6)) for capability in capabilities},
    }


@st.composite
def call(draw: st.DrawFn, capabilities: list[str]) -> dict[str, Any]:
    """A call with some of the rules."""
    rules: dict[str, st.SearchStrategy[Any]] = {
        "max_partners": st.integers(1, 5),
        "min_kind": st.dictionaries(st.sampled_from(KINDS), st.integers(0, 2), max_size=2),
        "min_experienced": st.integers(0, 2),
        "lead_experienced": st.booleans(),
        "min_areas": st.integers(0, 3),
        "required_areas": st.lists(st.sampled_from(AREAS), max_size=2, unique=True),
        "requires": st.fixed_dictionaries({capability: st.integers(0, 9) for capability in capabilities}),
        "max_share_percent": st.sampled_from([25, 34, 50, 60, 100]),
        "min_contribution_percent": st.sampled_from([1, 10, 25, 50]),
        "budget_cap": st.sampled_from([5, 15, 25, 40]),
        "max_km_to_lead": st.sampled_from([10, 40, 60]),
    }
    found = {"min_partners": draw(st.integers(0, 3))} | sometimes(draw, rules)
    if draw(st.booleans()):
        found |= {"small_below": draw(st.sampled_from([20, 60, 101])), "min_small": draw(st.integers(0, 2))}
    return found


@st.composite
def relations(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """Ties, and who must, may not or should be there."""
    one = st.lists(st.sampled_from(names), max_size=1)
    pairs = [list(pair) for pair in combinations(names, 2)]
    found = sometimes(draw, {"pinned": one, "excluded": one, "keep": one})
    if pairs:
        apart = st.lists(st.sampled_from(pairs), max_size=2, unique_by=tuple)
        found |= sometimes(draw, {"incompatible": apart})
        tied = draw(st.lists(st.sampled_from(pairs), max_size=6, unique_by=tuple))
        found["ties"] = [[*pair, draw(st.integers(0, 100))] for pair in tied]
    if draw(st.booleans()):
        members = draw(st.lists(st.sampled_from(names), unique=True))
        found |= {"previous": {"proposals": [{"members": members}]}, "stay": draw(st.booleans())}
    return found
