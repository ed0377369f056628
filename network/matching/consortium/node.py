"""A node of the search: some members are chosen, some candidates are free, the others are out; and its bound.

With cohesion "pairs" the cost of a team is half the sum, over its members, of the cost of the *star* of each: its
remoteness to all the others. Each star must hold the rules too, so a priced star bounds it from below, and the bounds
of the stars add to the candidates' own costs in the bound of the team. What a star does not need of a pair is handed to
the star of the other end, and so on in turns (W. P. Adams, H. D. Sherali, "A tight linearization and an algorithm for
zero-one quadratic programming problems", Management Science 32, 1986; P. Hahn, T. Grant, "Lower bounds for the
quadratic assignment problem based upon a dual formulation", Operations Research 46, 1998).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from network.matching.consortium.prices import raise_prices
from network.matching.consortium.simplex import Programme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from network.matching.consortium.ground import Ground, Real, Truth, Whole

NEVER = 1e12
"""The cost of a pair that cannot be; far above any real one, small enough to add up."""
TURNS = 4
SETTLED = 0.02
"""A turn that closes less of the gap than this is the last."""
FIRST_ROUNDS, STAR_ROUNDS = 30, 20
FINE = 1000
MANY = 500
"""Among more free candidates of whom the pairs cost nothing, those that are in no better team are not looked for."""
STARS = 3
"""About how many stars share the cost of a team, for the length of steps only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Members chosen and f candidates free, over m priced rows.

    Attributes
    ----------
    base: cost of the chosen members among themselves.
    need: (m) what the rows still ask.
    free: (f) indices of candidates.
    cost: (f) of joining the chosen members.
    apart: (f, f) pairs that are in no better team.
    share: (f, f) cost of a pair borne by the star of the row's candidate; None where pairs cost nothing.
    star_prices: (f, m) where to start from.
    """

    members: tuple[int, ...]
    base: float
    need: Real
    free: Whole
    cost: Real
    apart: Truth
    share: Real | None
    star_prices: Real

    def keeping(self, chosen: Whole) -> Node:
        """The node with only some of the free candidates, by position."""
        return replace(
            self,
            free=self.free[chosen],
            cost=self.cost[chosen],
            apart=_among(chosen, self.apart),
            share=None if self.share is None else _among(chosen, self.share),
            star_prices=self.star_prices[chosen],
        )

    def including(self, position: int, ground: Ground) -> Node:
        """The node in which a free candidate is a member."""
        candidate = int(self.free[position])
        cost = self.cost
        if self.share is not None:
            cost = cost + self.share[position] + self.share[:, position]
        joined = replace(
            self,
            members=(*self.members, candidate),
            base=self.base + float(self.cost[position]),
            need=self.need - ground.priced[0][:, candidate],
            cost=cost,
        )
        return joined.keeping(np.flatnonzero(~self.apart[position]))

    def excluding(self, position: int) -> Node:
        """The node in which a free candidate is out."""
        return self.keeping(np.delete(np.arange(len(self.free)), position))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What prices prove of a node.

    Every team of it costs at least `value`, plus `joining` of each free candidate in it, plus `leaving` of each one
    that is not, plus `together` of each pair in it (0.0 where pairs cost nothing); all of these are >= 0.
    """

    value: float
    node: Node
    joining: Real
    leaving: Real
    together: Real | float


def fine(gap: float) -> float:
    """What falling short of a row costs: so much that hardly any shortfall stays below the cutoff, a gap away."""
    return FINE * max(1.0, gap)


def bounded(node: Node, ground: Ground, cutoff: float) -> Bound | None:
    """The bound of a node, left without the candidates and pairs that are in no team below the cutoff.

    Returns None if no team of the node is below the cutoff.
    """
    value, programme, before = -np.inf, _programme(node, ground, cutoff), node.free
    for turn in range(TURNS if node.share is not None else 1):
        if turn:
            programme.keep(np.isin(before, node.free))
        bound = _priced(node, ground, programme, cutoff, first=turn == 0)
        if bound.value >= cutoff:
            return None
        before, left = node.free, bound.node
        if len(left.free) == len(before) and bound.value - value < SETTLED * (cutoff - bound.value):
            break
        value, node = bound.value, left
    return bound


def _columns(node: Node, ground: Ground) -> Real:
    return np.hstack([ground.priced[0][:, node.free], ground.priced[0][:, ground.n :]])


def _programme(node: Node, ground: Ground, cutoff: float) -> Programme:
    """The rules of a node, nobody counting for more than what a row still needs."""
    columns, covering = _columns(node, ground), len(ground.least)
    columns[:covering] = np.minimum(columns[:covering], np.maximum(0, node.need[:covering, None]))
    return Programme(columns, node.need, fine(cutoff - node.base))


def _priced(node: Node, ground: Ground, programme: Programme, cutoff: float, *, first: bool) -> Bound:
    """One turn: price the stars, then the team; drop what cannot be; hand on what the stars do not need."""
    stars, slack, star_prices = price_stars(node, _columns(node, ground), cutoff, first=first)
    costs = np.concatenate([node.cost + stars, np.zeros(len(ground.areas))])
    prices = programme.prices(costs)
    reduced = costs - prices @ programme.rows
    value = node.base + float(prices @ node.need + np.minimum(0, reduced).sum())
    reduced = reduced[: len(node.free)]
    inside = np.flatnonzero(value + np.maximum(reduced, 0) < cutoff)
    joining, leaving = np.maximum(reduced[inside], 0), np.maximum(-reduced[inside], 0)
    left = replace(node, star_prices=star_prices).keeping(inside)
    together: Real | float = 0.0
    if left.share is not None:
        slack = _among(inside, slack)
        left = replace(left, share=left.share - slack / 2 + slack.T / 2)
        together = slack + slack.T
    if left.share is not None or len(inside) <= MANY:
        apart = left.apart | (value + joining[:, None] + joining + together >= cutoff)
        np.fill_diagonal(apart, True)
        left = replace(left, apart=apart)
    return Bound(value=value, node=left, joining=joining, leaving=leaving, together=together)


def price_stars(node: Node, columns: Real, cutoff: float, *, first: bool = True) -> tuple[Real, Real, Real]:
    """(f) bounds of the stars, (f, f) what each star has to spare for a pair, (f, m) prices."""
    f = len(node.free)
    if node.share is None or f == 0:
        return np.zeros(f), np.zeros((f, f)), node.star_prices
    costs = np.hstack([np.where(node.apart, NEVER, node.share), np.zeros((f, columns.shape[1] - f))])
    fresh = first and not node.star_prices.any()
    bounds, prices = raise_prices(
        columns,
        node.need - columns.T[:f],
        costs,
        node.star_prices,
        target=max(1.0, (cutoff - node.base) / STARS),
        rounds=FIRST_ROUNDS if fresh else STAR_ROUNDS,
        step=1.0 if fresh else 0.3,
    )
    reduced = (costs - prices @ columns)[:, :f]
    return bounds, np.where(node.apart, 0, np.maximum(reduced, 0)), prices


def _among(chosen: Whole, square: NDArray[Any]) -> NDArray[Any]:
    """The rows and columns of some."""
    return square.take(chosen, axis=0).take(chosen, axis=1)
