"""What teams cost under an aim: whole numbers, kept as doubles in which they are exact."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from network.matching.consortium.aim import Aim
    from network.matching.consortium.ground import Ground, Real, Whole

MOST_REMOTE = 1000


class Costs:
    """The costs of one search over n candidates."""

    def __init__(self, ground: Ground, aim: Aim) -> None:
        self._ground = ground
        self.aim = aim
        self._last_anchor, self._last_row = -1, np.zeros(0)

    @cached_property
    def pairs(self) -> NDArray[np.int32] | None:
        """(n, n) remoteness where all pairs count."""
        if self.aim.cohesion != "pairs":
            return None
        everyone = np.arange(self._ground.n)
        return (self.aim.scale * self._ground.remoteness(everyone, everyone)).astype(np.int32)

    def joining(self, anchors: Whole, km: Real | None = None) -> Real:
        """(anchors, n) what it costs to join an anchor; for the anchor itself, to be there."""
        if self.aim.cohesion is None:
            return np.tile(self.aim.own, (len(anchors), 1))
        if self.pairs is not None:
            return self.aim.own + self.pairs[anchors]
        return self.aim.own + self.aim.scale * self._ground.remoteness(anchors, np.arange(self._ground.n), km)

    def row(self, anchor: int | None) -> Real:
        """(n) what it costs to join one anchor, or none; the last one asked for is kept."""
        if anchor is None:
            return self.aim.own
        if anchor != self._last_anchor:
            self._last_anchor, self._last_row = anchor, self.joining(np.array([anchor]))[0]
        return self._last_row

    def value(self, team: list[int], anchor: int | None) -> float:
        """What a team costs; with cohesion "lead", under its anchor."""
        if self.pairs is None:
            return self.aim.constant + float(self.row(anchor)[team].sum())
        return self.aim.constant + float(self.aim.own[team].sum() + self.pairs[team][:, team].sum() / 2)

    @property
    def least(self) -> float:
        """No team costs less."""
        return self.aim.constant + float(np.sort(np.minimum(0, self.aim.own))[: self._ground.most_partners].sum())

    @property
    def most(self) -> float:
        """No team costs more."""
        partners = self._ground.most_partners
        counted = {None: 0.0, "lead": partners, "pairs": partners * partners / 2}[self.aim.cohesion]
        own = np.sort(np.maximum(0, self.aim.own))[::-1]
        return self.aim.constant + float(own[:partners].sum()) + self.aim.scale * MOST_REMOTE * counted
