"""The rules of a portfolio and its objective, worked out again from the solution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.portfolio.problem import Problem


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "portfolio", "funded"):
        return
    names = set(solution["funded"])
    funded = [dossier for dossier in problem.dossiers if dossier.id in names]
    need([dossier.id for dossier in funded] == solution["funded"], "funded is not in the order of the input")
    score, spent = sum(dossier.score for dossier in funded), sum(dossier.asks for dossier in funded)
    need(spent <= problem.envelope, "envelope")
    need(all(problem.within_cap(dossier) for dossier in funded), "cap_per_dossier")
    of_member = Counter(member for dossier in funded for member in dossier.members)
    most = problem.max_per_member
    need(most is None or all(count <= most for count in of_member.values()), "max_per_member")
    in_area = Counter(area for dossier in funded for area in dossier.areas)
    need(all(in_area[area] >= least for area, least in problem.min_per_area.items()), "min_per_area")
    need(set(problem.must) <= names and score >= problem.least, "must and least")
    need(solution["objective"] == [score, spent], "the objective is not that of the dossiers")
    need_bound([score, spent], solution["bound"], solution["status"], maximised=(True, False))
