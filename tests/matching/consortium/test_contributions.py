"""The balanced split."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from network.matching.consortium import Call, Candidate
from network.matching.consortium.contributions import balanced_contributions


def member(name: str, **offers: int) -> Candidate:
    """A candidate that offers something."""
    return Candidate(id=name, lat=50, lon=4, offers=offers)


def call(**rules: Any) -> Call:
    """A call that requires something."""
    return Call(min_partners=1, min_kind={}, **rules)


def test_everyone_gives_the_same_part_of_its_own() -> None:
    """Half of 8, 4 and 2."""
    split = balanced_contributions(call(requires={"m2": 7}), [member("a", m2=8), member("b", m2=4), member("c", m2=2)])
    assert split == {"a": {"m2": 4}, "b": {"m2": 2}, "c": {"m2": 1}}


def test_whoever_reaches_the_cap_gives_no_more() -> None:
    """Half of ten is the cap of Anna; Bert gives the other half, all he has."""
    split = balanced_contributions(
        call(requires={"m2": 10}, max_share_percent=50), [member("a", m2=100), member("b", m2=5)]
    )
    assert split == {"a": {"m2": 5}, "b": {"m2": 5}}


def test_nothing_beyond_what_is_required() -> None:
    """Three of equal offers and one truck: one gives it."""
    split = balanced_contributions(call(requires={"t": 1}), [member(name, t=2) for name in "abc"])
    assert sum(given.get("t", 0) for given in split.values()) == 1


def test_each_gives_something_that_counts_where_it_costs_it_least() -> None:
    """A quarter of eight trucks is a third of Bert's six, a quarter of 100 m2 half of his fifty: he gives trucks."""
    asked = call(requires={"m2": 100, "t": 8}, min_contribution_percent=25)
    split = balanced_contributions(asked, [member("a", m2=1000, t=60), member("b", m2=50, t=6)])
    assert split["b"]["t"] >= 2


def test_a_team_that_falls_short_gives_all_it_may() -> None:
    """For the page on which a team is composed."""
    assert balanced_contributions(call(requires={"t": 9}), [member("a", t=2), member("b")]) == {"a": {"t": 2}, "b": {}}


def test_large_quantities() -> None:
    """Exact at a thousand million."""
    split = balanced_contributions(call(requires={"m2": 10**9}), [member("a", m2=10**9), member("b", m2=10**9 - 1)])
    assert sum(given["m2"] for given in split.values()) == 10**9
    assert abs(split["a"]["m2"] - split["b"]["m2"]) <= 1


amounts = st.fixed_dictionaries({"m2": st.integers(0, 5), "t": st.integers(0, 4)})


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(amounts, min_size=1, max_size=3), amounts, st.sampled_from([None, 34, 60]), st.sampled_from([None, 30, 50])
)
def test_no_split_asks_less_of_the_one_that_gives_most(
    offers: list[dict[str, int]], requires: dict[str, int], share: int | None, least: int | None
) -> None:
    """Against all splits."""
    asked = call(requires=requires, max_share_percent=share, min_contribution_percent=least)
    team = [member(f"c{k}", **offer) for k, offer in enumerate(offers)]
    parts = [part for split in all_splits(asked, team) if (part := largest_part(asked, team, split)) is not None]
    if parts:
        split = balanced_contributions(asked, team)
        rows = [[split[m.id].get(c, 0) for c in requires] for m in team]
        assert largest_part(asked, team, rows) == min(parts)


def all_splits(asked: Call, team: list[Candidate]) -> list[list[list[int]]]:
    """Every amount of every member of every capability."""
    ranges = [range(asked.givable(m, c) + 1) for m in team for c in asked.requires]
    width = len(asked.requires)
    return [[list(flat[k : k + width]) for k in range(0, len(flat), width)] for flat in product(*ranges)]


def largest_part(asked: Call, team: list[Candidate], rows: list[list[int]]) -> Fraction | None:
    """The largest part of its own offer that anyone gives; None if the split breaks a rule."""
    names = list(asked.requires)
    if any(sum(row[k] for row in rows) < asked.requires[c] for k, c in enumerate(names)):
        return None
    if asked.min_contribution_percent is not None and not all(
        any(row[k] >= asked.least(c) for k, c in enumerate(names)) for row in rows
    ):
        return None
    parts = [
        Fraction(row[k], m.offers[c]) for m, row in zip(team, rows, strict=True) for k, c in enumerate(names) if row[k]
    ]
    return max(parts, default=Fraction(0))
