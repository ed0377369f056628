"""The rules of a call on the set of members, as data: covering rows, a budget, pairs apart, areas.

A covering row asks that the members' coefficients add to at least `least`. Contributions need no variables: members
may give all they can of every capability at once, so a requirement is met exactly if the capped offers add to it, and
a member that cannot give the least that counts of anything can be in no team.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.matching.consortium.contributions import easiest_capability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from network.matching.consortium.problem import Candidate, Problem


@dataclass(frozen=True, slots=True)
class Row:
    """The members' coefficients (one a candidate, in the candidates' order, whole, >= 0) add to at least `least`."""

    coefficients: tuple[int, ...]
    least: int


def can_be_member(problem: Problem, candidate: Candidate) -> bool:
    """Excluded are not members; with min_contribution_percent each member gives enough of something."""
    if candidate.id in problem.excluded:
        return False
    return problem.call.min_contribution_percent is None or easiest_capability(problem.call, candidate) is not None


def can_be_lead(problem: Problem, candidate: Candidate) -> bool:
    """The lead has can_lead and, if lead_experienced, is experienced."""
    return candidate.can_lead and (candidate.experienced or not problem.call.lead_experienced)


def partners(problem: Problem) -> Iterator[Row]:
    """min_partners <= |S|, and there is a lead in it."""
    yield Row((1,) * len(problem.candidates), max(1, problem.call.min_partners))


def lead_among_members(problem: Problem) -> Iterator[Row]:
    """One lead in S."""
    yield _counting((can_be_lead(problem, candidate) for candidate in problem.candidates), 1)


def kinds(problem: Problem) -> Iterator[Row]:
    """For each kind of min_kind at least so many members of that kind."""
    for kind, least in problem.call.min_kind.items():
        yield _counting((candidate.kind == kind for candidate in problem.candidates), least)


def small(problem: Problem) -> Iterator[Row]:
    """At least min_small members with workforce < small_below."""
    limit = problem.call.small_below
    if limit is not None and problem.call.min_small is not None:
        under = (c.workforce is not None and c.workforce < limit for c in problem.candidates)
        yield _counting(under, problem.call.min_small)


def experienced(problem: Problem) -> Iterator[Row]:
    """At least min_experienced experienced members."""
    if problem.call.min_experienced is not None:
        yield _counting((candidate.experienced for candidate in problem.candidates), problem.call.min_experienced)


def required_areas(problem: Problem) -> Iterator[Row]:
    """The union of the members' areas holds every one of required_areas."""
    for area in problem.call.required_areas:
        yield _counting((area in candidate.areas for candidate in problem.candidates), 1)


def requirements(problem: Problem) -> Iterator[Row]:
    """Capped by max_share_percent, the members' offers of each capability add to at least the requirement."""
    for capability, required in problem.call.requires.items():
        yield Row(tuple(problem.call.givable(c, capability) for c in problem.candidates), required)


def difference(problem: Problem, earlier: Iterable[tuple[str, ...]]) -> Iterator[Row]:
    """At least min_difference members that an earlier proposal does not have."""
    for members in earlier:
        yield _counting((candidate.id not in members for candidate in problem.candidates), problem.min_difference)


COVERING = (partners, lead_among_members, kinds, small, experienced, required_areas, requirements)


def staying(problem: Problem, kept: int) -> Iterator[Row]:
    """At least so many of `previous` stay."""
    yield _counting((candidate.id in problem.previous for candidate in problem.candidates), kept)


def covering_rows(problem: Problem, earlier: Iterable[tuple[str, ...]] = (), *, kept: int = 0) -> list[Row]:
    """All rows that ask for something, coefficients cut at what is asked."""
    rows = [row for rule in COVERING for row in rule(problem)]
    rows += [*difference(problem, earlier), *staying(problem, kept)]
    return [
        Row(tuple(min(coefficient, row.least) for coefficient in row.coefficients), row.least)
        for row in rows
        if row.least > 0
    ]


def _counting(counts: Iterable[bool], least: int) -> Row:
    return Row(tuple(map(int, counts)), least)
