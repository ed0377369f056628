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
AT_ONCE = 200_000
"""Sets of demands that are tried between two looks at the watch."""
SETS_A_POST = 20
"""Sets tried for one post that is allowed, before they count as too many."""
FARTHEST = 1 << 40


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


def all_posts(ground: Ground, most: int, watch: Watch, *, partners: int | None = None) -> Pool | None:
    """Every post of a ground, a row a set of demands; None if there are far more than `most`.

    With `partners` only those in which each demand is among so many that are nearest to the host.

    Raises
    ------
    OutOfTimeError
        When the watch is over.
    """
    table, count = _partners(ground, ground.n if partners is None else partners)
    hosts = np.flatnonzero(ground.can_host & ground.possible)[:, None].astype(np.int32)
    waiting, found = [(hosts, np.zeros(len(hosts), dtype=np.int64))], []
    posts = tried = 0
    while waiting:
        watch.check()
        sets, start = waiting.pop()
        more = count[sets[:, 0]] - start
        if len(sets) > 1 and more.sum() > AT_ONCE:
            half = len(sets) // 2
            waiting += [(sets[half:], start[half:]), (sets[:half], start[:half])]
            continue
        found.append(_hosted(sets, ground))
        posts, tried = posts + len(found[-1]), tried + int(more.sum())
        if posts > most or tried > SETS_A_POST * most:
            return None
        if sets.shape[1] < ground.sites and more.any():
            waiting.append(_grown(sets, start, more, table, ground))
    return _joined(found, ground.n)


def _partners(ground: Ground, most: int) -> tuple[Sets, Whole]:
    """Of each host the nearest demands that it reaches and can share a post with, filled up with n, and how many."""
    rows = [np.flatnonzero(row) for row in ground.together & ground.reach]
    rows = [np.sort(row[np.argsort(ground.metres[host, row], kind="stable")[:most]]) for host, row in enumerate(rows)]
    count = np.array([len(row) for row in rows], dtype=np.int64)
    table = np.full((ground.n, int(count.max(initial=0)) + 1), ground.n, dtype=np.int32)
    for host, row in enumerate(rows):
        table[host, : len(row)] = row
    return table, count


def _grown(sets: Sets, start: Whole, more: Whole, partners: Sets, ground: Ground) -> tuple[Sets, Whole]:
    """Each row with each of its host's partners from `start` on, as far as all can be together."""
    row = np.repeat(np.arange(len(sets)), more)
    place = start[row] + np.arange(len(row)) - np.repeat(np.cumsum(more) - more, more)
    new = partners[sets[row, 0], place]
    fits = ground.half_days[sets].sum(1)[row] + ground.half_days[new] <= ground.most
    for column in range(1, sets.shape[1]):
        fits &= ground.together[sets[row, column], new]
    return np.column_stack([sets[row[fits]], new[fits]]), place[fits] + 1


def _hosted(sets: Sets, ground: Ground) -> Pool:
    """The rows that are posts and begin with their best host: the one with the fewest metres, then the first."""
    total = ground.half_days[sets].sum(1)
    sets = sets[(total >= ground.least) & (total <= ground.most)]
    metres = [_metres(sets, column, ground) for column in range(sets.shape[1])]
    first = np.ones(len(sets), dtype=bool)
    for column, other in enumerate(metres[1:], 1):
        first &= (metres[0] < other) | ((metres[0] == other) & (sets[:, 0] < sets[:, column]))
    unknown = np.full(int(first.sum()), UNKNOWN, dtype=np.int8)
    return Pool(np.sort(sets[first], axis=1), metres[0][first], sets[first, 0], unknown)


def _metres(sets: Sets, column: int, ground: Ground) -> Whole:
    """What each row comes to with the demand of one column as its host; where that cannot be, more than any host."""
    hosts = sets[:, column, None]
    travel = ground.metres[hosts, sets].sum(1, dtype=np.int64)
    metres: Whole = np.where(ground.reach[hosts, sets].all(1), travel, FARTHEST)
    return metres


def _joined(parts: list[Pool], n: int) -> Pool:
    """One pool; rows of fewer demands are filled up."""
    parts = [part for part in parts if len(part)] or parts[:1]
    width = max(part.sets.shape[1] for part in parts)
    return Pool(
        np.concatenate([_padded(part.sets, width, n) for part in parts]),
        np.concatenate([part.metres for part in parts]),
        np.concatenate([part.host for part in parts]),
        np.concatenate([part.sound for part in parts]),
    )


def _padded(sets: Sets, width: int, n: int) -> Sets:
    return np.pad(sets, ((0, 0), (0, width - sets.shape[1])), constant_values=n)
