"""The panels of the highest worth, by a flow of least cost; prices of the auditors prove that none are worth more.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python import min_cost_flow

from network.matching.panels.solution import Shortage

if TYPE_CHECKING:
    from network.matching.panels.problem import Indices, Problem
    from network.matching.solver import Watch

ALL_AT_ONCE = 60_000
"""A flow takes so many pairs as they are; of more it begins with those that are best liked."""
LIKED, MORE = 10, 16
"""Of each audited so many more than it needs, and as many of each auditor; so many times more where they do not do."""
_FREE = 2**62


@dataclass(frozen=True, slots=True)
class Best:
    """The panels of the highest worth, and what proves it.

    Attributes
    ----------
    chosen: the numbers of their pairs, rising.
    prices: (auditors) whole numbers.
    least: (audited) what the least liked auditor of each panel is worth beyond its price.
    """

    chosen: Indices
    prices: Indices
    least: Indices

    def bound(self, problem: Problem, worth: Indices) -> int:
        """What no panels can be worth more than, by weak duality: all auditors at their prices, and what the pairs that
        each audited likes best are worth beyond them; no pair is liked better than the chosen ones."""
        beyond = worth[self.chosen] - self.prices[problem.rows[self.chosen]]
        return int(problem.max_audits @ self.prices) + int(beyond.sum())

    def loss(self, problem: Problem, worth: Indices) -> Indices:
        """(m) by how much the worth falls at least if a pair has to be chosen; below 0 for pairs that are."""
        return self.least[problem.columns] - (worth - self.prices[problem.rows])


class Flow:
    """The panels of one problem for any worth of its pairs; the pairs that have mattered once are remembered."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self._problem, self._watch = problem, watch
        self._known = np.full(len(problem.scores), len(problem.scores) <= ALL_AT_ONCE)

    def best(self, worth: Indices) -> Best | None:
        """The panels of the highest total worth; None if there are too few auditors.

        Raises
        ------
        OutOfTimeError
        """
        if not _enough(self._problem):
            return None
        liked = LIKED
        if not self._known.any():
            self._known[_liked(self._problem, worth, liked)] = True
        while True:
            self._watch.check()
            pairs = np.flatnonzero(self._known)
            chosen = _flow(self._problem, worth, pairs)
            if chosen is not None:
                best = _priced(self._problem, worth, pairs, chosen, self._watch)
                missing = (best.loss(self._problem, worth) < 0) & ~self._known
                if not missing.any():
                    return best
                self._known |= missing
            elif len(pairs) == len(worth):
                return None
            else:
                liked *= MORE
                self._known[_liked(self._problem, worth, liked)] = True


def _enough(problem: Problem) -> bool:
    """Whether everyone by themselves, and all together, could have their panels."""
    of_audited, of_auditor = (
        np.bincount(problem.columns, minlength=len(problem.audited)),
        np.bincount(problem.rows, minlength=len(problem.auditors)),
    )
    needed = problem.auditors_needed
    return bool((of_audited >= needed).all() and np.minimum(of_auditor, problem.max_audits).sum() >= needed.sum())


def shortage(problem: Problem) -> Shortage:
    """Of a problem without panels, some audited who need more than all auditors could do for them.

    They are those whom the residual graph of a largest flow links to one who is short.
    """
    pairs = np.arange(len(problem.scores))
    chosen = _flow(problem, np.zeros_like(pairs), pairs, partly=True)
    assert chosen is not None
    rest = np.delete(pairs, chosen)
    short = np.bincount(problem.columns[chosen], minlength=len(problem.audited)) < problem.auditors_needed
    reached = np.zeros(len(problem.auditors), dtype=bool)
    while True:
        reached[problem.rows[rest[short[problem.columns[rest]]]]] = True
        theirs = problem.columns[chosen[reached[problem.rows[chosen]]]]
        if short[theirs].all():
            break
        short[theirs] = True
    each = np.bincount(problem.rows[short[problem.columns]], minlength=len(problem.auditors))
    return Shortage(
        audited=tuple(name for name, is_short in zip(problem.audited, short.tolist(), strict=True) if is_short),
        needed=int(problem.auditors_needed[short].sum()),
        available=int(np.minimum(each, problem.max_audits).sum()),
    )


def best_sums(problem: Problem, worth: Indices) -> Indices:
    """(audited) the worth of the best panel of each, whoever else wants the same auditors."""
    first = first_of(problem.columns, worth, problem.auditors_needed)
    found: Indices = np.zeros(len(problem.audited), dtype=np.int64)
    np.add.at(found, problem.columns[first], worth[first])
    return found


def _liked(problem: Problem, worth: Indices, most: int) -> Indices:
    """The pairs that an audited, beyond its need, or an auditor likes best."""
    of_audited = first_of(problem.columns, worth, problem.auditors_needed + most)
    return np.concatenate([of_audited, first_of(problem.rows, worth, np.full(len(problem.auditors), most))])


def first_of(of: Indices, worth: Indices, most: Indices) -> Indices:
    """The pairs worth most of each auditor or audited, so many of each."""
    order = np.argsort(of * 2**43 - worth)
    sizes = np.bincount(of, minlength=len(most))
    rank = np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return order[rank < np.repeat(most, sizes)]


def _flow(problem: Problem, worth: Indices, pairs: Indices, *, partly: bool = False) -> Indices | None:
    """The best of some pairs, as numbers; None if they are too few, with `partly` as many as can be.

    A unit runs from the source by an auditor, as often as it may audit, to each audited as often as it needs.
    """
    auditors, audited = len(problem.auditors), len(problem.audited)
    flow, ones = min_cost_flow.SimpleMinCostFlow(), np.ones(len(pairs), dtype=np.int64)
    numbers = np.arange(auditors, dtype=np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(auditors, auditors + audited, dtype=np.int32), numbers, problem.max_audits, np.zeros_like(numbers)
    )
    tails, heads = problem.rows[pairs].astype(np.int32), (auditors + problem.columns[pairs]).astype(np.int32)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, ones, -worth[pairs])
    needed = problem.auditors_needed
    flow.set_nodes_supplies(
        np.arange(auditors, auditors + audited + 1, dtype=np.int32), np.append(-needed, needed.sum())
    )
    solved = flow.solve_max_flow_with_min_cost() if partly else flow.solve()
    assert solved in (flow.OPTIMAL, flow.INFEASIBLE), solved
    return pairs[flow.flows(arcs) > 0] if solved == flow.OPTIMAL else None


def _priced(problem: Problem, worth: Indices, pairs: Indices, chosen: Indices, watch: Watch) -> Best:
    """With the lowest prices at which no panel of the best flow would rather have another auditor among some pairs.

    They are longest paths of the flow's residual graph, found by Bellman's and Ford's rounds.
    """
    rest = np.setdiff1d(pairs, chosen, assume_unique=True)
    rows, columns, values = problem.rows[rest], problem.columns[rest], worth[rest]
    prices = np.zeros(len(problem.auditors), dtype=np.int64)
    while True:
        watch.check()
        least = np.full(len(problem.audited), _FREE)
        np.minimum.at(least, problem.columns[chosen], worth[chosen] - prices[problem.rows[chosen]])
        raised = prices.copy()
        np.maximum.at(raised, rows, values - least[columns])
        if (raised == prices).all():
            return Best(chosen, prices, least)
        prices = raised
