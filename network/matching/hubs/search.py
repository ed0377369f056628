"""The search: prices climb and hint at hubs; then all clusters near the bound are listed, and the best of them chosen.

R. Baldacci, E. Hadjiconstantinou, V. Maniezzo and A. Mingozzi, "A new method for solving capacitated location problems
based on a set partitioning approach", Computers & Operations Research 29, 2002.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.hubs.choice import Choice, assigned, bettered
from network.matching.hubs.clusters import clusters_within
from network.matching.hubs.knapsacks import Knapsacks
from network.matching.hubs.master import best_of
from network.matching.hubs.prices import Ascent
from network.matching.hubs.sharing import shared
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.hubs.ground import Ground, Whole
    from network.matching.solver import Watch

LISTED = (2_000, 8_000, 32_000, 128_000)
"""How many clusters are chosen from, one attempt after the other."""
BYTES_PER_ENTRY = 200
"""Of the integer programme over them."""
TRIED_EVERY = 4


class Search:
    """The best choice so far and the bound on all; `impossible` once it is proved that there is none."""

    def __init__(self, ground: Ground, watch: Watch, tell: Callable[[], None]) -> None:
        self._ground, self._watch, self._tell = ground, watch, tell
        self._knapsacks = Knapsacks(ground)
        self.best: Choice | None = None
        self.bound = int(ground.cost.min(axis=1).sum())
        self.impossible = False

    def run(self) -> None:
        """Until the best is proved or the time is over."""
        try:
            self._climb()
            if self.best is None:
                self._share()
            for most in LISTED:
                if self.best is not None and self.best.total > self.bound:
                    self._choose(min(most, self._room))
        except OutOfTimeError:
            pass

    def sites_of(self, choice: Choice) -> list[int]:
        """For each site that of its hub."""
        return [int(site) for site in self._ground.hosts[choice.hub_of]]

    @property
    def _room(self) -> int:
        """How many clusters fit into the memory allowed."""
        memory_mb = self._watch.limits.memory_mb
        per_cluster = BYTES_PER_ENTRY * (2 + len(self._ground.demand) // self._ground.hub_count)
        return LISTED[-1] if memory_mb is None else memory_mb * 2**20 // per_cluster

    def _offer(self, choice: Choice | None) -> None:
        if choice is not None and (self.best is None or choice.total < self.best.total):
            self.best = choice
            self._tell()

    def _raise(self, bound: int) -> None:
        known = bound if self.best is None else min(bound, self.best.total)
        if known > self.bound:
            self.bound = known
            self._tell()

    def _climb(self) -> None:
        """Prices climb; every few steps the hubs that they open are tried."""
        ascent = Ascent(self._ground, self._knapsacks)
        climbing = ascent.climb()
        tried = set[tuple[int, ...]]()
        here, k = next(climbing), 0
        try:
            while self.best is None or self.bound < self.best.total:
                self._watch.check()
                if k % TRIED_EVERY == 0 and tuple(here.opened.tolist()) not in tried:
                    tried.add(tuple(here.opened.tolist()))
                    self._try(here.opened)
                self._raise(ascent.best.bound)
                here, k = climbing.send(None if self.best is None else self.best.total), k + 1
        except StopIteration:
            pass
        self._at = ascent.best

    def _try(self, hubs: Whole) -> None:
        choice = assigned(self._ground, hubs)
        if choice is not None:
            self._offer(bettered(self._ground, choice))

    def _share(self) -> None:
        choice, self.impossible = shared(self._ground, self._watch)
        self._offer(choice and bettered(self._ground, choice))

    def _choose(self, most: int) -> None:
        """Choose among all clusters of choices up to some sum, as near to the best known as the number permits."""
        assert self.best is not None
        target = self.best.total - 1
        while target >= self.bound:
            clusters = clusters_within(self._ground, self._knapsacks, self._at, target, most, self._watch)
            if clusters is not None:
                break
            target = (self.bound + target) // 2 if target > self.bound else target - 1
        else:
            return
        choice, proved = best_of(self._ground, clusters, self._watch)
        self._offer(choice and bettered(self._ground, choice))
        if proved:
            self._raise(target + 1)
