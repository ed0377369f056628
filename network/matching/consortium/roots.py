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

from network.matching.consortium.node import NEVER, Node, price_stars
from network.matching.consortium.prices import raise_prices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from network.matching.consortium.aim import Aim
    from network.matching.consortium.ground import Ground, Real, Truth, Whole

BLOCK = 2_000_000
"""Entries of a (anchors, candidates) array handled at once."""
SCREENS = (5, 15, 40, 40)
"""Rounds of prices for all anchors, then for those that are left, and so on."""
FIRST_ANCHORS = 64
"""The most promising anchors are screened first: the prices of the others start from theirs."""
STARS_UP_TO = 1500
"""With more candidates, screening with cohesion "pairs" does without stars: (n, n) arrays become too large."""
NEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An anchor (None: any team), a proven bound on its teams, and the candidates that may be in a better one."""

    bound: float
    anchor: int | None
    free: Whole
    prices: Real


class Roots:
    """What the roots of one search have in common."""

    def __init__(self, ground: Ground, aim: Aim) -> None:
        self._ground, self._aim = ground, aim
        self._everyone: Whole = np.arange(ground.n)
        self._last_lead, self._last_row = -1, np.zeros(0)

    @cached_property
    def anchors(self) -> list[int]:
        """The anchors; none where one root does for all."""
        ground = self._ground
        if self._aim.cohesion == "lead" or ground.problem.call.max_km_to_lead is not None:
            return ground.leads
        if self._aim.cohesion is None or ground.required:
            return []
        needed = [np.flatnonzero((row > 0) & ground.usable).tolist() for row in ground.cover]
        return min(needed, key=len)

    @cached_property
    def possible(self) -> bool:
        """Whether anybody may lead, and those who must be members can be together."""
        return bool(self._ground.leads) and self.compatible(tuple(self._ground.required), None)

    def promising(self, count: int) -> list[Root]:
        """Some anchors with others near, without a bound; or the one root for all."""
        prices = np.zeros(len(self._ground.priced[1]))
        if not self.anchors:
            free = self._ground.usable.copy()
            free[self._ground.required] = False
            return [Root(bound=-np.inf, anchor=None, free=np.flatnonzero(free), prices=prices)]
        return self._screen(self._in_order[:count], prices, self.worst + 1, stages=SCREENS[:1])[0]

    @cached_property
    def _in_order(self) -> Whole:
        """The anchors, those with others near first; of very many, some are taken to be sorted."""
        anchors = np.array(self.anchors)
        step = -(-len(anchors) * self._ground.n // BLOCK)
        costs, open_to = self._screening(anchors[::step])
        nearest = np.sort(np.where(open_to, costs, NEVER), axis=1)[:, :NEAREST].sum(axis=1)
        first = anchors[::step][np.argsort(nearest, kind="stable")]
        return np.concatenate([first, np.setdiff1d(anchors, first)])

    def screened(self, cutoff: Callable[[], float]) -> Iterator[list[Root]]:
        """The roots that may lead to a team below the cutoff, block by block."""
        if not self.anchors:
            yield self.promising(1)
            return
        prices = np.zeros(len(self._ground.priced[1]))
        size = max(1, BLOCK // self._ground.n)
        edges = [0, *range(min(size, FIRST_ANCHORS), len(self.anchors), size), len(self.anchors)]
        for start, end in pairwise(edges):
            found, prices = self._screen(self._in_order[start:end], prices, cutoff())
            yield found

    def rescreened(self, root: Root, cutoff: float, done: list[int]) -> list[Root]:
        """The root, or none, under a lower cutoff and without teams that are also of anchors already done."""
        if root.anchor is None:
            return [root]
        found, _ = self._screen(np.array([root.anchor]), root.prices, cutoff)
        if self._aim.cohesion == "lead":  # a team costs another lead something else
            return found
        return [replace(left, free=self._not_done(left, done)) for left in found]

    def _not_done(self, root: Root, done: list[int]) -> Whole:
        """The free candidates without those anchors, already done, that could lead whomever the root's may lead."""
        again = np.intersect1d(root.free, np.array(done, dtype=int))
        everyone = np.concatenate([root.free, [root.anchor], self._ground.required]).astype(int)
        return np.setdiff1d(root.free, again[self._ground.reach(again, everyone).all(axis=1)])

    def _screen(
        self, anchors: Whole, start: Real, cutoff: float, *, stages: tuple[int, ...] = SCREENS
    ) -> tuple[list[Root], Real]:
        """The roots of some anchors, and the mean of their prices."""
        rows, asked = self._ground.priced
        costs, open_to = self._screening(anchors)
        kept = open_to[:, self._ground.required].all(axis=1)
        inside = np.zeros_like(open_to)
        inside[:, self._ground.required] = True
        inside[np.arange(len(anchors)), anchors] = True
        base = self._aim.constant + np.where(inside, costs, 0).sum(axis=1)
        need = asked - inside @ rows[:, : self._ground.n].T
        costs = np.hstack(
            [np.where(open_to & ~inside, costs, NEVER), np.zeros((len(anchors), rows.shape[1] - self._ground.n))]
        )
        prices, bounds = np.tile(start, (len(anchors), 1)), np.full(len(anchors), -np.inf)
        for rounds in stages:
            k = np.flatnonzero(kept)
            target = cutoff - float(base[k].min(initial=0))
            found, prices[k] = raise_prices(rows, need[k], costs[k], prices[k], target=target, rounds=rounds)
            bounds[k] = base[k] + found
            kept &= bounds < cutoff
        joining = bounds[:, None] + np.maximum(0, costs - prices @ rows)[:, : self._ground.n]
        return [
            Root(
                bound=float(bounds[k]),
                anchor=int(anchors[k]),
                free=np.flatnonzero(joining[k] < cutoff),
                prices=prices[k],
            )
            for k in np.flatnonzero(kept)
        ], prices.mean(axis=0)

    def _screening(self, anchors: Whole) -> tuple[Real, Truth]:
        """(anchors, n) costs of which the sum over a team is at most the team's, and who may be with each."""
        ground = self._ground
        km = ground.kilometres(anchors, self._everyone)
        open_to = ground.reach(anchors, self._everyone, km) & ground.usable
        for a, b in ground.foes:
            open_to[anchors == a, b] = open_to[anchors == b, a] = False
        if self._aim.cohesion is None:
            return np.tile(self._aim.own, (len(anchors), 1)), open_to
        costs = ground.remoteness(anchors, self._everyone, km)
        if self._aim.cohesion == "pairs":
            costs = costs / 2 + self._star_parts(anchors)
        return costs + self._aim.own, open_to

    def _star_parts(self, anchors: Whole) -> Real:
        """(anchors, n) what the stars of the others add to their costs, 0 for the anchor itself."""
        if self._ground.n > STARS_UP_TO:
            return np.zeros((len(anchors), self._ground.n))
        stars, slack, _ = self._stars
        parts = stars + slack[:, anchors].T
        parts[np.arange(len(anchors)), anchors] = 0
        return parts

    @cached_property
    def pairs(self) -> Real | None:
        """(n, n) remoteness where all pairs count."""
        return self._ground.remoteness(self._everyone, self._everyone) if self._aim.cohesion == "pairs" else None

    @cached_property
    def _stars(self) -> tuple[Real, Real, Real]:
        """(n), (n, n), (n, m): bounds on the stars of all, what they have to spare for a pair, their prices."""
        n, m = self._ground.n, len(self._ground.priced[1])
        whole = self._node(None, self._everyone, np.zeros(m), np.zeros((n, m)), required=[])
        rows = self._ground.priced[0]
        return price_stars(whole, rows, self.worst)

    @cached_property
    def worst(self) -> float:
        """No team costs more."""
        most, own = self._ground.most_partners, np.sort(np.maximum(0, self._aim.own))[::-1]
        pairs = {None: 0, "lead": most, "pairs": most * most / 2}[self._aim.cohesion]
        return self._aim.constant + float(own[:most].sum()) + 1000 * pairs

    @cached_property
    def least(self) -> float:
        """No team costs less."""
        own = np.sort(np.minimum(0, self._aim.own))
        return self._aim.constant + float(own[: self._ground.most_partners].sum())

    def compatible(self, team: tuple[int, ...], anchor: int | None) -> bool:
        """Whether a team is of a root, those who must be there are in it, all are usable and no two at odds."""
        members, ground = np.array(team, dtype=int), self._ground
        return (
            (anchor is None or anchor in team)
            and set(ground.required) <= set(team)
            and bool(ground.usable[members].all())
            and not np.isin(ground.foes, members).all(axis=1).any()
            and (anchor is None or bool(ground.reach(np.array([anchor]), members).all()))
        )

    def node(self, root: Root, *, most: int | None = None) -> Node:
        """The node of a root, with the anchor and whoever must be there; of the free, at most so many, the cheapest."""
        free = root.free
        if most is not None and len(free) > most:
            free = np.sort(free[np.argsort(self._joined(root.anchor)[free], kind="stable")[:most]])
        stars = np.zeros((len(free), len(root.prices)))
        if self._aim.cohesion == "pairs" and self._ground.n <= STARS_UP_TO:
            stars = self._stars[2][free]
        return self._node(root.anchor, free, root.prices, stars, required=self._ground.required)

    def _joined(self, anchor: int | None) -> Real:
        """(n) own costs and what it costs to be with the anchor."""
        if self._aim.cohesion is None or anchor is None:
            return self._aim.own
        return self._aim.own + (self._to_lead(anchor) if self.pairs is None else self.pairs[anchor])

    def _node(self, anchor: int | None, free: Whole, prices: Real, star_prices: Real, *, required: list[int]) -> Node:
        ground = self._ground
        members = sorted({*required, *([] if anchor is None else [anchor])})
        own, base = self._aim.own, float(self._aim.constant)
        if self.pairs is not None:
            joined = own + self.pairs[members].sum(axis=0)
            base += float(own[members].sum() + self.pairs[members][:, members].sum() / 2)
        else:
            joined = self._joined(anchor)
            base += float(joined[members].sum())
        return Node(
            members=tuple(members),
            base=base,
            need=ground.priced[1] - ground.priced[0][:, members].sum(axis=1),
            free=free,
            cost=joined[free],
            apart=self._apart(free),
            share=None if self.pairs is None else self.pairs[free][:, free] / 2,
            prices=prices,
            star_prices=star_prices,
        )

    def _to_lead(self, lead: int) -> Real:
        """(n) remoteness to the lead; the last one asked for is kept."""
        if self._last_lead != lead:
            self._last_lead = lead
            self._last_row = self._ground.remoteness(np.array([lead]), self._everyone)[0]
        return self._last_row

    def _apart(self, free: Whole) -> Truth:
        """(f, f) incompatible pairs, and each with itself."""
        apart = np.eye(len(free), dtype=bool)
        place = np.full(self._ground.n, -1)
        place[free] = np.arange(len(free))
        for a, b in place[self._ground.foes]:
            if a >= 0 and b >= 0:
                apart[a, b] = apart[b, a] = True
        return apart

    def value(self, team: tuple[int, ...], anchor: int | None) -> int:
        """What a team costs; with cohesion "lead", under its anchor."""
        members = list(team)
        total = self._aim.constant + self._aim.own[members].sum()
        if self.pairs is not None:
            total += self.pairs[members][:, members].sum() / 2
        elif self._aim.cohesion == "lead" and anchor is not None:
            total += self._to_lead(anchor)[members].sum()
        return round(float(total))
