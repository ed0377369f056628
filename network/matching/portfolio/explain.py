"""What the money of a portfolio buys, and why dossiers are left. What is not worked out in time says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.portfolio.engine import solve
from network.matching.solver import Status, Watch

if TYPE_CHECKING:
    from network.matching.portfolio.problem import Dossier, Problem
    from network.matching.portfolio.solution import Solution
    from network.matching.solver import Limits


def explain_funding(problem: Problem, solution: Solution, limits: Limits) -> dict[str, Any] | None:
    """What a little less or more money would change, and what each dossier that is left would need.

    Returns
    -------
    None if the solution is not proved to be best; else an object with

    unspent : int, euros of the envelope.
    last_euro : what would be best if one euro less were spent, None if nothing is spent or out of time.
    next_step : the smallest envelope with which the score rises, and what is best then; None if no envelope does,
        or out of time.
    left : one entry for each dossier that is not funded, in the order of the input:

        dossier : str
        reason : "over_cap": it asks more than any dossier may;
            "impossible": with it the rules cannot hold;
            "another_instead": there is a choice with it that is as good;
            "dearer": there is one of the same score that spends more;
            "fewer_points": every choice with it has a lower score;
            "unknown": out of time.
        points : int, how many more points it would have to have to be in a choice of the same score.
        envelope : int or None, the euros that fund it beside all that is funded; None if another rule forbids that.

    `last_euro` and `next_step` have `envelope`, `score`, and who `joined` and `left` the solution.
    """
    if solution.status is not Status.OPTIMAL:
        return None
    return _Explanation(problem, solution, limits).to_dict()


class _Explanation:
    """Of one solution that is proved to be best."""

    def __init__(self, problem: Problem, solution: Solution, limits: Limits) -> None:
        self._problem, self._solution = problem, solution
        self._watch = Watch(replace(limits, workers=1))
        self._score, self._spent = solution.objective or [0, 0]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "unspent": self._problem.envelope - self._spent,
            "last_euro": self._last_euro(),
            "next_step": self._next_step(),
            "left": [self._left(row) for row in self._problem.dossiers if row.id not in self._solution.funded],
        }

    def _best(self, **changes: Any) -> Solution | None:
        """The best of the problem with changes; None if time is out before it is proved that it is."""
        found = solve(replace(self._problem, **changes), replace(self._watch.limits, seconds=self._watch.left))
        return found if found.status in (Status.OPTIMAL, Status.INFEASIBLE) else None

    def _last_euro(self) -> dict[str, Any] | None:
        return self._with_envelope(self._spent - 1) if self._spent else None

    def _next_step(self) -> dict[str, Any] | None:
        from network.matching.portfolio.model import Model, spent_on

        everything = spent_on(self._problem.dossiers)
        dearer = replace(self._problem, envelope=everything, least=self._score + 1)
        found = Model(dearer, self._watch).least_spending(lambda *_: None)
        if found.choice is None or found.bound != spent_on(found.choice):
            return None
        return self._with_envelope(found.bound)

    def _with_envelope(self, envelope: int) -> dict[str, Any] | None:
        found = self._best(envelope=envelope)
        if found is None:
            return None
        before, after = set(self._solution.funded), set(found.funded)
        return {
            "envelope": envelope,
            "score": None if found.objective is None else found.objective[0],
            "joined": [name for name in found.funded if name not in before],
            "left": [name for name in self._solution.funded if name not in after],
        }

    def _left(self, dossier: Dossier) -> dict[str, Any]:
        if not self._problem.within_cap(dossier):
            return {"dossier": dossier.id, "reason": "over_cap", "points": None, "envelope": None}
        found = None if self._watch.over else self._best(must=(dossier.id,))
        points = None if found is None or found.objective is None else self._score - found.objective[0]
        return {
            "dossier": dossier.id,
            "reason": "unknown" if found is None else self._reason(found),
            "points": points,
            "envelope": self._spent + dossier.asks if self._fits_beside(dossier) else None,
        }

    def _reason(self, found: Solution) -> str:
        if found.objective is None:
            return "impossible"
        if found.objective == self._solution.objective:
            return "another_instead"
        return "dearer" if found.objective[0] == self._score else "fewer_points"

    def _fits_beside(self, dossier: Dossier) -> bool:
        """Whether all that is funded could be funded with it, given the money."""
        most, funded = self._problem.max_per_member, set(self._solution.funded)
        if most is None:
            return True
        others = [row.members for row in self._problem.dossiers if row.id in funded]
        return all(sum(member in members for members in others) < most for member in dossier.members)
