"""The search for the best team: a root an anchor, best bound first; branch and bound below; few teams one by one.

The order of everything is fixed, so the same problem gives the same team unless the time is over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium.costs import Costs
from network.matching.consortium.cpsat import finish
from network.matching.consortium.enumeration import Enumeration, Packed
from network.matching.consortium.local_search import MOST_CHOICES, LocalSearch
from network.matching.consortium.node import bounded
from network.matching.consortium.roots import Roots
from network.matching.solver import OutOfTimeError, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium.aim import Aim
    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Ground
    from network.matching.consortium.node import Bound, Node
    from network.matching.consortium.roots import Root
    from network.matching.solver import Watch

NODES = {None: 8, "lead": 150, "pairs": 1500}
"""After so many nodes, by cohesion, the rest is left to CP-SAT."""
FEW = 30
"""So many free candidates are worth going through one by one,"""
PATIENCE = 1000
"""for so many steps."""
MOVES = 25
TRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The end of a search: the best team by index, if any, and a bound on the value of all."""

    status: Status
    members: Team = ()
    value: int | None = None
    bound: int | None = None


class Search:
    """One search over one ground.

    Parameters
    ----------
    better: hears of every better team as it is found.
    beat: look only for teams of less than this value; there are likely none, so none is tried for fast.
    tries: so many roots are tried for a good team fast; none is needed from a good start.
    any_team: the first team will do, whatever its value.
    """

    def __init__(
        self,
        ground: Ground,
        aim: Aim,
        watch: Watch,
        *,
        better: Callable[[Found], None] = lambda _: None,
        beat: int | None = None,
        any_team: bool = False,
        tries: int = TRIES,
    ) -> None:
        self._ground, self._watch = ground, watch
        self._better, self._any_team = better, any_team
        self._costs, self._packed = Costs(ground, aim), Packed(ground)
        self._roots = Roots(ground, self._costs, watch)
        self._doubt = 1e-6 + 1e-12 * float(np.abs(aim.own).sum())
        self._cutoff = self._below(math.floor(self._costs.most) + 1 if beat is None else beat)
        self._nodes = NODES[aim.cohesion]
        self._tries = tries if beat is None else 0
        self._bound = self._costs.least
        self._best = Found(status=Status.UNKNOWN, bound=math.ceil(self._bound - self._doubt))

    def run(self, start: Team = ()) -> Found:
        """Search to the end, or until the time is over, from a team that may break rules."""
        try:
            if self._ground.leads and self._roots.holds(tuple(self._ground.required), None):
                self._start_from(start)
                self._watch.check()
                self._search()
        except OutOfTimeError:
            return self._best
        if self._best.value is None:
            return Found(status=Status.INFEASIBLE)
        return replace(self._best, status=Status.OPTIMAL, bound=self._best.value)

    def _below(self, value: int) -> float:
        """Teams at less than a whole value cost less than this, whatever the rounding of doubles."""
        return value - 1 + self._doubt

    def _start_from(self, team: Team) -> None:
        anchors: list[int | None] = [*self._roots.anchors] or [None]
        for anchor in anchors:
            if self._roots.holds(team, anchor):
                self._offer(team, anchor)

    def _search(self) -> None:
        if self._tries and not self._any_team:
            self._try_fast(self._roots.promising(self._tries))
        waiting: list[Root] = []
        for found in self._roots.screened(lambda: self._cutoff):
            self._try_fast(sorted(found, key=_by_bound)[: self._tries])
            waiting += found
        self._go_through(sorted(waiting, key=_by_bound))

    def _go_through(self, waiting: list[Root]) -> None:
        """Branch below some roots; of those too large for that, good teams are tried for, and there is no proof."""
        done: list[int] = []
        too_large = False
        for root in waiting:
            if not too_large:
                self._raise_bound(root.bound)
            if root.bound < self._cutoff:
                left = self._roots.rescreened(root, self._cutoff, done)
                small = [rest for rest in left if not self._roots.too_large(rest)]
                for rest in small:
                    self._branch(rest)
                if len(small) < len(left):
                    too_large = True
                    self._try_fast(left)
                elif root.anchor is not None:
                    done.append(root.anchor)
        if too_large:
            raise OutOfTimeError

    def _try_fast(self, roots: list[Root]) -> None:
        for root in roots:
            self._watch.check()
            if root.bound < self._cutoff:
                node = self._roots.small_node(root, MOST_CHOICES)
                team = LocalSearch(node, self._ground, self._watch.limits.seed).best(MOVES, first=self._any_team)
                if team is not None:
                    self._offer(team, root.anchor)

    def _branch(self, root: Root) -> None:
        """Depth first: with the candidate whose absence costs most, then without."""
        waiting = [self._roots.node(root)]
        while waiting and self._cutoff > -math.inf:
            self._watch.check()
            node = waiting.pop()
            self._nodes -= 1
            if self._nodes < 0:
                self._finish(node, root)
                continue
            self._offer(node.members, root.anchor)
            bound = bounded(node, self._ground, self._cutoff)
            if bound is None or not len(bound.node.free) or self._enumerated(bound, root):
                continue
            position = int(np.argmax(bound.leaving - bound.joining))
            waiting += [bound.node.excluding(position), bound.node.including(position, self._ground)]

    def _finish(self, node: Node, root: Root) -> None:
        finish(node, self._ground, self._cutoff, partial(self._offer, anchor=root.anchor), self._watch)

    def _enumerated(self, bound: Bound, root: Root) -> bool:
        if len(bound.node.free) > FEW:
            return False
        offer = partial(self._offer, anchor=root.anchor)
        return Enumeration(bound, self._packed, self._cutoff, offer, PATIENCE).complete()

    def _offer(self, team: Team, anchor: int | None) -> float:
        """Take a team of compatible members if it holds the rules and is better; the cutoff from then on."""
        value = round(self._costs.value(list(team), anchor))
        if value <= self._cutoff and self._packed.holds(team):
            self._best = Found(status=Status.FEASIBLE, members=tuple(sorted(team)), value=value)
            self._raise_bound(self._bound)
            self._better(self._best)
            self._cutoff = -math.inf if self._any_team else self._below(value)
        return self._cutoff

    def _raise_bound(self, bound: float) -> None:
        self._bound = max(self._bound, bound)
        if self._best.value is not None:
            whole = math.ceil(self._bound - self._doubt)
            self._best = replace(self._best, bound=min(self._best.value - 1, whole))


def _by_bound(root: Root) -> tuple[float, int]:
    return root.bound, root.anchor or 0
