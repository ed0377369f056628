"""A good team fast: tabu search over one joining, one leaving or one replacing another.

Rules may be broken on the way, at a fine that rises while the team is not feasible and falls while it is (F. Glover,
"Tabu search, part I", ORSA Journal on Computing 1, 1989).
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.ground import Ground, Real, Truth, Whole
    from network.matching.consortium.node import Node

MOST_CHOICES = 400
TENURE = (2, 6)
"""A candidate that moved stays for so many moves, drawn at random."""
DEARER, CHEAPER = 1.08, 0.95
NOBODY = -1
"""All arrays have a last place for nobody: nobody leaves when one joins, and the other way round."""


class LocalSearch:
    """Teams of one node: its members, and any of its f free candidates, MOST_CHOICES at most for speed."""

    def __init__(self, node: Node, ground: Ground, seed: int) -> None:
        self._node = node
        self._random = random.Random(seed)
        f = len(node.free)
        self._cost = np.append(node.cost, 0)
        self._pair, self._apart = np.zeros((f + 1, f + 1)), np.zeros((f + 1, f + 1), dtype=int)
        self._apart[:f, :f] = node.apart & ~np.eye(f, dtype=bool)
        if node.share is not None:
            self._pair[:f, :f] = node.share + node.share.T
        self._rows, self._need = _fined_rows(ground, node)
        self._areas = np.pad(ground.areas[:, node.free], ((0, 0), (0, 1))).astype(int)
        self._held = ground.areas[:, list(node.members)].sum(axis=1)
        self._min_areas = ground.min_areas
        self._fine = max(1.0, float(np.abs(node.cost).mean())) if f else 1.0

    def best(self, patience: int, *, first: bool = False) -> tuple[int, ...] | None:
        """The best feasible team met before so many moves brought nothing better, or the first; None without any."""
        inside, tabu = np.zeros(len(self._cost), dtype=bool), np.zeros(len(self._cost), dtype=int)
        best, best_cost, cost = None, np.inf, self._node.base
        move, last, least_fine = 0, 0, np.inf
        while move - last < patience and not (first and best is not None):
            leaving = np.append(np.flatnonzero(inside), NOBODY)
            joining = np.flatnonzero(~inside)
            change, fines = self._changes(inside, leaving, joining), self._fines(inside, leaving, joining)
            record = (fines == 0) & (cost + change < best_cost)
            barred = ((tabu[leaving] > move)[:, None] | (tabu[joining] > move)) & ~record
            score = np.where(barred, np.inf, change + self._fine * fines)
            if move:
                score[-1, -1] = np.inf  # nobody for nobody: only to see whether the members alone will do
            row, column = np.unravel_index(int(np.argmin(score)), score.shape)
            if not np.isfinite(score[row, column]):
                break
            for k in {int(leaving[row]), int(joining[column])} - {NOBODY, len(inside) - 1}:
                inside[k] = ~inside[k]
                tabu[k] = move + self._random.randint(*TENURE)
            cost += change[row, column]
            self._fine *= DEARER if fines[row, column] > 0 else CHEAPER
            move += 1
            if fines[row, column] < least_fine:
                least_fine, last = fines[row, column], move
            if record[row, column]:
                best, best_cost, last = np.flatnonzero(inside), cost, move
        return None if best is None else (*self._node.members, *self._node.free[best].tolist())

    def _changes(self, inside: Truth, leaving: Whole, joining: Whole) -> Real:
        """(leaving, joining) change of the cost; infinite where two would be together that may not."""
        joint = self._cost + self._pair[inside].sum(axis=0)
        clashes = self._apart[inside].sum(axis=0)[joining] - self._apart[leaving][:, joining]
        change = joint[joining] - joint[leaving][:, None] - self._pair[leaving][:, joining]
        return np.where(clashes > 0, np.inf, change)

    def _fines(self, inside: Truth, leaving: Whole, joining: Whole) -> Real:
        """(leaving, joining) how far the rules would be broken, each in parts of what it asks."""
        short = self._need - self._rows[:, inside].sum(axis=1)
        left = short[:, None, None] + self._rows[:, leaving, None] - self._rows[:, None, joining]
        fines: Real = np.maximum(0, left).sum(axis=0)
        if self._min_areas:
            count = self._held + self._areas[:, inside].sum(axis=1)
            held = count[:, None, None] - self._areas[:, leaving, None] + self._areas[:, None, joining] > 0
            fines += np.maximum(0, self._min_areas - held.sum(axis=0)) / self._min_areas
        return np.where(fines < 1e-12, 0, fines)


def _fined_rows(ground: Ground, node: Node) -> tuple[Real, Real]:
    """Covering, partners and budget in parts of what is asked: (m, f + 1) rows, and (m) what the members leave."""
    rows = [*ground.cover, -np.ones(ground.n, dtype=np.int64)]
    asked = [*ground.least.tolist(), -ground.most_partners]
    if ground.budget is not None:
        rows.append(-ground.asks)
        asked.append(-ground.budget)
    matrix, scale = np.array(rows), np.maximum(1, np.abs(np.array(asked)))
    need = (np.array(asked) - matrix[:, list(node.members)].sum(axis=1)) / scale
    return np.pad(matrix[:, node.free] / scale[:, None], ((0, 0), (0, 1))), need
