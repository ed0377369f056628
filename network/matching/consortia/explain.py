"""What sharing organisations costs each project, and what one place more would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.consortia.engine import solve
from network.matching.solver import Status, Watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.consortia.problem import Problem
    from network.matching.consortia.solution import Solution
    from network.matching.solver import Limits


def explain_projects(solution: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Why each project has not the team that it would have alone, from a solution as `Solution.to_dict` gives it.

    Returns
    -------
    One entry for each project, in the order of the input:

    project : str
    extra : int or None, how much more its objective is than alone; None without a team here or alone.
    missed : members of the team that it would have alone who are not in its own, each an object with `member` and
        `serves`, the projects in whose consortia it is.
    reason : why it has no consortium: "impossible" (none even alone) or "crowded" (only alone), or None.
    """
    formed = {row["project"]: row for row in solution["consortia"]}
    serves = _serves(solution)
    entries = []
    for name, alone in solution["alone"].items():
        row = formed.get(name)
        wanted, members = (alone["members"] if alone else []), (row["members"] if row else [])
        missed = [{"member": one, "serves": serves.get(one, [])} for one in wanted if one not in members]
        reason = None if row else "impossible" if name in solution["impossible"] else "crowded"
        extra = row["objective"] - alone["objective"] if row and alone else None
        entries.append({"project": name, "extra": extra, "missed": missed, "reason": reason})
    return entries


def explain_sharing(problem: Problem, solution: Solution, limits: Limits) -> dict[str, Any]:
    """What `explain_projects` says, and whose further place would help.

    Returns
    -------
    An object with

    projects : see `explain_projects`.
    one_more : for each organisation that is missed and in as many consortia as it may be, those first that most miss:
        {"member", "objective"}, the objective if it could be in one more; None if that is not proved in time.
    """
    watch, found = Watch(limits), solution.to_dict()
    projects, serves = explain_projects(found), _serves(found)
    missed = Counter(entry["member"] for row in projects for entry in row["missed"])
    full = [name for name, _ in missed.most_common() if len(serves.get(name, ())) >= problem.most_of(name)]
    one_more = [{"member": name, "objective": _with_one_more(problem, name, watch)} for name in full]
    return {"projects": projects, "one_more": one_more}


def _serves(solution: Mapping[str, Any]) -> dict[str, list[str]]:
    """The projects in whose consortia each organisation is."""
    serves: dict[str, list[str]] = {}
    for row in solution["consortia"]:
        for name in row["members"]:
            serves.setdefault(name, []).append(row["project"])
    return serves


def _with_one_more(problem: Problem, name: str, watch: Watch) -> list[int] | None:
    """The objective if one organisation could be in one consortium more."""
    if watch.over:
        return None
    wider = replace(problem, max_of_member={**problem.max_of_member, name: problem.most_of(name) + 1})
    found = solve(wider, replace(watch.limits, seconds=watch.left))
    return found.objective if found.status is Status.OPTIMAL else None
