"""What sharing organisations costs each project, and what one place more would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.consortia.engine import solve
from network.matching.solver import Status, Watch

if TYPE_CHECKING:
    from network.matching.consortia.problem import Problem
    from network.matching.consortia.solution import Formed, Solution
    from network.matching.solver import Limits


def explain_sharing(problem: Problem, solution: Solution, limits: Limits) -> dict[str, Any]:
    """Why each project has not the team that it would have alone, and whose further place would help most.

    Returns
    -------
    An object with

    projects : one entry for each project, in the order of the input:

        project : str
        extra : int or None, how much more its objective is than alone; None without a team here or alone.
        missed : members of the team that it would have alone who are not in its own, each an object with `member` and
            `serves`, the projects in whose consortia it is.
        reason : why it has no consortium: "impossible" (none even alone) or "crowded" (only alone), or None.

    one_more : for each organisation that is missed and in as many consortia as it may be, those first that most miss:
        {"member", "objective"}, the objective if it could be in one more; None if that is not proved in time.
    """
    watch = Watch(limits)
    formed = {row.project: row for row in solution.formed}
    serves: dict[str, list[str]] = {}
    for row in solution.formed:
        for name in row.members:
            serves.setdefault(name, []).append(row.project)
    projects = [_of_project(project.id, solution, formed.get(project.id), serves) for project in problem.projects]
    missed = Counter(entry["member"] for row in projects for entry in row["missed"])
    full = [name for name, _ in missed.most_common() if len(serves.get(name, ())) >= problem.most_of(name)]
    one_more = [{"member": name, "objective": _with_one_more(problem, name, watch)} for name in full]
    return {"projects": projects, "one_more": one_more}


def _of_project(name: str, solution: Solution, formed: Formed | None, serves: dict[str, list[str]]) -> dict[str, Any]:
    alone, members = solution.alone[name], formed.members if formed else ()
    wanted = alone.members if alone else ()
    reason = None if formed else "impossible" if name in solution.impossible else "crowded"
    return {
        "project": name,
        "extra": formed.objective - alone.objective if formed and alone else None,
        "missed": [{"member": one, "serves": serves.get(one, [])} for one in wanted if one not in members],
        "reason": reason,
    }


def _with_one_more(problem: Problem, name: str, watch: Watch) -> list[int] | None:
    """The objective if one organisation could be in one consortium more."""
    if watch.over:
        return None
    wider = replace(problem, max_of_member={**problem.max_of_member, name: problem.most_of(name) + 1})
    found = solve(wider, replace(watch.limits, seconds=watch.left))
    return found.objective if found.status is Status.OPTIMAL else None
