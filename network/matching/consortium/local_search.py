"""A good team fast: tabu search over one joining, one leaving or one replacing another.

Rules may be broken on the way, at a fine that rises while the team is not feasible and falls while it is (F. Glover,
"Tabu search, part I", ORSA Journal on Computing 1, 1989).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.ground import Ground, Real, Truth, Whole
    from network.matching.consortium.node import Node

MOST_CHOICES = 400
TENURE = (2, 7)
DEARER, CHEAPER = 1.08, 0.95


class LocalSearch:
    """Teams of one node: its members, and any of the cheapest of its free candidates."""

    def __init__(self, node: Node, ground: Ground, seed: int) -> None:
        kept = np.sort(np.argsort(node.cost, kind="stable")[:MOST_CHOICES])
        self._node = node = node.keeping(kept)
        self._random = np.random.default_rng(seed)
        free, members = node.free, list(node.members)
        self._pair = np.zeros((len(free), len(free))) if node.share is None else node.share + node.share.T
        self._apart = node.apart & ~np.eye(len(free), dtype=bool)
        self._rows, self._need = _fined_rows(ground, free, members)
        self._areas = ground.areas[:, free]
        self._held = ground.areas[:, members].any(axis=1)
        self._min_areas = ground.min_areas
        self._fine = max(1.0, float(np.abs(node.cost).mean())) if len(free) else 1.0

    def best(self, moves: int) -> tuple[int, ...] | None:
        """The best feasible team met on so many moves."""
        free = self._node.free
        inside = np.zeros(len(free), dtype=bool)
        tabu = np.zeros(len(free), dtype=int)
        best, best_cost = None, np.inf
        cost = self._node.base
        if not self._fines(inside, np.array([-1]), np.array([-1])).any():
            best, best_cost = inside.copy(), cost
        for move in range(moves if len(free) else 0):
            leaving = np.concatenate([[-1], np.flatnonzero(inside)])
            joining = np.concatenate([[-1], np.flatnonzero(~inside)])
            change, fines = self._changes(inside, leaving, joining), self._fines(inside, leaving, joining)
            barred = (tabu[leaving] > move)[:, None] & (leaving >= 0)[:, None] | (tabu[joining] > move) & (joining >= 0)
            record = (fines == 0) & (cost + change < best_cost)
            score = np.where(barred & ~record, np.inf, change + self._fine * fines)
            score[0, 0] = np.inf
            row, column = np.unravel_index(int(np.argmin(score)), score.shape)
            if not np.isfinite(score[row, column]):
                break
            for k in (leaving[row], joining[column]):
                if k >= 0:
                    inside[k] = ~inside[k]
                    tabu[k] = move + self._random.integers(*TENURE)
            cost += change[row, column]
            self._fine *= DEARER if fines[row, column] > 0 else CHEAPER
            if record[row, column]:
                best, best_cost = inside.copy(), cost
        return None if best is None else (*self._node.members, *(int(i) for i in free[best]))

    def _changes(self, inside: Truth, leaving: Whole, joining: Whole) -> Real:
        """(leaving, joining) change of the cost; infinite where a pair would be together that may not."""
        joint = self._node.cost + self._pair[inside].sum(axis=0)
        gone, come = np.where(leaving >= 0, joint[leaving], 0), np.where(joining >= 0, joint[joining], 0)
        both = (leaving >= 0)[:, None] & (joining >= 0)
        change = come - gone[:, None] - np.where(both, self._pair[leaving][:, joining], 0)
        clashes = self._apart[inside].sum(axis=0)[joining] - np.where(both, self._apart[leaving][:, joining], 0)
        return np.where((clashes > 0) & (joining >= 0), np.inf, change)

    def _fines(self, inside: Truth, leaving: Whole, joining: Whole) -> Real:
        """(leaving, joining) how far the rules would be broken, each in parts of what it asks."""
        rows, areas = np.pad(self._rows, ((0, 0), (0, 1))), np.pad(self._areas, ((0, 0), (0, 1)))
        short = self._need - self._rows[:, inside].sum(axis=1)
        left = short[:, None, None] + rows[:, leaving][:, :, None] - rows[:, joining][:, None, :]
        fines: Real = np.maximum(0, left).sum(axis=0)
        if self._min_areas:
            count = self._areas[:, inside].sum(axis=1) + len(areas) * self._held
            held = count[:, None, None] - areas[:, leaving][:, :, None] + areas[:, joining][:, None, :].astype(int) > 0
            fines += np.maximum(0, self._min_areas - held.sum(axis=0)) / self._min_areas
        return np.where(fines < 1e-12, 0, fines)


def _fined_rows(ground: Ground, free: Whole, members: list[int]) -> tuple[Real, Real]:
    """Covering, partners and budget as rows over the free candidates, in parts of what is asked, and what is left."""
    rows = [*ground.cover, -np.ones(ground.n, dtype=np.int64)]
    asked = [*ground.least.tolist(), -ground.most_partners]
    if ground.budget is not None:
        rows.append(-ground.asks)
        asked.append(-ground.budget)
    matrix, scale = np.array(rows), np.maximum(1, np.abs(np.array(asked)))
    need = np.array(asked) - matrix[:, members].sum(axis=1)
    return matrix[:, free] / scale[:, None], need / scale
