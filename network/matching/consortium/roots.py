"""The roots of a search: the teams of one anchor each, or all teams where no anchor helps.

An anchor is a possible lead where it matters who leads. Where it does not, one of any set of candidates of which a team
needs at least one will do, the smaller the better. All anchors are screened at once by prices on the same rules: those
of no better team are dropped, the others come with a bound and with the candidates that can be in a better team.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium.costs import PAIRS_UP_TO
from network.matching.consortium.node import NEVER, Node, fine, price_stars
from network.matching.consortium.prices import raise_prices
from network.matching.consortium.simplex import Programme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from network.matching.consortium.costs import Costs
    from network.matching.consortium.ground import Ground, Real, Truth, Whole
    from network.matching.solver import Watch

BLOCK = 2_000_000
"""Entries of an (anchors, candidates) array handled at once."""
SCREENS = (1, 5, 15, 40)
"""Rounds of prices for all anchors, then for those that are left, and so on."""
FIRST_ANCHORS = 64
"""The most promising anchors are screened first: the prices of the others start from theirs."""
NEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An anchor (None: any team), a proven bound on its teams, and the candidates that may be in a better one."""

    bound: float
    anchor: int | None
    free: Whole


class Roots:
    """What the roots of one search have in common."""

    def __init__(self, ground: Ground, costs: Costs, watch: Watch) -> None:
        self._ground, self._costs, self._watch = ground, costs, watch

    @cached_property
    def anchors(self) -> list[int]:
        """The anchors; none where one root does for all."""
        ground, cohesion = self._ground, self._costs.aim.cohesion
        if cohesion == "lead" or ground.problem.call.max_km_to_lead is not None:
            return ground.leads
        if cohesion is None or ground.required:
            return []
        needed = [np.flatnonzero((row > 0) & ground.usable).tolist() for row in ground.cover]
        return min(needed, key=len)

    def holds(self, team: tuple[int, ...], anchor: int | None) -> bool:
        """Whether a team is of a root: those who must be there are in it, all may be, and no two are at odds."""
        members, ground = np.array(team, dtype=int), self._ground
        return (
            set(self._members(anchor)) <= set(team)
            and bool(ground.usable[members].all())
            and not np.isin(ground.foes, members).all(axis=1).any()
            and (anchor is None or bool(ground.reach(np.array([anchor]), members).all()))
        )

    def promising(self, count: int) -> list[Root]:
        """Some anchors with others near, without a bound; or the one root for all."""
        if not self.anchors:
            return [self._unpriced(None, self._ground.usable)]
        chosen = self._in_order[:count]
        roots = zip(chosen.tolist(), self._open_to(chosen), strict=True)
        return [self._unpriced(anchor, open_to) for anchor, open_to in roots if open_to[self._members(anchor)].all()]

    def screened(self, cutoff: Callable[[], float]) -> Iterator[list[Root]]:
        """The roots that may lead to a team below the cutoff, block by block."""
        if not self.anchors:
            yield self.promising(1)
            return
        prices: Real | None = None
        size = max(1, BLOCK // self._ground.n)
        edges = [0, *range(min(size, FIRST_ANCHORS), len(self.anchors), size), len(self.anchors)]
        for start, end in pairwise(edges):
            found, prices = self._screen(self._in_order[start:end], prices, cutoff())
            yield found

    def rescreened(self, root: Root, cutoff: float, done: list[int]) -> list[Root]:
        """The root, or none, under a lower cutoff and without teams that are also of anchors already done."""
        if root.anchor is None:
            return [root]
        found, _ = self._screen(np.array([root.anchor]), None, cutoff)
        if self._costs.aim.cohesion == "lead":  # a team costs something else under another lead
            return found
        return [replace(left, free=self._not_done(left, done)) for left in found]

    def too_large(self, root: Root) -> bool:
        """Whether a root has too many pairs for its node."""
        return self._costs.of_pairs and len(root.free) > PAIRS_UP_TO

    def node(self, root: Root) -> Node:
        """The node of a root, priced stars and all."""
        return self._node(root, root.free, self._stars[2] if self._counts_stars else None)

    def small_node(self, root: Root, most: int) -> Node:
        """The node of a root with at most so many free candidates, the cheapest."""
        cheapest = np.argsort(self._costs.row(root.anchor)[root.free], kind="stable")[:most]
        return self._node(root, root.free[np.sort(cheapest)], None)

    def _members(self, anchor: int | None) -> list[int]:
        """Who is in all teams of an anchor."""
        return sorted({*self._ground.required, *([] if anchor is None else [anchor])})

    def _unpriced(self, anchor: int | None, open_to: Truth) -> Root:
        free = np.setdiff1d(np.flatnonzero(open_to), self._members(anchor))
        return Root(bound=-np.inf, anchor=anchor, free=free)

    @cached_property
    def _in_order(self) -> Whole:
        """The anchors, those with others near first; of very many, some are taken to be sorted."""
        anchors = np.array(self.anchors)
        some = anchors[:: -(-len(anchors) * self._ground.n // BLOCK)]
        joining = np.where(self._open_to(some), self._costs.joining(some), NEVER)
        first = some[np.argsort(np.sort(joining, axis=1)[:, :NEAREST].sum(axis=1), kind="stable")]
        return np.concatenate([first, np.setdiff1d(anchors, first)])

    def _open_to(self, anchors: Whole, km: Real | None = None) -> Truth:
        """(anchors, n) who may be in a team of each."""
        ground = self._ground
        open_to = ground.reach(anchors, np.arange(ground.n), km) & ground.usable
        for a, b in ground.foes:
            open_to[anchors == a, b] = open_to[anchors == b, a] = False
        return open_to

    def _screen(self, anchors: Whole, prices: Real | None, cutoff: float) -> tuple[list[Root], Real | None]:
        """The roots of some anchors; and the mean of their prices, for others to start from.

        Without prices to start from, those that are best for the first.
        """
        (rows, asked), n = self._ground.priced, self._ground.n
        km = self._ground.kilometres(anchors, np.arange(n))
        open_to, parts = self._open_to(anchors, km), self._parts(anchors, km)
        inside = np.zeros_like(open_to)
        inside[:, self._ground.required] = True
        inside[np.arange(len(anchors)), anchors] = True
        kept = (open_to | ~inside).all(axis=1)
        anchors, inside, open_to, parts = anchors[kept], inside[kept], open_to[kept], parts[kept]
        if not len(anchors):
            return [], prices
        base = self._costs.aim.constant + np.where(inside, parts, 0).sum(axis=1)
        need = asked - inside @ rows[:, :n].T
        costs = np.hstack([np.where(open_to & ~inside, parts, NEVER), np.zeros((len(anchors), rows.shape[1] - n))])
        if prices is None:
            prices = Programme(rows, need[0], fine(cutoff - base[0])).prices(costs[0])
        found, bounds = np.tile(prices, (len(anchors), 1)), np.full(len(anchors), -np.inf)
        left = np.arange(len(anchors))
        for rounds in SCREENS if len(anchors) > 1 else SCREENS[:1]:
            self._watch.check()
            target = cutoff - float(base[left].min(initial=0))
            better, found[left] = raise_prices(rows, need[left], costs[left], found[left], target=target, rounds=rounds)
            bounds[left] = base[left] + better
            left = left[bounds[left] < cutoff]
        joining = bounds[:, None] + np.maximum(0, costs - found @ rows)[:, :n]
        free = {k: np.flatnonzero(joining[k] < cutoff) for k in left.tolist()}
        roots = [Root(bound=float(bounds[k]), anchor=int(anchors[k]), free=free[k]) for k in free]
        return roots, found.mean(axis=0)

    def _parts(self, anchors: Whole, km: Real) -> Real:
        """(anchors, n) costs of candidates of which the sum over a team is at most the team's."""
        joining = self._costs.joining(anchors, km)
        if not self._costs.of_pairs:
            return joining
        halves = (joining + self._costs.aim.own) / 2
        if self._counts_stars:
            stars, slack, _ = self._stars
            halves += stars + slack[:, anchors].T
            halves[np.arange(len(anchors)), anchors] -= stars[anchors]
        return halves

    @property
    def _counts_stars(self) -> bool:
        return self._costs.of_pairs and self._ground.n <= PAIRS_UP_TO

    @cached_property
    def _stars(self) -> tuple[Real, Real, Real]:
        """(n), (n, n), (n, m): bounds on the stars of all, what they have to spare for a pair, their prices."""
        everyone = Root(bound=-np.inf, anchor=None, free=np.arange(self._ground.n))
        return price_stars(
            self._node(everyone, everyone.free, None, required=False), self._ground.priced[0], self._costs.most
        )

    def _not_done(self, root: Root, done: list[int]) -> Whole:
        """The free candidates without those anchors, already done, that could lead whomever the root's may lead."""
        again = np.intersect1d(root.free, np.array(done, dtype=int))
        everyone = np.concatenate([root.free, self._members(root.anchor)])
        return np.setdiff1d(root.free, again[self._ground.reach(again, everyone).all(axis=1)])

    def _node(self, root: Root, free: Whole, star_prices: Real | None, *, required: bool = True) -> Node:
        ground, costs = self._ground, self._costs
        members = self._members(root.anchor) if required else []
        everyone, joined = np.arange(ground.n), np.array(members, dtype=int)
        cost = costs.aim.own + costs.between(joined, everyone).sum(axis=0) if costs.of_pairs else costs.row(root.anchor)
        return Node(
            members=tuple(members),
            base=costs.value(members, root.anchor),
            need=ground.priced[1] - ground.priced[0][:, members].sum(axis=1),
            free=free,
            cost=cost[free],
            apart=ground.apart(free),
            share=costs.between(free, free) / 2 if costs.of_pairs else None,
            star_prices=np.zeros((len(free), len(ground.priced[1]))) if star_prices is None else star_prices[free],
        )
