"""The rules of several consortia at once, worked out again from the solution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from network.matching import consortium
from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.matching.consortia.problem import Problem


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "consortia", "consortia"):
        return
    rows = solution["consortia"]
    _check_projects(problem, solution, [row["project"] for row in rows])
    teams = {project.id: project.team for project in problem.projects}
    for row in rows:
        proved = {"status": "optimal", "objective": row["objective"], "bound": row["objective"]}
        consortium.validate(teams[row["project"]], proved | {"kind": "consortium", "proposals": [row | proved]})
    _check_members(problem, rows)
    objective = [len(rows), sum(row["objective"] for row in rows)]
    need(solution["objective"] == objective, "the objective is not that of the consortia")
    need_bound(objective, solution["bound"], solution["status"], maximised=(True, False))


def _check_projects(problem: Problem, solution: Mapping[str, Any], formed: Sequence[str]) -> None:
    """Each project has one consortium or none, in the order of the input."""
    names = [project.id for project in problem.projects]
    need(formed == [name for name in names if name in formed], "projects")
    need(solution["unformed"] == [name for name in names if name not in formed], "unformed")
    need(set(solution["impossible"]) <= set(solution["unformed"]), "impossible and yet formed")


def _check_members(problem: Problem, rows: Sequence[Mapping[str, Any]]) -> None:
    """No organisation is in more consortia than it may be."""
    times = Counter(name for row in rows for name in row["members"])
    for name, count in times.items():
        need(count <= problem.most_of(name), f"max_per_member of {name}")
