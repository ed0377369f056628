"""A part that is too large for one integer programme: needs around one are served anew, again and again.

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998, calls it a
large neighbourhood search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.exchange.ground import Whole
    from network.matching.exchange.search import Search

NEEDS = 150
"""Of one neighbourhood."""
NEAREST = 12
"""Links of a need that are tried, beside those that serve it."""
FRUITLESS = 2
"""After how many rounds without a gain a part is left as it is."""


class Neighbourhoods:
    """Those of one part of a search."""

    def __init__(self, search: Search, k: int) -> None:
        self._search, self._k = search, k
        ground = search.ground
        self._part = np.sort(search.parts[k])
        self._needs, starts = np.unique(ground.need[self._part], return_index=True)
        self._starts = np.append(starts, len(self._part))
        self._random = np.random.default_rng(search.watch.limits.seed)

    def better(self) -> None:
        """Round after round over all needs, those that are not served first.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        fruitless = 0
        while fruitless < FRUITLESS and self._search.scores[self._k] != self._search.bounds[self._k]:
            fruitless = 0 if self._round() else fruitless + 1

    def _round(self) -> bool:
        search, gained = self._search, False
        missing = (search.ground.asked > search.ground.served(search.amounts))[self._needs]
        order = np.lexsort((self._random.random(len(self._needs)), ~missing))
        done = np.zeros(len(self._needs), dtype=bool)
        for seed in order.tolist():
            if not done[seed]:
                around = self._around(seed)
                done[around] = True
                gained |= self._again(around)
        return gained

    def _around(self, seed: int) -> Whole:
        """A need, those that are served by the offers near it, those served by the offers near these, and so on."""
        search, around = self._search, np.array([seed])
        using = self._part[search.amounts[self._part] > 0]
        while len(around) < NEEDS:
            offers = np.unique(search.ground.offer[self._near(around)])
            met = search.ground.need[using[np.isin(search.ground.offer[using], offers)]]
            more = np.setdiff1d(np.searchsorted(self._needs, met), around)
            if not len(more):
                break
            room = NEEDS - len(around)
            around = np.union1d(around, more if len(more) <= room else self._random.choice(more, room, replace=False))
        return around

    def _near(self, needs: Whole) -> Whole:
        """The nearest links of some needs and those that serve them."""
        ground, amounts = self._search.ground, self._search.amounts
        found = []
        for need in needs.tolist():
            links = self._part[self._starts[need] : self._starts[need + 1]]
            nearest = links[np.argsort(ground.metres[links], kind="stable")[:NEAREST]]
            found += [nearest, links[amounts[links] > 0]]
        return np.unique(np.concatenate(found))

    def _again(self, needs: Whole) -> bool:
        """Serve some needs anew; whether that gained anything."""
        search = self._search
        links = self._near(needs)
        amounts, _ = search.programme(links).best(search.watch)
        if amounts is None:
            return False
        everything = search.amounts.copy()
        everything[links] = amounts
        gained = search.offer(self._k, everything[search.parts[self._k]])
        search.tell()
        return gained
