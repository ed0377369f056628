"""The few meetings that would most raise what becomes possible."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array

if TYPE_CHECKING:
    from network.proximity.index import Node, PlaceIndex, Rows

MOST_NODES, MOST_TIES = 10_000, 100_000  # within two seconds
Flags = npt.NDArray[np.int8]
Entry = tuple[int, int, int]  # minus what the meetings of a row open at most, the metres to its nearest, the row
Found = tuple[int, int, int, int]  # minus what a meeting opens, its metres, its rows; nothing opened: nothing found


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A meeting of two neighbours that do not know each other: how many pairs of neighbours it opens, itself one."""

    first: Node
    second: Node
    metres: int
    opens: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Meetings in the order in which they are best held; no choice of as many opens more than `at_most` pairs.

    Of `near` pairs of neighbours, `open_already` know each other or know the same third.
    """

    meetings: list[FirstStep]
    at_most: int
    near: int
    open_already: int

    @property
    def opens(self) -> int:
        """How many pairs all of them open."""
        return sum(meeting.opens for meeting in self.meetings)


def first_steps(
    index: PlaceIndex, ties: Mapping[tuple[Node, Node], int], *, within_km: float, count: int
) -> FirstSteps:
    """The meetings, `count` at most, that open most.

    A pair of neighbours (within `within_km` kilometres) is *open* when the two know each other (have a tie of any
    strength) or know the same third, who can introduce them. A meeting makes two neighbours know each other. Each step
    takes the meeting that opens most pairs, of equals the one of the nearest. ValueError past 10,000 nodes or 100,000
    ties.

    Notes
    -----
    Lazy: the meetings of a node are looked at only while what they could open at most may be the best (M. Minoux,
    "Accelerated greedy algorithms for maximizing submodular set functions", 1978). A meeting of a and b opens at most
    themselves, and each with those within twice the reach whom the other knows; and a meeting held makes others open
    less, except those of the two who met, which are looked at anew.

    Two meetings can open together what neither opens alone (a third who comes to both), so the greedy choice has no
    guarantee of its own; a bound stands beside it. A pair opened by k meetings is opened by one of them with what was
    there, or by two of them: at most the k greatest single gains and k(k-1)/2 more.
    """
    if len(index.nodes) > MOST_NODES or len(ties) > MOST_TIES:
        raise ValueError(f"first steps are for {MOST_NODES} organisations and {MOST_TIES} ties at most")
    state = _State(index, _table(index, ties), within_km)
    near, already = index.count_pairs(within_km), state.count_open()
    search = _Search(state)
    greatest = search.greatest_gains(count)
    meetings = [meeting for _step in range(count) if (meeting := search.hold_best())]
    return FirstSteps(meetings, min(near - already, sum(greatest) + count * (count - 1) // 2), near, already)


class _State:
    """Who knows whom and who is open to whom, by rows of the index, as meetings are held."""

    def __init__(self, index: PlaceIndex, knows: csr_array, within_km: float) -> None:
        self.index, self._knows, self._within_km = index, knows, within_km
        itself = eye_array(knows.shape[0], dtype=np.int32, format="csr")
        self._open = (knows + itself) @ (knows + itself)
        self._near: dict[int, Rows] = {}
        self._closed: dict[int, Flags] = {}
        self._opened: dict[int, list[int]] = defaultdict(list)  # by the meetings held
        self.reach = self._count_reach()

    def hold(self, a: int, b: int) -> None:
        """The two have met: they know each other, and each is open to whom the other knows."""
        for one, other in ((a, b), (b, a)):
            for third in (*self._known(other).tolist(), other):
                self._opened[one].append(third)
                self._opened[third].append(one)
                self._closed.pop(third, None)
            self.reach[one] += 1
        met = csr_array(([1, 1], ([a, b], [b, a])), shape=self._knows.shape, dtype=np.int32)
        self._knows = self._knows + met

    def count_open(self) -> int:
        """How many pairs of neighbours were open before any meeting."""
        first, second = self._open.nonzero()
        once = first < second
        return int((self.index.metres_of_rows(first[once], second[once]) <= 1000 * self._within_km).sum())

    def gains(self, a: int, least: int) -> tuple[Rows, Rows, Rows, int]:
        """With whom a node may meet, how many pairs each meeting would open, and their metres, where that may be
        `least` or more; and what the others open at most."""
        rows = self._around(a)
        known, closed = self._known(a), self._closed_to(a)
        most = (self._knows @ closed + closed)[rows] + self.reach[a]  # a with them and theirs; they with those of a
        met = np.zeros(len(closed), dtype=bool)
        met[known] = True
        most[met[rows]] = 0
        may = most >= least
        rows, opens = rows[may], most[may] - self.reach[a]
        metres = self.index.metres_of_rows(np.full_like(rows, a), rows)
        return rows, opens + self._count_closed(rows, known), metres, int(most[~may].max(initial=0))

    def _count_closed(self, rows: Rows, known: Rows) -> Rows:
        """For each row how many of those known are its neighbours and not open to it."""
        if len(rows) < len(known):
            return np.array([self._closed_to(row)[known].sum() for row in rows.tolist()], dtype=np.int64)
        counts: Any = np.zeros(len(rows), dtype=np.int64)
        for one in known.tolist():
            counts += self._closed_to(one)[rows]
        return counts

    def _count_reach(self) -> Rows:
        """How many each node knows of those to whom its meetings could open: within twice the distance."""
        first, second = self._knows.nonzero()
        is_near = self.index.metres_of_rows(first, second) <= 2000 * self._within_km + 2
        return np.bincount(first[is_near], minlength=self._knows.shape[0])

    def _around(self, row: int) -> Rows:
        if row not in self._near:
            self._near[row] = self.index.rows_around(row, self._within_km)
        return self._near[row]

    def _known(self, row: int) -> Rows:
        return _row_of(self._knows, row)

    def _closed_to(self, row: int) -> Flags:
        """1 for every neighbour to whom the node is not open."""
        if row not in self._closed:
            flags = np.zeros(len(self.index.nodes), dtype=np.int8)
            flags[self._around(row)] = 1
            flags[_row_of(self._open, row)] = 0
            flags[self._opened[row]] = 0
            self._closed[row] = flags
        return self._closed[row]


class _Search:
    """A heap holds for each node what its meetings open at most: those with nodes that know no more than it does."""

    def __init__(self, state: _State) -> None:
        self._state = state
        nearest = state.index.nearest_metres().tolist()
        self._heap = [(-2 * reach - 1, nearest[row], row) for row, reach in enumerate(state.reach.tolist())]
        heapq.heapify(self._heap)

    def greatest_gains(self, count: int) -> list[int]:
        """What the `count` meetings open that open most, each by itself."""
        greatest = [0] * count
        looked_at = np.zeros(len(self._heap), dtype=bool)
        entries: list[Entry] = []
        while self._heap and -self._heap[0][0] > greatest[-1]:
            row, (rows, opens, _metres) = self._look(entries, greatest[-1] + 1)
            looked_at[row] = True
            new = np.sort(opens[~looked_at[rows]])[-count:].tolist()
            greatest = sorted([*greatest, *new], reverse=True)[:count]
        self._put_back(entries)
        return greatest

    def hold_best(self) -> FirstStep | None:
        """The meeting that opens most, held; None when there is none."""
        best: Found = (0, 0, 0, 0)
        entries: list[Entry] = []
        while self._heap and self._heap[0][:2] < best[:2]:
            row, found = self._look(entries, max(-best[0], 1))
            best = min(best, _best(row, *found))
        self._put_back(entries)
        if not best[0]:
            return None
        opens, metres, a, b = best
        self._state.hold(a, b)
        for row in (a, b):  # theirs alone may open more than before
            heapq.heappush(self._heap, (-2 * len(self._state.index.nodes), 0, row))
        nodes = self._state.index.nodes
        return FirstStep(nodes[a], nodes[b], metres, -opens)

    def _look(self, entries: list[Entry], least: int) -> tuple[int, tuple[Rows, Rows, Rows]]:
        """The meetings of the node at the top, where they open `least` or more; its new entry is for later."""
        _bound, nearest, row = heapq.heappop(self._heap)
        rows, opens, metres, others = self._state.gains(row, least)
        entries.append((-max(int(opens.max(initial=0)), others), nearest, row))
        return row, (rows, opens, metres)

    def _put_back(self, entries: list[Entry]) -> None:
        for entry in entries:
            heapq.heappush(self._heap, entry)


def _best(row: int, rows: Rows, opens: Rows, metres: Rows) -> Found:
    """Of the meetings of a row the one that opens most, of equals that of the nearest, then the first."""
    if not opens.any():
        return 0, 0, 0, 0
    place = np.lexsort((rows, metres, -opens))[0]
    a, b = sorted((row, int(rows[place])))
    return -int(opens[place]), int(metres[place]), a, b


def _table(index: PlaceIndex, ties: Mapping[tuple[Node, Node], int]) -> csr_array:
    """Who knows whom: 1 in both directions."""
    pairs = [(index.row(a), index.row(b)) for (a, b), strength in ties.items() if strength]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    sides = np.concatenate([first, second]), np.concatenate([second, first])
    return csr_array((np.ones(len(sides[0]), dtype=np.int32), sides), shape=(len(index.nodes),) * 2)


def _row_of(table: csr_array, row: int) -> Any:
    return table.indices[table.indptr[row] : table.indptr[row + 1]]
