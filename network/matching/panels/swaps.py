"""Panels bettered by swaps: two panels exchange an auditor each, or an auditor with time to spare takes a place.

The pairwise exchanges of G. A. Croes, "A method for solving traveling-salesman problems", Operations Research 6, 1958,
between panels; as many as do not touch each other are made at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.panels.solution import sums

if TYPE_CHECKING:
    from network.matching.panels.problem import Indices, Problem
    from network.matching.solver import Watch

MOST_PLACES = 4_000
"""On all panels together; of more the table of all swaps would be too large."""
NOTHING = -(2**62)


def bettered(problem: Problem, chosen: Indices, floor: int, watch: Watch) -> Indices:
    """The pairs of panels with a total that no swap raises; panels that reach the floor still do."""
    if len(chosen) > MOST_PLACES:
        return chosen
    number = np.full((len(problem.auditors), len(problem.audited)), -1, dtype=np.int64)
    number[problem.rows, problem.columns] = np.arange(len(problem.rows))
    while not watch.over:
        better = _replaced(problem, chosen, number)
        better = _swapped(problem, chosen, number, floor) if better is None else better
        if better is None:
            break
        chosen = better
    return np.sort(chosen)


def _replaced(problem: Problem, chosen: Indices, number: Indices) -> Indices | None:
    """With the places that auditors with time to spare fill better; None if there are none."""
    spare = np.flatnonzero(np.bincount(problem.rows[chosen], minlength=len(number)) < problem.max_audits)
    if not len(spare):
        return None
    new = _free(problem, chosen, number)[spare][:, problem.columns[chosen]]
    gain = np.where(new >= 0, problem.scores[new] - problem.scores[chosen], NOTHING)
    who, place = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[who, place] <= 0:
        return None
    better = chosen.copy()
    better[place] = new[who, place]
    return better


def _swapped(problem: Problem, chosen: Indices, number: Indices, floor: int) -> Indices | None:
    """After the swaps that gain most, no panel in two of them; None if no swap gains."""
    rows, columns, scores = problem.rows[chosen], problem.columns[chosen], problem.scores[chosen]
    come = _free(problem, chosen, number)[rows][:, columns]  # (a, b): the auditor of place a comes to the panel of b
    change = np.where(come >= 0, problem.scores[come] - scores, NOTHING)  # of the panel of b
    room = floor - sums(problem, chosen)[columns]
    allowed = (change >= np.minimum(0, room)) & (change > NOTHING)
    gain = np.where(allowed & allowed.T, change + change.T, 0)
    first, second = np.nonzero(np.triu(gain) > 0)
    used = np.zeros(len(problem.audited), dtype=bool)
    better = chosen.copy()
    for k in np.argsort(-gain[first, second], kind="stable").tolist():
        a, b = int(first[k]), int(second[k])
        if not used[columns[a]] and not used[columns[b]]:
            used[columns[[a, b]]] = True
            better[a], better[b] = come[b, a], come[a, b]
    return better if len(first) else None


def _free(problem: Problem, chosen: Indices, number: Indices) -> Indices:
    """The permitted pairs that are not chosen, by auditor and audited."""
    free = number.copy()
    free[problem.rows[chosen], problem.columns[chosen]] = -1
    return free
