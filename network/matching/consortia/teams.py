"""The teams of one project under prices on its candidates: the best one, or all that are good enough.

Costs are scaled so that prices can be whole: whatever the prices, what is proved is then exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium.aim import Aim, cohesion_aim
from network.matching.consortium.collector import Collector
from network.matching.consortium.ground import Ground
from network.matching.consortium.remoteness import nearest_lead, objective
from network.matching.consortium.search import TRIES, Found, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Whole
    from network.matching.consortium.problem import Problem
    from network.matching.solver import Watch

SCALE = 16
"""A price is a whole number of such parts of a unit of cost."""


@dataclass(frozen=True, slots=True)
class Column:
    """A team of a project: indices of its candidates, and what it costs without prices."""

    project: int
    team: Team
    cost: int


class Teams:
    """The teams of one project; `places` (n) are the numbers of its candidates among all organisations."""

    def __init__(self, project: int, problem: Problem, places: Mapping[str, int], watch: Watch) -> None:
        self.project, self.problem = project, problem
        self.places: Whole = np.array([places[candidate.id] for candidate in problem.candidates], dtype=np.int64)
        self._watch, self._ground, self._aim = watch, Ground(problem), cohesion_aim(problem)

    @property
    def ground(self) -> Ground:
        """The rules as arrays."""
        return self._ground

    def best(self, prices: Whole, start: Team = ()) -> tuple[Found, list[Column]]:
        """The best team under prices on all organisations, in parts of a unit; and the better and better ones met."""
        heard: list[Found] = []
        search = Search(
            self._ground, self._priced(prices), self._watch, better=heard.append, tries=0 if start else TRIES
        )
        found = search.run(start)
        return found, [self.column(news.members) for news in heard]

    def within(self, prices: Whole, beat: int, most: int) -> list[Column] | None:
        """All teams of less than a value under prices; None if there are more than `most` or the time is over."""
        teams = Collector(self._ground, self._priced(prices), self._watch, beat=beat, most=most).teams()
        if teams is None:
            return None
        own = prices[self.places]
        return [
            Column(self.project, team, (value - int(own[list(team)].sum())) // SCALE) for team, value in teams.items()
        ]

    def without(self, organisations: Iterable[str]) -> Found:
        """The best team in which none of these is."""
        excluded = tuple(sorted({*self.problem.excluded, *organisations} & set(self.problem.by_id)))
        problem = replace(self.problem, excluded=excluded)
        return Search(Ground(problem), self._aim, self._watch).run()

    def column(self, team: Team) -> Column:
        """A team with what it costs."""
        members = [self.problem.candidates[i] for i in team]
        return Column(self.project, team, objective(self.problem, members, nearest_lead(self.problem, members)))

    def _priced(self, prices: Whole) -> Aim:
        own = SCALE * self._aim.own + prices[self.places]
        return Aim(own=own, cohesion=self._aim.cohesion, constant=SCALE * self._aim.constant, scale=SCALE)
