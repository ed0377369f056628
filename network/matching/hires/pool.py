"""The posts to choose from: sets of demands with their best host, as rows of arrays.

A row keeps to everything but perhaps its timetable: every two of its demands have one together, and whether all have
is worked out when the row is first wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from network.matching.hires.ground import Ground, Truth, Whole
    from network.matching.hires.timetable import Timetables
    from network.matching.solver import Watch

    Sets = NDArray[np.int32]
    Posts = Iterable[tuple[int, tuple[int, ...]]]
    Key = tuple[int, int, int]
    """Worth left unplaced, posts, metres: of a choice of posts, or a bound on those of all; the least is the best."""

UNKNOWN, SOUND, BAD = 0, 1, 2
ROWS_ON_THE_WAY = 20
"""Sets of demands looked at for one that is kept, before it counts as too many."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Disjoint posts, each a host and its demands in ascending order, and what they come to."""

    key: Key
    posts: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Posts as rows: `sets` holds the demands in ascending order, filled up with n; `host` one of them.

    `sound` says what is known of the timetables: UNKNOWN, SOUND or BAD.
    """

    sets: Sets
    metres: Whole
    host: NDArray[np.int32]
    sound: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.sets)

    def only(self, rows: Truth | Whole) -> Pool:
        """Some of the rows."""
        return Pool(self.sets[rows], self.metres[rows], self.host[rows], self.sound[rows])

    def check(self, rows: Iterable[int], timetables: Timetables) -> None:
        """Work out the timetables of rows of which they are unknown."""
        nobody, sets, sound = timetables.n, self.sets, self.sound
        for row in rows:
            if sound[row] == UNKNOWN:
                members = [i for i in sets[row].tolist() if i < nobody]
                sound[row] = SOUND if timetables.exist(members) else BAD

    def half_days(self, ground: Ground) -> Whole:
        """The half-days of each row."""
        total: Whole = np.append(ground.half_days, 0)[self.sets].sum(1)
        return total

    def table(self, n: int) -> NDArray[np.float32]:
        """(rows, n): 1 where a demand is in a row."""
        table = np.zeros((len(self), n + 1), dtype=np.float32)
        table[np.arange(len(self))[:, None], self.sets] = 1
        return table[:, :n]

    def choice(self, rows: Whole, ground: Ground) -> Choice:
        """The choice of some disjoint rows."""
        members = [tuple(i for i in row if i < ground.n) for row in self.sets[rows].tolist()]
        return choice_of(ground, zip(self.host[rows].tolist(), members, strict=True))


def choice_of(ground: Ground, posts: Posts) -> Choice:
    """The choice of some disjoint posts, each a host and its demands."""
    chosen = tuple(sorted((host, tuple(sorted(members))) for host, members in posts))
    left = np.ones(ground.n, dtype=bool)
    left[[i for _, members in chosen for i in members]] = False
    metres = sum(int(ground.metres[host, list(members)].sum()) for host, members in chosen)
    return Choice((int(ground.worth[left].sum()), len(chosen), metres), chosen)


def all_posts(ground: Ground, most: int, watch: Watch) -> Pool | None:
    """Every post of a ground, a row a set of demands; None if there are far more than `most`.

    Raises
    ------
    OutOfTimeError
        When the watch is over.
    """
    together = ground.together
    partners = [np.flatnonzero(together[host] & ground.reach[host]) for host in range(ground.n)]
    count = np.array([len(row) for row in partners], dtype=np.int64)
    table = np.full((ground.n, int(count.max(initial=0)) + 1), ground.n, dtype=np.int32)
    for host, row in enumerate(partners):
        table[host, : len(row)] = row
    sets = np.flatnonzero(ground.can_host & ground.possible)[:, None].astype(np.int32)
    start = np.zeros(len(sets), dtype=np.int64)
    found: list[Sets] = []
    while len(sets):
        watch.check()
        total = ground.half_days[sets].sum(1)
        found.append(sets[(total >= ground.least) & (total <= ground.most)])
        if sets.shape[1] >= ground.sites:
            break
        more = count[sets[:, 0]] - start
        if sum(map(len, found)) > most or int(more.sum()) > ROWS_ON_THE_WAY * most:
            return None
        sets, start = _grown(sets, start, more, table, ground)
    return best_hosts(found, ground)


def _grown(sets: Sets, start: Whole, more: Whole, table: Sets, ground: Ground) -> tuple[Sets, Whole]:
    """Each row with each of its host's partners from `start` on, as far as all can be together."""
    row = np.repeat(np.arange(len(sets)), more)
    partner = start[row] + np.arange(len(row)) - np.repeat(np.cumsum(more) - more, more)
    new = table[sets[row, 0], partner]
    fits = ground.half_days[sets].sum(1)[row] + ground.half_days[new] <= ground.most
    for column in range(1, sets.shape[1]):
        fits &= ground.together[sets[row, column], new]
    return np.column_stack([sets[row[fits]], new[fits]]), partner[fits] + 1


def best_hosts(found: list[Sets], ground: Ground) -> Pool:
    """Rows that begin with their host become one row a set: of its hosts the one with fewest metres, then the first."""
    width = max((block.shape[1] for block in found), default=1)
    table = np.concatenate([_block(block, width, ground) for block in found] or [np.empty((0, width + 2), np.int64)])
    table = table[np.lexsort([*table.T[::-1]])]
    first = np.ones(len(table), dtype=bool)
    first[1:] = (table[1:, :width] != table[:-1, :width]).any(1)
    table = table[first]
    unknown = np.full(len(table), UNKNOWN, dtype=np.int8)
    sets, host = table[:, :width].astype(np.int32), table[:, width + 1].astype(np.int32)
    return Pool(sets, table[:, width].copy(), host, unknown)


def _block(sets: Sets, width: int, ground: Ground) -> Whole:
    """Rows of demands, metres and host."""
    block = np.full((len(sets), width + 2), ground.n, dtype=np.int64)
    block[:, : sets.shape[1]] = np.sort(sets, axis=1)
    block[:, width] = ground.metres[sets[:, :1], sets].sum(1)
    block[:, width + 1] = sets[:, 0]
    return block
