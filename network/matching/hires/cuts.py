"""Inequalities that every choice of disjoint posts satisfies, and that fractional levels of posts violate.

Both kinds bound a weighted sum of the levels of all posts by what a set C of demands allows; the weight of a post
depends on how many of its demands are in C.

- Halves (subset rows): a post with k demands in C counts floor(k / 2); together at most floor(|C| / 2). Used for
  triples. M. Jepsen, B. Petersen, S. Spoorendonk and D. Pisinger, "Subset-row inequalities applied to the
  vehicle-routing problem with time windows", Operations Research 56, 2008.
- Merges (rounded capacity): a post with k demands in C spares k - 1 posts against one post a demand; C needs at least
  `needed` posts, so at most |C| - needed are spared. G. Laporte and Y. Nobert, "A branch and bound algorithm for the
  capacitated vehicle routing problem", OR Spektrum 5, 1983, written so that it holds where demands stay unplaced too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from network.matching.hires.ground import Ground, Truth, Whole
    from network.matching.hires.pool import Pool, Sets

    Real = NDArray[np.float32]

LEAST_VIOLATION = 0.03
MOST_CUTS = 60
"""of each kind at a time."""
MOST_OF_ONE = 8
"""Triples at a time that hold the same demand."""
LONGEST = 60
"""Demands in a set that grows."""
SEEDS = 400_000
"""Bound on seeds times demands, so that a step of all growing sets stays small."""
CANDIDATES = 1000
"""Sets that have grown, the most violated first, among which those to add are looked for."""
ALIKE = 0.8
WHOLE = 1 - 1e-5


@dataclass(frozen=True, slots=True)
class Cut:
    """A set of demands and the most that the weights of posts may add to."""

    members: tuple[int, ...]
    most: int
    merges: bool

    def weights(self, sets: Sets, n: int) -> NDArray[np.int8]:
        """The weight of each row of demands."""
        inside = np.zeros(n + 1, dtype=np.int8)
        inside[list(self.members)] = 1
        count = inside[sets].sum(1, dtype=np.int8)
        return np.maximum(count - 1, 0) if self.merges else count // 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """The fractional posts (rows) over the demands in them (columns): no other post or demand is in a violated cut."""

    demands: Whole
    table: Real
    levels: Real
    half_days: Whole
    most: int
    sites: int


def violated(ground: Ground, posts: Pool, levels: NDArray[np.float64], *, salt: int = 0) -> list[Cut]:
    """Cuts that some levels of posts violate, the most violated first; `salt` moves the seeds where not all serve."""
    table = posts.table(ground.n)[levels < WHOLE]
    demands = np.flatnonzero(table.any(0))
    weight = levels[levels < WHOLE].astype(np.float32)
    most, sites = max(1, ground.most), max(1, ground.sites)
    doubt = Doubt(demands, table[:, demands], weight, ground.half_days[demands], most, sites)
    return _triples(doubt) + _merges(doubt, salt) if len(demands) > 1 else []


def _triples(doubt: Doubt) -> list[Cut]:
    found: dict[tuple[int, ...], float] = {}
    table, levels = doubt.table, doubt.levels[:, None]
    pairs = table.T @ (levels * table)
    np.fill_diagonal(pairs, 0)
    for j in range(len(pairs)):
        others, holding = np.flatnonzero(pairs[j]), table[:, j] > 0
        part = table[holding][:, others]
        triples = part.T @ (levels[holding] * part)
        sums = pairs[j, others][:, None] + pairs[j, others] + pairs[others][:, others] - 2 * triples
        for a, b in zip(*np.nonzero(np.triu(sums > 1 + LEAST_VIOLATION, 1)), strict=True):
            members = sorted((j, int(others[a]), int(others[b])))
            found[tuple(doubt.demands[members].tolist())] = round(float(sums[a, b]), 4)
    chosen: list[Cut] = []
    used: dict[int, int] = {}
    for triple in sorted(found, key=lambda triple: (-found[triple], triple)):
        if len(chosen) < MOST_CUTS and all(used.get(i, 0) < MOST_OF_ONE for i in triple):
            used |= {i: used.get(i, 0) + 1 for i in triple}
            chosen.append(Cut(triple, 1, merges=False))
    return chosen


def _merges(doubt: Doubt, salt: int) -> list[Cut]:
    """Sets that grow from a demand, one demand at a time, by two ways to choose the next."""
    grown = [step for rule in (_least_touched, _fullest) for step in _grown(doubt, salt, rule)]
    inside, needed, excess = (np.concatenate(parts) for parts in zip(*grown, strict=True))
    order = np.lexsort((inside.sum(1), -np.round(excess, 4)))[:CANDIDATES]
    chosen = _different(inside[order])
    return [
        Cut(tuple(doubt.demands[inside[k]].tolist()), int(inside[k].sum() - needed[k]), merges=True)
        for k in order[chosen].tolist()
    ]


def _different(sets: Truth) -> list[int]:
    """The places of the first sets of which no two have most of their demands in common."""
    chosen: list[int] = []
    sizes = sets.sum(1)
    left = np.ones(len(sets), dtype=bool)
    while left.any() and len(chosen) < MOST_CUTS:
        k = int(left.argmax())
        chosen.append(k)
        left &= (sets & sets[k]).sum(1) < ALIKE * np.maximum(sizes, sizes[k])
    return chosen


def _grown(doubt: Doubt, salt: int, rule: Rule) -> Iterator[tuple[Truth, Whole, Real]]:
    """After each step the sets that are violated: their demands, the posts they need, and by how much they are."""
    table, levels, size = doubt.table, doubt.levels, len(doubt.demands)
    inside = np.eye(size, dtype=bool)[salt % (step := max(1, size * size // SEEDS)) :: step].copy()
    every = np.arange(len(inside))
    uncovered = np.maximum(0, 1 - levels @ table)
    touched = inside.astype(np.float32) @ table.T > 0
    total, parts = inside @ doubt.half_days, (inside @ uncovered + touched @ levels).astype(np.float32)
    for count in range(2, min(LONGEST, size) + 1):
        new = (levels * ~touched) @ table + uncovered
        score = rule(doubt, new)
        score[inside] = -np.inf
        chosen = score.argmax(1)
        inside[every, chosen] = True
        touched |= table.T[chosen] > 0
        total, parts = total + doubt.half_days[chosen], parts + new[every, chosen]
        needed = np.maximum(-(-total // doubt.most), -(-count // doubt.sites))
        rows = np.flatnonzero(needed - parts > LEAST_VIOLATION)
        yield inside[rows], needed[rows], (needed - parts)[rows]


def _least_touched(doubt: Doubt, new: Real) -> Real:
    return np.float32(1e-4) * doubt.half_days.astype(np.float32) - new


def _fullest(doubt: Doubt, new: Real) -> Real:
    return doubt.half_days.astype(np.float32) / np.float32(doubt.most) - new


if TYPE_CHECKING:
    Rule = Callable[[Doubt, Real], Real]
