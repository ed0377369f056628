"""All teams below a value, not the best one alone: what is left to choose from where several choices meet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from network.matching.consortium.search import Search
from network.matching.solver import Status

if TYPE_CHECKING:
    from network.matching.consortium.aim import Aim
    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Ground
    from network.matching.solver import Watch


class TooManyTeamsError(Exception):
    """There are more teams than the caller takes."""


class Collector(Search):
    """A search whose cutoff never falls.

    Parameters
    ----------
    beat: teams of less than this value are collected.
    most: so many of them at most.
    """

    def __init__(self, ground: Ground, aim: Aim, watch: Watch, *, beat: int, most: int) -> None:
        super().__init__(ground, aim, watch, beat=beat)
        self._nodes, self._most = sys.maxsize, most
        self._teams: dict[Team, int] = {}

    def teams(self) -> dict[Team, int] | None:
        """Each team, by sorted indices, with its value under its best lead; None if not all could be met in time.

        Raises
        ------
        TooManyTeamsError
            At the first team beyond `most`.
        """
        return self._teams if self.run().status is Status.INFEASIBLE else None

    def _offer(self, team: Team, anchor: int | None) -> float:
        value = round(self._costs.value(list(team), anchor))
        if value <= self._cutoff and self._packed.holds(team):
            team = tuple(sorted(team))
            self._teams[team] = min(value, self._teams.get(team, value))
            if len(self._teams) > self._most:
                raise TooManyTeamsError
        return self._cutoff
