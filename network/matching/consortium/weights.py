"""Up to which weight of kilometres a team stays a best one.

Between two weights the cost of every team is a straight line but for rounding. So a team that is a best one at both, by
more than what rounding can hide, is so in between; and of the few others that come as near as that at either, each is
looked at under all weights. Where they are too many, the stretch is halved, down to single weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium.aim import cohesion_aim
from network.matching.consortium.ground import Ground
from network.matching.consortium.problem import Remoteness
from network.matching.consortium.remoteness import possible_leads, tie
from network.matching.consortium.search import Found, Search
from network.matching.distance import kilometres
from network.matching.solver import OutOfTimeError, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.matching.consortium.aim import Aim
    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Real
    from network.matching.consortium.node import Node
    from network.matching.consortium.problem import Candidate, Problem
    from network.matching.consortium.roots import Root
    from network.matching.solver import Watch

EVERY = np.arange(101)
LONG = 30
"""A stretch of more weights is halved first: far away the team is likely beaten, and by others."""
ENDS = (0, 100)
MOST_NEAR = 300
"""So many teams are looked at under all weights,"""
FEW_NODES, NODES = 100, 1000
"""if they are found within so many nodes: the fewer where there may be a better team, which makes them idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last weight at which a team is a best one; the next one and the best team there; whether that is sure."""

    last: int | None
    weight: int | None = None
    better: Found | None = None
    sure: bool = True


class _Around(Search):
    """A search for teams of less than a value that collects, while there is none, those of hardly more.

    `near` is None where a better team is found, where too many come as near, or where so many nodes are not enough.
    """

    def __init__(self, ground: Ground, aim: Aim, watch: Watch, *, value: int, hidden: int, nodes: int) -> None:
        super().__init__(ground, aim, watch, beat=value + hidden)
        self._value, self._patience, self._nodes = value, self._nodes, nodes
        self.near: set[Team] | None = set()
        self.found = Found(status=Status.UNKNOWN)

    def look(self) -> None:
        """Search to the end; OutOfTimeError if it is not sure that there is none."""
        self.found = self.run()
        if self.found.status is Status.UNKNOWN:
            raise OutOfTimeError

    def _finish(self, node: Node, root: Root) -> None:
        self._collect_no_more()
        super()._finish(node, root)

    def _offer(self, team: Team, anchor: int | None) -> float:
        if self.near is not None and self._packed.holds(team):
            value = round(self._costs.value(list(team), anchor))
            if value < self._value or len(self.near) == MOST_NEAR:
                self._collect_no_more()
            elif value <= self._cutoff:
                self.near.add(tuple(sorted(team)))
        return self._cutoff if self.near is not None else super()._offer(team, anchor)

    def _collect_no_more(self) -> None:
        if self.near is not None:
            self.near, self._nodes = None, self._patience
            self._cutoff = self._below(self._value)


class Weights:
    """One team under all weights of kilometres."""

    def __init__(self, problem: Problem, members: Sequence[str], watch: Watch) -> None:
        self._problem, self._members, self._watch = problem, set(members), watch
        self._cost = self._costs_of([problem.by_id[name] for name in members])
        self._searches: dict[tuple[int, int], _Around] = {}
        self._last: int | None = None

    def moved(self, weight: int) -> Problem:
        """The problem with another weight of kilometres, ties weighing the rest."""
        scale = self._problem.remoteness.km_scale
        remoteness = Remoteness(km_weight=weight, tie_weight=100 - weight, km_scale=scale)
        return replace(self._problem, remoteness=remoteness, stay=False)

    def best_until(self, weights: range) -> End:
        """How far along some weights, in their order, the team stays a best one."""
        self._last = None
        try:
            beaten = self._around(weights[0]).found.members
            weight = weights[0] if beaten else self._first_beaten(weights)
            if weight is None:
                return End(last=self._last)
            found = self._best_at(weight)
        except OutOfTimeError:
            return End(last=self._last, sure=False)
        return End(last=self._last, weight=weight, better=found, sure=found.status is Status.OPTIMAL)

    def _first_beaten(self, weights: range) -> int | None:
        """The first weight at which another team is better; at the first of all none is."""
        self._last = weights[0]
        if len(weights) == 1:
            return None
        rivals = self._rivals(weights) if len(weights) <= LONG else None
        if rivals is None:
            half = len(weights) // 2
            first = self._first_beaten(weights[: half + 1])
            return self._first_beaten(weights[half:]) if first is None else first
        beaten = (rivals < self._cost)[:, weights].any(axis=0)
        if not beaten.any():
            self._last = weights[-1]
            return None
        place = int(np.argmax(beaten))
        first = self._first_beaten(weights[:place])
        return weights[place] if first is None else first

    def _rivals(self, weights: range) -> Real | None:
        """(k, 101) costs of teams of which one is better at one of some weights, if any is; None: too many."""
        better = self._around(weights[-1]).found.members
        if better or len(weights) == 2:
            return self._costs([better] if better else [])
        start, end = self._near(weights[0]), self._near(weights[-1])
        return None if start is None or end is None else self._costs([*start, *end])

    def _best_at(self, weight: int) -> Found:
        """The best of the better teams at a weight; of several the one that has the most of the same members."""
        problem, scale = self.moved(weight), 1 + len(self._members)
        aim, same = cohesion_aim(problem), [candidate.id in self._members for candidate in problem.candidates]
        aim = replace(aim, own=scale * aim.own - np.array(same), constant=scale * aim.constant, scale=scale)
        beat = scale * (int(self._cost[weight]) - 1) + 1
        found = Search(Ground(problem), aim, self._watch, beat=beat).run()
        if found.status is Status.UNKNOWN:
            raise OutOfTimeError
        return found

    def _near(self, weight: int) -> set[Team] | None:
        """The teams that cost hardly more at a weight at which none is better; None: too many."""
        near = self._around(weight).near
        return self._around(weight, NODES).near if near is None else near

    def _around(self, weight: int, nodes: int = FEW_NODES) -> _Around:
        """A search that has come to its end: for better teams at a weight, and for those that cost hardly more."""
        if (weight, nodes) not in self._searches:
            problem, value, hidden = self.moved(weight), int(self._cost[weight]), self._hidden
            aim = cohesion_aim(problem)
            search = _Around(Ground(problem), aim, self._watch, value=value, hidden=hidden, nodes=nodes)
            search.look()
            self._searches[weight, nodes] = search
        return self._searches[weight, nodes]

    @cached_property
    def _hidden(self) -> int:
        """How much better rounding can make another team, at any weight, than a line between two weights says.

        Each pair is rounded by half at most, at the weight and at the ends of the line; how this team's are is known.
        """
        partners = self._problem.most_partners
        pairs = partners - 1 if self._problem.cohesion == "lead" else partners * (partners - 1) // 2
        off = self._cost - np.interp(EVERY, ENDS, self._cost[[*ENDS]])
        return math.ceil(max(0, pairs) + off.max() - off.min())

    def _costs(self, teams: Iterable[Team]) -> Real:
        """(k, 101) the objectives of some teams under each weight."""
        candidates = self._problem.candidates
        return np.reshape([self._costs_of([candidates[i] for i in team]) for team in teams], (-1, len(EVERY)))

    def _costs_of(self, members: Sequence[Candidate]) -> Real:
        problem = self._problem
        if problem.cohesion == "pairs":
            total = self._sum(combinations(members, 2))
        else:
            total = np.min([self._sum(product([lead], members)) for lead in possible_leads(problem, members)], axis=0)
        return total - problem.member_bonus * (len(members) - 1) - sum(member.bonus for member in members)

    def _sum(self, pairs: Iterable[tuple[Candidate, Candidate]]) -> Real:
        return np.sum([self._remoteness(a, b) for a, b in pairs if a is not b] or [np.zeros(len(EVERY))], axis=0)

    def _remoteness(self, a: Candidate, b: Candidate) -> Real:
        """(101) that of `remoteness` under each weight, in doubles in the same order."""
        near = min(1, kilometres(a, b) / self._problem.remoteness.km_scale)
        unknown = (100 - EVERY) * (100 - tie(self._problem, a, b)) / 100
        return np.floor(10 * (EVERY * near + unknown) + 0.5)
