"""The linear programme over posts, stage by stage, with bounds that hold whatever its rounding.

Rows: each demand is in one post or unplaced; the worth left unplaced; the number of posts; the cuts. Columns: being
unplaced, one a demand, and the posts that the prices ask for (column generation over the pool; C. Barnhart and others,
"Branch-and-price: column generation for solving huge integer programs", Operations Research 46, 1998).

The prices of the optimum are rounded to whole multiples of a small unit and the bound is worked out from those in whole
numbers: by weak duality any prices give a valid bound, and these all but the optimum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.pool import BAD, SOUND
from network.matching.linear import INFINITY, Entries, NumericalTroubleError, Simplex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from network.matching.hires.cuts import Cut
    from network.matching.hires.ground import Ground, Truth, Whole
    from network.matching.hires.pool import Pool
    from network.matching.hires.timetable import Timetables
    from network.matching.linear import Optimum
    from network.matching.solver import Watch

    Real = NDArray[np.float64]

A_HOST = 5
"""Posts of one host that are added at a time."""
NEARLY = 1e-5
"""So near to 0 or 1 a level counts as whole."""


class Stage(IntEnum):
    """The three objectives, all minimised: worth left unplaced, posts, metres."""

    LOSS = 0
    POSTS = 1
    METRES = 2


METRE = 1 << 20
"""Units of price in a metre."""
WHOLE = 1 << 40
"""About so many units in the largest worth, so that sums stay within 64 bits."""
NEGLIGIBLE = 1 << 18
"""A post that undercuts the prices by less than a part in so many is not asked for."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Whole prices in units: paid a demand (n), asked a post, asked a weight of each cut; exact, a unit of loss."""

    demands: Whole
    post: int
    cuts: Whole
    loss: Fraction


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The optimum of a stage.

    Attributes
    ----------
    bound: no choice of allowed posts is below.
    value: the bound before it is rounded up, in units.
    rows, levels: the posts of the pool that are above level 0.
    unplaced: (n) the levels of being unplaced.
    reduced: what each post of the pool would at least add to `value`, in units.
    binding: the places of the cuts that have a price.
    """

    bound: int
    value: int
    rows: Whole
    levels: Real
    unplaced: Real
    reduced: Whole
    binding: Whole

    @property
    def whole(self) -> bool:
        """Whether every post is either chosen or not."""
        return bool((self.levels > 1 - NEARLY).all())


class Master:
    """One programme over one pool; what is allowed may change from solve to solve."""

    def __init__(
        self,
        ground: Ground,
        pool: Pool,
        timetables: Timetables,
        watch: Watch,
        *,
        start: Whole | None = None,
        most_posts: int | None = None,
    ) -> None:
        self.ground, self.pool, self.allowed = ground, pool, np.ones(len(pool), dtype=bool)
        self._most_posts = ground.n if most_posts is None else most_posts
        self.cuts: list[Cut] = []
        self._timetables, self._watch, self._stage = timetables, watch, Stage.METRES
        self._top = max(1, int(ground.worth.max(initial=1)))
        self._units = max(1, WHOLE // self._top), 1 << 30, METRE
        self._scales = self._top, 1, 1000
        self._weights = np.zeros((0, len(pool)), dtype=np.int8)
        self._placed = np.zeros(ground.n, dtype=bool)
        self._begin(self._nearest() if start is None else start)

    def _begin(self, rows: Whole) -> None:
        """A programme with some posts and all cuts."""
        n, cuts = self.ground.n, [float(cut.most) for cut in self.cuts]
        self._simplex = Simplex(self._watch)
        self._simplex.add_rows([1.0] * n + [-INFINITY] * (2 + len(cuts)), [1.0] * n + [INFINITY] * 2 + cuts)
        demands, worth = np.arange(n), self.ground.worth / self._top
        of_each = Entries(np.append(demands, [n] * n), np.append(demands, demands), np.append(np.ones(n), worth))
        self._simplex.add_columns(-self._unplaced(), of_each)
        self._rows, self._open = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        self._inside, self._shut = np.zeros(len(self.pool), dtype=bool), np.zeros(n, dtype=bool)
        self._add(rows)

    def within(self, allowed: Truth) -> Master:
        """A programme of its own over some posts, with no cuts."""
        start = np.flatnonzero(self._inside[allowed])
        return Master(
            self.ground,
            self.pool.only(allowed),
            self._timetables,
            self._watch,
            start=start,
            most_posts=self._most_posts,
        )

    def allow(self, allowed: Truth, placed: Truth) -> None:
        """Only some posts of the pool from now on; `placed` (n) are demands that may not be unplaced."""
        self.allowed = allowed & (self.pool.sound != BAD)
        opened = self.allowed[self._rows]
        for column in np.flatnonzero(opened != self._open).tolist():
            self._simplex.bound_column(self.ground.n + column, 0.0, INFINITY if opened[column] else 0.0)
        self._open, self._placed = opened, placed

    def _shut_off(self, demands: Truth) -> None:
        """Demands that cannot be unplaced at all."""
        for demand in np.flatnonzero(demands != self._shut).tolist():
            self._simplex.bound_column(demand, 0.0, 0.0 if demands[demand] else INFINITY)
        self._shut = demands

    def cut(self, cuts: Sequence[Cut]) -> None:
        """Add rows."""
        weights = np.array([cut.weights(self.pool.sets, self.ground.n) for cut in cuts], dtype=np.int8)
        of_cut, columns = np.nonzero(weights[:, self._rows])
        values = weights[of_cut, self._rows[columns]].astype(float)
        entries = Entries(of_cut, self.ground.n + columns, values)
        self._simplex.add_rows([-INFINITY] * len(cuts), [float(cut.most) for cut in cuts], entries)
        self._weights = np.vstack([self._weights, weights])
        self.cuts.extend(cuts)

    def solve(self, stage: Stage, loss: int, posts: int, *, dual: bool = True, slack: float = 0.0) -> Relaxed | None:
        """The optimum of a stage within the results of those before it and some slack, over all allowed posts.

        None: the posts that are in the programme allow none; the optimum of an earlier stage tells whether others do.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        self._aim(stage, loss, posts, slack)
        while (optimum := self._optimum(dual, (loss, posts, slack))) is not None:
            relaxed = self._relaxed(optimum, loss, posts)
            wanted = self._wanted(relaxed.reduced)
            if not len(wanted):
                return relaxed
            self._add(wanted)
            dual = False
        return None

    def _optimum(self, dual: bool, aim: tuple[int, int, float]) -> Optimum | None:
        """Of the programme as it stands; where the numbers go astray it is begun afresh."""
        try:
            return self._simplex.solve(dual=dual)
        except NumericalTroubleError:
            self._begin(self._rows)
            self.allow(self.allowed, self._placed)
            self._aim(self._stage, *aim)
            return self._simplex.solve()

    def _aim(self, stage: Stage, loss: int, posts: int, slack: float) -> None:
        n = self.ground.n
        most_loss = (loss * (1 + 1e-12) + slack) / self._top
        self._simplex.bound_row(n, -INFINITY, INFINITY if stage is Stage.LOSS else most_loss)
        self._simplex.bound_row(n + 1, -INFINITY, (posts if stage is Stage.METRES else self._most_posts) + slack)
        self._shut_off(np.zeros(n, dtype=bool) if stage is Stage.LOSS else self._placed)
        if stage is not self._stage or stage is Stage.LOSS:
            self._stage = stage
            self._simplex.set_objective(-np.append(self._unplaced(), self._costs(self._rows)))

    def _unplaced(self) -> Real:
        """What being unplaced adds to the objective of the stage."""
        return self._losses() / self._top if self._stage is Stage.LOSS else np.zeros(self.ground.n)

    def _losses(self) -> Whole:
        """The loss of each demand unplaced; more than all have together for those that must be placed."""
        every: Whole = np.where(self._placed, self.ground.worth.sum() + 1, self.ground.worth)
        return every

    def _costs(self, rows: Whole) -> Real:
        """What posts add to the objective of the stage, metres as kilometres."""
        if self._stage is Stage.METRES:
            return self.pool.metres[rows] / 1000
        return np.full(len(rows), float(self._stage is Stage.POSTS))

    def _relaxed(self, optimum: Optimum, loss: int, posts: int) -> Relaxed:
        """The bound of the rounded prices: what is paid, less what is asked, less what posts undercut the prices by."""
        prices, unit, n = self._prices(optimum, loss), self._units[self._stage], self.ground.n
        reduced = self._reduced(prices)
        undercut = min(0, int(reduced[self.allowed].min(initial=0)))
        most_posts = posts if self._stage is Stage.METRES else self._most_posts
        value = sum(prices.demands.tolist()) + undercut * most_posts
        value -= sum(price * cut.most for price, cut in zip(prices.cuts.tolist(), self.cuts, strict=True))
        value -= prices.post * most_posts
        if self._stage is not Stage.LOSS and loss:
            value = math.floor(value - prices.loss * loss * unit)
        levels = optimum.levels[n:]
        some = levels > NEARLY
        unplaced, binding = optimum.levels[:n], np.flatnonzero(prices.cuts)
        return Relaxed(-(-value // unit), value, self._rows[some], levels[some], unplaced, reduced, binding)

    def _prices(self, optimum: Optimum, loss: int) -> Prices:
        """The prices of an optimum, rounded; no more is paid for a demand than leaving it unplaced would cost."""
        n, stage, unit = self.ground.n, self._stage, self._units[self._stage]
        raw = optimum.prices * self._scales[stage]
        loss_price = Fraction(1) if stage is Stage.LOSS else Fraction(max(0.0, float(raw[n]))) / self._top
        demands = np.rint(-raw[:n] * unit).astype(np.int64)
        losses = self._losses()
        free = ~self._shut if stage is Stage.LOSS or loss else ~self._shut & (losses == 0)
        for demand in np.flatnonzero(free).tolist():
            most = math.floor(loss_price * int(losses[demand]) * unit)
            demands[demand] = min(int(demands[demand]), most)
        cuts = np.maximum(0, np.rint(raw[n + 2 :] * unit)).astype(np.int64)
        return Prices(demands, max(0, round(float(raw[n + 1]) * unit)), cuts, loss_price)

    def _reduced(self, prices: Prices) -> Whole:
        stage, unit = self._stage, self._units[self._stage]
        costs = self.pool.metres * unit if stage is Stage.METRES else np.int64(unit * (stage is Stage.POSTS))
        reduced: Whole = costs + prices.post - np.append(prices.demands, 0)[self.pool.sets].sum(1)
        for k in np.flatnonzero(prices.cuts):
            reduced += prices.cuts[k] * self._weights[k]
        return reduced

    def _wanted(self, reduced: Whole) -> Whole:
        """Posts that would lower the optimum, some of each host; those without a timetable are struck off."""
        enough = self._units[self._stage] * self._scales[self._stage] // NEGLIGIBLE
        some = np.flatnonzero(self.allowed & ~self._inside & (reduced < -enough))
        while len(some):
            best = _best_of_each(reduced[some], self.pool.host[some])
            rows = some[best]
            self.pool.check(rows.tolist(), self._timetables)
            bad = self.pool.sound[rows] == BAD
            self.allowed[rows[bad]] = False
            if not bad.all():
                return rows[~bad]
            some = np.delete(some, best)
        return some

    def _nearest(self) -> Whole:
        """Some posts of each host with few metres a half-day, to start from."""
        rows = _best_of_each(self.pool.metres / np.maximum(1, self.pool.half_days(self.ground)), self.pool.host)
        self.pool.check(rows.tolist(), self._timetables)
        return rows[self.pool.sound[rows] == SOUND]

    def _add(self, rows: Whole) -> None:
        n, sets, weights = self.ground.n, self.pool.sets[rows], self._weights[:, rows]
        columns, places = np.nonzero(sets < n)
        of_cut, at = np.nonzero(weights)
        entries = Entries(
            np.concatenate([sets[columns, places], np.full(len(rows), n + 1), n + 2 + of_cut]),
            np.concatenate([columns, np.arange(len(rows)), at]),
            np.concatenate([np.ones(len(columns) + len(rows)), weights[of_cut, at].astype(float)]),
        )
        self._simplex.add_columns(-self._costs(rows), entries)
        self._rows, self._open = np.append(self._rows, rows), np.append(self._open, np.ones(len(rows), dtype=bool))
        self._inside[rows] = True


def _best_of_each(values: Whole | Real, hosts: NDArray[np.int32]) -> Whole:
    """The places of the least values of each host."""
    order = np.lexsort((values, hosts))
    ordered = hosts[order]
    place = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    chosen: Whole = order[place < A_HOST]
    return chosen
