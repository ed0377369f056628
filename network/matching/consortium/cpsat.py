"""What branch and bound does not finish soon: the rest of a node as one model for CP-SAT.

With cohesion "pairs" the model holds the stars too: of whomever is a member, the pairs it is in bring what the rest of
the team still has to cover (the products of the rows by its variable, see `node`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from network.matching import cpsat
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Ground, Real
    from network.matching.consortium.node import Node
    from network.matching.solver import Watch

APART_UP_TO = 150
"""With more free candidates only those at odds are told apart, not all pairs that are in no better team."""


def finish(node: Node, ground: Ground, cutoff: float, offer: Callable[[Team], float], watch: Watch) -> None:
    """Offer better and better teams of a node until there is none below the cutoff, or `offer` wants no more.

    Raises
    ------
    OutOfTimeError
        If the time is over before.
    """
    with watch.paused():
        from ortools.sat.python import cp_model
    watch.check()
    rest = _Rest(cp_model.CpModel(), node, ground, cutoff)
    enough = False

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            nonlocal enough
            joined = [i for i, x in zip(node.free.tolist(), rest.joins, strict=True) if self.boolean_value(x)]
            enough = offer((*node.members, *joined)) == -math.inf
            if enough:
                self.stop_search()

    status = cpsat.solve(cp_model.CpSolver(), rest.model, watch, Listener())
    if not enough and status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
        raise OutOfTimeError


class _Rest:
    """The choice among the free candidates of a node."""

    def __init__(self, model: Any, node: Node, ground: Ground, cutoff: float) -> None:
        self.model, self._node, self._ground = model, node, ground
        self.joins = [model.new_bool_var("") for _ in node.free]
        self._cover()
        self._keep_apart()
        cost = sum(round(c) * x for c, x in zip(node.cost.tolist(), self.joins, strict=True) if c)
        if node.share is not None:
            cost += self._pairs(node.share + node.share.T)
        if not isinstance(cost, int):
            model.add(cost <= math.floor(cutoff) - round(node.base))
            model.minimize(cost)

    def _cover(self) -> None:
        ground, node, members = self._ground, self._node, list(self._node.members)
        least = ground.least - ground.cover[:, members].sum(axis=1)
        for row, asked in zip(ground.cover[:, node.free], least.tolist(), strict=True):
            if asked > 0:
                self.model.add(_weighted(row, self.joins) >= asked)
        self.model.add(sum(self.joins) <= ground.most_partners - len(members))
        if ground.budget is not None:
            left = ground.budget - int(ground.asks[members].sum())
            self.model.add(_weighted(ground.asks[node.free], self.joins) <= left)
        self._cover_areas(members)

    def _cover_areas(self, members: list[int]) -> None:
        held = self._ground.areas[:, members].any(axis=1)
        switches = [self.model.new_bool_var("") for _ in range(int((~held).sum()))]
        for area, switch in zip(self._ground.areas[~held][:, self._node.free], switches, strict=True):
            self.model.add_bool_or(*(self.joins[k] for k in np.flatnonzero(area)), ~switch)
        if self._ground.min_areas > held.sum():
            self.model.add(sum(switches) >= self._ground.min_areas - int(held.sum()))

    def _keep_apart(self) -> None:
        free = self._node.free
        apart = self._node.apart if len(free) <= APART_UP_TO else self._ground.apart(free)
        for a, b in np.argwhere(np.triu(apart, 1)):
            self.model.add_bool_or(~self.joins[a], ~self.joins[b])

    def _pairs(self, remote: Real) -> Any:
        """The cost of pairs; a pair is there where both are, and each star covers what it has to."""
        f = len(self.joins)
        both: dict[tuple[int, int], Any] = {}
        for a, b in np.argwhere(np.triu(~self._node.apart, 1)).tolist():
            both[a, b] = both[b, a] = pair = self.model.new_bool_var("")
            self.model.add_bool_or(~self.joins[a], ~self.joins[b], pair)
            self.model.add_implication(pair, self.joins[a])
            self.model.add_implication(pair, self.joins[b])
        ground, members = self._ground, list(self._node.members)
        least = ground.least - ground.cover[:, members].sum(axis=1)
        for a in range(f):
            mine = [(b, both[a, b]) for b in range(f) if (a, b) in both]
            for row, asked in zip(ground.cover[:, self._node.free].tolist(), least.tolist(), strict=True):
                if asked > row[a]:
                    star = sum(min(row[b], asked - row[a]) * pair for b, pair in mine)
                    self.model.add(star >= (asked - row[a]) * self.joins[a])
        return sum(round(remote[a, b]) * pair for (a, b), pair in both.items() if a < b)


def _weighted(weights: Any, variables: list[Any]) -> Any:
    return sum(int(weight) * x for weight, x in zip(weights, variables, strict=True) if weight)
