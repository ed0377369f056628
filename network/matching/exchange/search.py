"""The search: what falls apart is settled part by part, what is too large for that neighbourhood by neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from network.matching.exchange.greedy import filled
from network.matching.exchange.ground import dot
from network.matching.exchange.neighbourhoods import Neighbourhoods
from network.matching.exchange.prices import Prices
from network.matching.exchange.programme import Programme
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.exchange.ground import Ground, Whole
    from network.matching.solver import Watch

Score = tuple[int, ...]

AT_ONCE = 8_000
"""Links of a part that one integer programme takes; with more, its neighbourhoods are bettered."""


class Search:
    """The best amounts so far; `standing` are those to keep, `earlier` those of an earlier solution.

    `scores` and `bounds` have an entry a part: what its amounts are worth, goal by goal, and what none can surpass up
    to the first goal for which these differ.
    """

    def __init__(
        self, ground: Ground, standing: Whole, earlier: Whole, watch: Watch, tell: Callable[[], None], *, stay: bool
    ) -> None:
        self.ground, self.standing, self.earlier, self.stay = ground, standing, earlier, stay
        self.watch, self.tell = watch, tell
        self.asked, self.room = ground.asked - ground.served(standing), ground.room - ground.used(standing)
        can = np.where(ground.splittable, self.asked > 0, self.asked == ground.asked)
        self.free = np.flatnonzero((standing == 0) & can[ground.need])
        self.amounts = standing.copy()
        self.parts: list[Whole] = []
        self.scores: list[Score] = []
        self.bounds: list[Score] = []

    def run(self) -> None:
        """Until all parts are proved or the time is over."""
        self.parts = sorted(self._components(), key=len)
        self.scores = [self.score(part) for part in self.parts]
        self.bounds = [self._at_most(part) for part in self.parts]
        try:
            self._start()
            for k, part in enumerate(self.parts):
                if self.scores[k] != self.bounds[k]:
                    self._settle(k, part)
        except OutOfTimeError:
            pass

    def score(self, links: Whole) -> Score:
        """What the amounts of some links are worth, goal by goal; all are maximised."""
        amounts, ground = self.amounts[links], self.ground
        kept = int(((amounts == self.earlier[links]) & (amounts > 0)).sum())
        gain, far = dot(amounts, ground.worth[ground.need[links]]), dot(amounts, ground.metres[links])
        return (*([kept] if self.stay else []), gain, -far)

    def offer(self, k: int, amounts: Whole) -> bool:
        """Take the amounts of a part if they are better."""
        part = self.parts[k]
        before = self.amounts[part]
        self.amounts[part] = amounts
        score = self.score(part)
        if score <= self.scores[k]:
            self.amounts[part] = before
            return False
        self.scores[k] = score
        return True

    def _components(self) -> list[Whole]:
        """Links that share a need, or a slot that can be full."""
        ground, links = self.ground, self.free
        place, slot = ground.in_slots(links)
        load = np.zeros(len(self.room), dtype=np.int64)
        np.add.at(load, slot, self.asked[ground.need[links]][place])
        full = load[slot] > self.room[slot]
        place, slot = place[full], slot[full]
        needs, size = len(ground.asked), len(ground.asked) + len(self.room)
        graph = coo_matrix((np.ones(len(place)), (ground.need[links][place], needs + slot)), shape=(size, size))
        label = connected_components(graph, directed=False)[1][ground.need[links]]
        order = np.argsort(label, kind="stable")
        return np.split(links[order], np.flatnonzero(np.diff(label[order])) + 1) if len(links) else []

    def _at_most(self, part: Whole) -> Score:
        """What a part can be worth at most, seen at a glance."""
        ground = self.ground
        needs, starts = np.unique(ground.need[part], return_index=True)
        asked, nearest = self.asked[needs] * (ground.worth[needs] > 0), np.minimum.reduceat(ground.metres[part], starts)
        kept = int((self.earlier[part] > 0).sum())
        return (*([kept] if self.stay else []), dot(asked, ground.worth[needs]), -dot(asked, nearest))

    def _start(self) -> None:
        """A first choice: the earlier solution as far as it goes, then need by need at the prices."""
        ground = self.ground
        toll = np.zeros(len(ground.need), dtype=np.int64)
        order = np.argsort(-ground.worth, kind="stable")[: np.count_nonzero(ground.worth)]
        begun = self._possible()
        self._take(filled(ground, begun, self.free, toll, order))
        large = [k for k, part in enumerate(self.parts) if len(part) > AT_ONCE and not self.stay]
        for k in large:
            toll += self._price(k)
        if large:
            self._take(filled(ground, begun, self.free, toll, order))

    def _take(self, amounts: Whole) -> None:
        for k, part in enumerate(self.parts):
            self.offer(k, amounts[part])
        self.tell()

    def _possible(self) -> Whole:
        """The standing amounts, and as many of the earlier ones as fit beside them."""
        ground, amounts = self.ground, self.standing.copy()
        room, asked = self.room.copy(), self.asked.copy()
        for link in self.free[self.earlier[self.free] > 0].tolist():
            slots, need, amount = (
                slice(ground.first[link], ground.last[link] + 1),
                ground.need[link],
                self.earlier[link],
            )
            whole = ground.splittable[need] or amount == ground.asked[need]
            if whole and amount <= asked[need] and amount <= room[slots].min():
                amounts[link] = amount
                room[slots] -= amount
                asked[need] -= amount
        return amounts

    def _price(self, k: int) -> Whole:
        """Bound by prices what a large part can gain; the price of a unit of each link."""
        part, ground = self.parts[k], self.ground
        prices = Prices(ground, part, self.asked, self.room, ground.worth[ground.need[part]])
        bound = prices.climb(self.scores[k][0], self.watch)
        if bound.most < self.bounds[k][0]:
            self.bounds[k] = (bound.most, 0)
        return bound.toll

    def _settle(self, k: int, part: Whole) -> None:
        """The best amounts of a part; better ones if it is too large for that."""
        if len(part) <= AT_ONCE:
            amounts, proved = self.programme(part).best(self.watch)
            if amounts is not None:
                self.offer(k, amounts)
            if proved and not self.ground.cut[self.ground.need[part]].any():
                self.bounds[k] = self.scores[k]
            self.tell()
        else:
            Neighbourhoods(self, k).better()

    def programme(self, links: Whole) -> Programme:
        """The programme of some links beside all that the others serve."""
        ground, others = self.ground, self.amounts.copy()
        others[links] = 0
        served, used = ground.served(others), ground.used(others)
        return Programme(ground, links, ground.asked - served, ground.room - used, self.earlier, self.stay)
