"""The search: prices climb and hint at hubs; then all clusters near the bound are listed, and the best of them chosen.

R. Baldacci, E. Hadjiconstantinou, V. Maniezzo and A. Mingozzi, "A new method for solving capacitated location problems
based on a set partitioning approach", Computers & Operations Research 29, 2002. Groups of neighbouring hubs are chosen
anew the same way while that helps: F. Stefanello, O. C. B. de Araujo and F. M. Muller, "Matheuristics for the
capacitated p-median problem", International Transactions in Operational Research 22, 2015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hubs.choice import Choice, assigned, bettered, choice_of, shaken
from network.matching.hubs.clusters import clusters_within
from network.matching.hubs.knapsacks import Knapsacks
from network.matching.hubs.master import best_of
from network.matching.hubs.plain import best_served
from network.matching.hubs.prices import ITERATIONS, SCALE, Ascent, gains_at
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.hubs.ground import Ground, Whole
    from network.matching.solver import Watch

LISTED = (1_000, 3_000, 9_000, 27_000, 81_000)
"""How many clusters are chosen from, one attempt after the other."""
BYTES_PER_ENTRY = 200
"""Of the integer programme over them."""
TRIED_EVERY = 4
SHAKES = 400
GROUPS = (3, 4)
"""How many neighbouring hubs are chosen anew together."""
REASSIGNED, REACH = 200, 3
"""Up to so many sites are shared out by an integer programme among the nearest hub and so many others."""
QUICK = 80
"""Steps of the prices of such a group."""
HALVINGS = 6
"""How often a target is halved until its clusters are few enough."""
EARLY, FAR = 2, 2
"""After so many attempts, single sites are chosen if the gap is still so many times what has been proved."""


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
            self._climb(ITERATIONS)
            if self.best is None:
                self._start()
            self._better()
            for k, most in enumerate(LISTED):
                if self._open and not (k >= EARLY and self._tight):
                    self._choose(most)
            if self._open:
                self._finish()
        except OutOfTimeError:
            pass

    def run_quickly(self, known: Choice) -> Choice:
        """A choice that is no worse than a known one, without the proof that it is best."""
        self.best = known
        self._climb(QUICK)
        if self._open:
            self._choose(LISTED[0])
        return self.best

    def sites_of(self, choice: Choice) -> list[int]:
        """For each site that of its hub."""
        return [int(site) for site in self._ground.hosts[choice.hub_of]]

    @property
    def _open(self) -> bool:
        """Whether there may be a better choice than the best known."""
        return self.best is not None and self.best.total > self.bound

    def _offer(self, choice: Choice | None) -> None:
        if choice is not None and (self.best is None or choice.total < self.best.total):
            self.best = choice
            self._tell()

    def _raise(self, bound: int) -> None:
        known = bound if self.best is None else min(bound, self.best.total)
        if known > self.bound:
            self.bound = known
            self._tell()

    def _climb(self, iterations: int) -> None:
        """Prices climb; every few steps the hubs that they open are tried."""
        self._watch.check()
        ascent = Ascent(self._ground, self._knapsacks, iterations)
        climbing = ascent.climb()
        tried = set[tuple[int, ...]]()
        here, k = next(climbing), 0
        try:
            while self.best is None or self._open:
                if k % TRIED_EVERY == 0 and tuple(here.opened.tolist()) not in tried:
                    tried.add(tuple(here.opened.tolist()))
                    self._try(here.opened)
                self._raise(ascent.best.bound)
                self._watch.check()
                here, k = climbing.send(None if self.best is None else self.best.total), k + 1
        except StopIteration:
            pass
        self._at = ascent.best

    def _try(self, hubs: Whole) -> None:
        choice = assigned(self._ground, hubs)
        if choice is not None:
            self._offer(bettered(self._ground, choice, self._watch))

    def _start(self) -> None:
        """Any choice, where no simple way has led to one."""
        choice, proved = best_served(self._ground, self._ground.open_to, None, self._watch)
        self.impossible = proved and choice is None
        self._offer(choice)
        if choice is not None and proved:
            self._raise(choice.total)

    def _better(self) -> None:
        """Shake the hubs, regroup them and share the sites out anew; again as long as that helps."""
        random, before = np.random.default_rng(self._watch.limits.seed), None
        while self._open and self.best is not before:
            self._shake(random)
            before = self.best
            self._regroup()
            if self._open and len(self._ground.demand) <= REASSIGNED:
                self._reassign()

    def _shake(self, random: np.random.Generator) -> None:
        """Move one or two hubs of the best choice at random, and better what comes of it."""
        for k in range(SHAKES):
            if self.best is not None and self._open:
                self._watch.check()
                self._offer(shaken(self._ground, self.best, 1 + k % 2, random, self._watch))

    def _regroup(self) -> None:
        """Choose neighbouring hubs anew, group by group, while that helps."""
        for size in GROUPS:
            waiting = self._hubs()
            while waiting and size < self._ground.hub_count and self._open:
                better = self._regrouped(waiting.pop(0), size)
                if better is not None:
                    self._offer(bettered(self._ground, better, self._watch))
                    waiting = self._hubs()

    def _reassign(self) -> None:
        """Share the sites out anew among the hubs that there are, each to one of those nearest to it."""
        assert self.best is not None
        hubs, cost = np.array(self._hubs()), self._ground.cost
        far = np.sort(cost[:, hubs], axis=1)[:, : REACH + 1].max(axis=1)
        allowed = np.zeros_like(self._ground.open_to)
        allowed[:, hubs] = self._ground.open_to[:, hubs] & (cost[:, hubs] <= far[:, None])
        allowed[self._ground.hosts[hubs]] = False
        allowed[self._ground.hosts[hubs], hubs] = True
        choice, _ = best_served(self._ground, allowed, self.best, self._watch)
        self._offer(choice and bettered(self._ground, choice, self._watch))

    def _hubs(self) -> list[int]:
        assert self.best is not None
        return [int(hub) for hub in np.unique(self.best.hub_of)]

    def _regrouped(self, hub: int, size: int) -> Choice | None:
        """The best choice with the group around one hub chosen anew; None if that is no better."""
        assert self.best is not None
        ground, hub_of, hubs = self._ground, self.best.hub_of, np.array(self._hubs())
        near = np.argsort(ground.cost[ground.hosts[hubs], hub], kind="stable")[:size]
        sites = np.flatnonzero(np.isin(hub_of, hubs[near]))
        part, hosts = ground.part(sites, size)
        known = choice_of(part, np.searchsorted(hosts, hub_of[sites]))
        found = Search(part, self._watch, lambda: None).run_quickly(known)
        if found.total == known.total:
            return None
        hub_of = hub_of.copy()
        hub_of[sites] = hosts[found.hub_of]
        return choice_of(ground, hub_of)

    def _choose(self, most: int) -> None:
        """Choose among all clusters of choices up to some sum, as near to the best known as the number permits."""
        assert self.best is not None
        fits, target = None, self.best.total - 1
        too_much, reached = self.best.total, self.bound - 1
        for _ in range(HALVINGS):
            found = clusters_within(self._ground, self._knapsacks, self._at, target, self._room(most), self._watch)
            if found is None:
                too_much = target
            else:
                fits, reached = found, target
            if too_much - reached <= 1:
                break
            target = (reached + too_much) // 2
        if fits is None:
            return
        choice, proved = best_of(self._ground, fits, self._watch)
        self._offer(choice and bettered(self._ground, choice, self._watch))
        if proved:
            self._raise(reached + 1)

    def _room(self, most: int) -> int:
        """How many clusters may be listed in the memory allowed."""
        memory_mb = self._watch.limits.memory_mb
        per_cluster = BYTES_PER_ENTRY * (2 + len(self._ground.demand) // self._ground.hub_count)
        return most if memory_mb is None else min(most, memory_mb * 2**20 // per_cluster)

    @property
    def _tight(self) -> bool:
        """Whether what was listed so far is far from reaching the best known."""
        assert self.best is not None
        return self.best.total - self.bound > FAR * (self.bound - self._at.bound)

    def _finish(self) -> None:
        """Choose among the single sites and hosts that a better choice can hold."""
        assert self.best is not None
        slack = SCALE * (self.best.total - 1) - self._at.total - self._at.extra
        allowed = self._ground.open_to & (-gains_at(self._ground, self._at.prices) <= slack) & (slack >= 0)
        own = self._ground.hosts, np.arange(len(self._ground.hosts))
        allowed[own] = slack >= 0
        choice, proved = best_served(self._ground, allowed, self.best, self._watch)
        self._offer(choice)
        if proved:
            self._raise(self.best.total)
