"""The roots of a search: one a possible lead, or one for all where it does not matter who leads.

All leads are screened at once by prices on the same rules: those that lead no better team are dropped, the others come
with a bound and with the candidates that can be in a better team of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
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
"""Entries of a (leads, candidates) array handled at once."""
SCREENS = (5, 15, 40, 40)
"""Rounds of prices for all leads, then for those that are left, and so on."""
FIRST_LEADS = 64
"""The most promising leads are screened first: the prices of the others start from theirs."""
STARS_UP_TO = 1500
"""With more candidates, screening with cohesion "pairs" does without stars: (n, n) arrays become too large."""
FEW_LEADS = 40
NEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A lead (None: any), a proven bound on its teams, and the candidates that may be in a better one."""

    bound: float
    lead: int | None
    free: Whole
    prices: Real


class Roots:
    """What the roots of one search have in common."""

    def __init__(self, ground: Ground, aim: Aim) -> None:
        self._ground, self._aim = ground, aim
        self._everyone: Whole = np.arange(ground.n)
        self._last_lead, self._last_row = -1, np.zeros(0)

    @cached_property
    def leads(self) -> list[int]:
        """The leads to search one by one; none where one root does for all."""
        ground = self._ground
        apart = self._aim.cohesion == "lead" or ground.problem.call.max_km_to_lead is not None
        if apart or (self._aim.cohesion == "pairs" and len(ground.leads) <= FEW_LEADS):
            return ground.leads
        return []

    @cached_property
    def possible(self) -> bool:
        """Whether anybody may lead, and those who must be members can be together."""
        return bool(self._ground.leads) and self.compatible(tuple(self._ground.required), None)

    def promising(self, count: int) -> list[Root]:
        """Some leads with others near, without a bound; or the one root for all."""
        prices = np.zeros(len(self._ground.priced[1]))
        if not self.leads:
            free = self._ground.usable.copy()
            free[self._ground.required] = False
            return [Root(bound=-np.inf, lead=None, free=np.flatnonzero(free), prices=prices)]
        return self._screen(self._in_order[:count], prices, self.worst + 1, stages=SCREENS[:1])[0]

    @cached_property
    def _in_order(self) -> Whole:
        """The leads, those with others near first; of very many, some are taken to be sorted."""
        leads = np.array(self.leads)
        step = -(-len(leads) * self._ground.n // BLOCK)
        costs, open_to = self._screening(leads[::step])
        nearest = np.sort(np.where(open_to, costs, NEVER), axis=1)[:, :NEAREST].sum(axis=1)
        first = leads[::step][np.argsort(nearest, kind="stable")]
        return np.concatenate([first, np.setdiff1d(leads, first)])

    def screened(self, cutoff: Callable[[], float]) -> Iterator[list[Root]]:
        """The roots that may lead to a team below the cutoff, block by block."""
        if not self.leads:
            yield self.promising(1)
            return
        prices = np.zeros(len(self._ground.priced[1]))
        size = max(1, BLOCK // self._ground.n)
        edges = [0, *range(min(size, FIRST_LEADS), len(self.leads), size), len(self.leads)]
        for start, end in pairwise(edges):
            found, prices = self._screen(self._in_order[start:end], prices, cutoff())
            yield found

    def rescreened(self, root: Root, cutoff: float) -> list[Root]:
        """The root under a lower cutoff, or none."""
        return [root] if root.lead is None else self._screen(np.array([root.lead]), root.prices, cutoff)[0]

    def _screen(
        self, leads: Whole, start: Real, cutoff: float, *, stages: tuple[int, ...] = SCREENS
    ) -> tuple[list[Root], Real]:
        """The roots of some leads, and the mean of their prices."""
        rows, asked = self._ground.priced
        costs, open_to = self._screening(leads)
        kept = open_to[:, self._ground.required].all(axis=1)
        inside = np.zeros_like(open_to)
        inside[:, self._ground.required] = True
        inside[np.arange(len(leads)), leads] = True
        base = self._aim.constant + np.where(inside, costs, 0).sum(axis=1)
        need = asked - inside @ rows[:, : self._ground.n].T
        costs = np.hstack([np.where(open_to & ~inside, costs, NEVER), np.zeros((len(leads), rows.shape[1] - self._ground.n))])
        prices, bounds = np.tile(start, (len(leads), 1)), np.full(len(leads), -np.inf)
        for rounds in stages:
            k = np.flatnonzero(kept)
            target = cutoff - float(base[k].min(initial=0))
            found, prices[k] = raise_prices(rows, need[k], costs[k], prices[k], target=target, rounds=rounds)
            bounds[k] = base[k] + found
            kept &= bounds < cutoff
        joining = bounds[:, None] + np.maximum(0, costs - prices @ rows)[:, : self._ground.n]
        return [
            Root(bound=float(bounds[k]), lead=int(leads[k]), free=np.flatnonzero(joining[k] < cutoff), prices=prices[k])
            for k in np.flatnonzero(kept)
        ], prices.mean(axis=0)

    def _screening(self, leads: Whole) -> tuple[Real, Truth]:
        """(leads, n) costs of which the sum over a team is at most the team's, and whom each may lead."""
        ground = self._ground
        km = ground.kilometres(leads, self._everyone)
        open_to = ground.reach(leads, self._everyone, km) & ground.usable
        for a, b in ground.foes:
            open_to[leads == a, b] = open_to[leads == b, a] = False
        if self._aim.cohesion is None:
            return np.tile(self._aim.own, (len(leads), 1)), open_to
        costs = ground.remoteness(leads, self._everyone, km)
        if self._aim.cohesion == "pairs":
            costs = costs / 2 + self._star_parts(leads)
        return costs + self._aim.own, open_to

    def _star_parts(self, leads: Whole) -> Real:
        """(leads, n) what the stars of the others add to their costs, 0 for the lead itself."""
        if self._ground.n > STARS_UP_TO:
            return np.zeros((len(leads), self._ground.n))
        stars, slack, _ = self._stars
        parts = stars + slack[:, leads].T
        parts[np.arange(len(leads)), leads] = 0
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

    def compatible(self, team: tuple[int, ...], lead: int | None) -> bool:
        """Whether those who must be there are in a team, all are usable, no two at odds, and the lead may lead them."""
        members, ground = np.array(team, dtype=int), self._ground
        return (
            (lead is None or lead in team)
            and set(ground.required) <= set(team)
            and bool(ground.usable[members].all())
            and not np.isin(ground.foes, members).all(axis=1).any()
            and (lead is None or bool(ground.reach(np.array([lead]), members).all()))
        )

    def node(self, root: Root, *, most: int | None = None) -> Node:
        """The node of a root: the lead and whoever must be there are members; `most` leaves only the cheapest free."""
        free = root.free
        if most is not None and len(free) > most:
            free = np.sort(free[np.argsort(self._joined(root.lead)[free], kind="stable")[:most]])
        stars = np.zeros((len(free), len(root.prices)))
        if self._aim.cohesion == "pairs" and self._ground.n <= STARS_UP_TO:
            stars = self._stars[2][free]
        return self._node(root.lead, free, root.prices, stars, required=self._ground.required)

    def _joined(self, lead: int | None) -> Real:
        """(n) own costs and what it costs to be with the lead."""
        if self._aim.cohesion is None or lead is None:
            return self._aim.own
        return self._aim.own + (self._to_lead(lead) if self.pairs is None else self.pairs[lead])

    def _node(self, lead: int | None, free: Whole, prices: Real, star_prices: Real, *, required: list[int]) -> Node:
        ground = self._ground
        members = sorted({*required, *([] if lead is None else [lead])})
        own, base = self._aim.own, float(self._aim.constant)
        if self.pairs is not None:
            joined = own + self.pairs[members].sum(axis=0)
            base += float(own[members].sum() + self.pairs[members][:, members].sum() / 2)
        else:
            joined = self._joined(lead)
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

    def value(self, team: tuple[int, ...], lead: int | None) -> int:
        """What a team costs."""
        members = list(team)
        total = self._aim.constant + self._aim.own[members].sum()
        if self.pairs is not None:
            total += self.pairs[members][:, members].sum() / 2
        elif self._aim.cohesion == "lead" and lead is not None:
            total += self._to_lead(lead)[members].sum()
        return round(float(total))
