"""A choice of hubs with the sites they serve, and how it is bettered by moving sites and hubs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.hubs.ground import Ground, Whole
    from network.matching.solver import Watch

NEVER = np.int64(2**62)
SERVED = -1
ROUNDS = 100
NEARBY = 12
"""Among so many hosts near it a hub moves."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """For each site the host, as an index of the ground's hosts, and the sum of distances."""

    hub_of: Whole
    total: int


def choice_of(ground: Ground, hub_of: Whole) -> Choice:
    """With its sum of distances."""
    return Choice(hub_of, int(ground.cost[np.arange(len(hub_of)), hub_of].sum()))


def assigned(ground: Ground, hubs: Whole) -> Choice | None:
    """Sites given to open hubs, first those that lose most if their nearest hub is full; None: some found no room."""
    hub_of = np.full(len(ground.demand), -1)
    hub_of[ground.hosts[hubs]] = hubs
    left, waiting = ground.room[hubs].copy(), np.flatnonzero(hub_of < 0)
    asked = ground.demand[waiting]
    price = np.where(asked[:, None] <= left, ground.cost[np.ix_(waiting, hubs)], NEVER)
    regret = _regrets(price)
    for _ in waiting:
        if regret.max() > NEVER:
            return None
        first = np.flatnonzero(regret == regret.max())
        k = first[asked[first].argmax()]
        hub = int(price[k].argmin())
        hub_of[waiting[k]] = hubs[hub]
        left[hub] -= asked[k]
        regret[k] = SERVED
        full = np.flatnonzero((regret != SERVED) & (price[:, hub] < NEVER) & (asked > left[hub]))
        price[full, hub] = NEVER
        regret[full] = _regrets(price[full])
    return choice_of(ground, hub_of)


def _regrets(price: Whole) -> Whole:
    """(sites, hubs) prices: what each site loses if its nearest hub is full; above NEVER if it finds no room."""
    two = np.partition(price, 1, axis=1) if price.shape[1] > 1 else np.column_stack([price, price])
    regret: Whole = np.where(two[:, 1] == NEVER, NEVER, two[:, 1] - two[:, 0]) + (two[:, 0] == NEVER)
    return regret


def bettered(ground: Ground, choice: Choice, watch: Watch) -> Choice:
    """Sites moved and exchanged, hubs moved among the sites they serve, until nothing of that helps or time is over."""
    hub_of = choice.hub_of.copy()
    for _ in range(ROUNDS):
        if watch.over or not (_relocate(ground, hub_of) or _move(ground, hub_of) or _exchange(ground, hub_of)):
            break
    return choice_of(ground, hub_of)


def _left(ground: Ground, hub_of: Whole) -> Whole:
    """The room left at each host, were it a hub."""
    used = np.zeros(len(ground.hosts), dtype=np.int64)
    np.add.at(used, hub_of, ground.demand)
    return ground.room + ground.demand[ground.hosts] - used


def _relocate(ground: Ground, hub_of: Whole) -> bool:
    """Let the best placed of its sites be the hub."""
    moved = False
    capacity = ground.room + ground.demand[ground.hosts]
    for hub in np.unique(hub_of):
        sites = np.flatnonzero(hub_of == hub)
        able = np.flatnonzero((hub_of[ground.hosts] == hub) & (capacity >= ground.demand[sites].sum()))
        sums = ground.cost[np.ix_(sites, able)].sum(axis=0)
        best = able[sums.argmin()]
        if sums.min() < ground.cost[sites, hub].sum():
            hub_of[sites] = best
            moved = True
    return moved


def _move(ground: Ground, hub_of: Whole) -> bool:
    """Give sites to other hubs, those that gain most first."""
    hubs, sites = np.unique(hub_of), _movable(ground, hub_of)
    left = _left(ground, hub_of)
    now = ground.cost[sites, hub_of[sites]]
    fits = ground.demand[sites][:, None] <= left[hubs]
    moved = False
    for k, place in _improving(np.where(fits, ground.cost[np.ix_(sites, hubs)] - now[:, None], 0)):
        site, hub = sites[k], hubs[place]
        asked, home = ground.demand[site], hub_of[site]
        if asked <= left[hub] and ground.cost[site, hub] < ground.cost[site, home]:
            left[home] += asked
            left[hub] -= asked
            hub_of[site] = hub
            moved = True
    return moved


def _exchange(ground: Ground, hub_of: Whole) -> bool:
    """Let sites of different hubs change places, the two that gain most first."""
    sites, left = _movable(ground, hub_of), _left(ground, hub_of)
    homes, asked = hub_of[sites], ground.demand[sites]
    there, now = ground.cost[np.ix_(sites, homes)], ground.cost[sites, homes]
    more = asked[:, None] - asked  # what the first brings to the hub of the second
    fits = (more <= left[homes]) & (-more <= left[homes][:, None])
    moved = set[int]()
    for first, second in _improving(np.where(fits, there + there.T - now[:, None] - now, 0)):
        extra = asked[first] - asked[second]
        if not moved.isdisjoint((first, second)) or extra > left[homes[second]] or -extra > left[homes[first]]:
            continue
        left[homes[second]] -= extra
        left[homes[first]] += extra
        hub_of[sites[[first, second]]] = homes[[second, first]]
        moved |= {first, second}
    return bool(moved)


def _improving(change: Whole) -> list[tuple[int, int]]:
    """The places of a table that are below 0, the lowest first."""
    first, second = np.nonzero(change < 0)
    order = np.argsort(change[first, second], kind="stable")
    return list(zip(first[order].tolist(), second[order].tolist(), strict=True))


def _movable(ground: Ground, hub_of: Whole) -> Whole:
    """The sites that are not hubs."""
    is_hub = np.zeros(len(hub_of), dtype=bool)
    is_hub[ground.hosts[np.unique(hub_of)]] = True
    return np.flatnonzero(~is_hub)


def shaken(ground: Ground, choice: Choice, hubs_moved: int, random: np.random.Generator, watch: Watch) -> Choice | None:
    """A choice whose hubs are those of another but for some that moved nearby; None: some sites found no room."""
    hubs = np.unique(choice.hub_of)
    for place in random.integers(len(hubs), size=hubs_moved).tolist():
        nearest = np.argsort(ground.cost[ground.hosts[hubs[place]]], kind="stable")[:NEARBY]
        others = np.setdiff1d(nearest, hubs)
        if len(others):
            hubs[place] = random.choice(others)
    found = assigned(ground, np.sort(hubs))
    return found and bettered(ground, found, watch)
