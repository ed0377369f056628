"""The rules of panels and their objective, worked out again from the solution."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.panels.problem import Problem


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "panels", "panels"):
        return
    panels = solution["panels"]
    need(set(panels) == set(problem.audited), "not every audited has a panel")
    scores = _scores(problem, panels)
    for audited, needed in zip(problem.audited, problem.auditors_needed.tolist(), strict=True):
        need(len(panels[audited]) == len(set(panels[audited])) == needed, f"auditors_needed of {audited}")
    load = Counter(auditor for auditors in panels.values() for auditor in auditors)
    for auditor, most in zip(problem.auditors, problem.max_audits.tolist(), strict=True):
        need(load[auditor] <= most, f"max_audits of {auditor}")
    sums = [sum(scores[audited]) for audited in problem.audited if panels[audited]]
    fair = problem.objective == "fair"
    need(solution["objective"] == ([min(sums, default=0), sum(sums)] if fair else sum(sums)), "objective")
    directions = (True, True) if fair else (True,)
    need_bound(solution["objective"], solution["bound"], solution["status"], maximised=directions)


def _scores(problem: Problem, panels: Mapping[str, list[str]]) -> dict[str, list[int]]:
    """The scores of the chosen pairs, every one of which must be permitted."""
    row = {name: k for k, name in enumerate(problem.auditors)}
    column = {name: k for k, name in enumerate(problem.audited)}
    keys = problem.rows * len(problem.audited) + problem.columns
    found: dict[str, list[int]] = {}
    for audited, auditors in panels.items():
        need(set(auditors) <= row.keys(), f"an auditor of {audited} who is none")
        wanted = np.array([row[auditor] for auditor in auditors], dtype=np.int64) * len(column) + column[audited]
        places = np.searchsorted(keys, wanted)
        need(bool((places < np.searchsorted(keys, wanted, "right")).all()), f"a forbidden auditor for {audited}")
        found[audited] = problem.scores[places].tolist()
    return found
