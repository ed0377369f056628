"""What teams cost under an aim: whole numbers, kept as doubles in which they are exact."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.aim import Aim
    from network.matching.consortium.ground import Ground, Real, Whole

MOST_REMOTE = 1000
PAIRS_UP_TO = 1500
"""Of more candidates the remoteness of pairs is worked out as it is asked for: (n, n) arrays become too large."""


class Costs:
    """The costs of one search over n candidates."""

    def __init__(self, ground: Ground, aim: Aim) -> None:
        self._ground = ground
        self.aim = aim
        self._last_anchor, self._last_row = -1, np.zeros(0)

    @property
    def of_pairs(self) -> bool:
        """Whether all pairs of a team count."""
        return self.aim.cohesion == "pairs"

    def between(self, rows: Whole, columns: Whole, km: Real | None = None) -> Real:
        """(rows, columns) what their remoteness costs."""
        if self._pairs is not None:
            return self._pairs[rows][:, columns]
        return self.aim.scale * self._ground.remoteness(rows, columns, km)

    @cached_property
    def _pairs(self) -> Real | None:
        """(n, n) what remoteness costs, where all pairs count and there are few enough."""
        if not self.of_pairs or self._ground.n > PAIRS_UP_TO:
            return None
        everyone = np.arange(self._ground.n)
        return self.aim.scale * self._ground.remoteness(everyone, everyone)

    def joining(self, anchors: Whole, km: Real | None = None) -> Real:
        """(anchors, n) what it costs to join an anchor; for the anchor itself, to be there."""
        if self.aim.cohesion is None:
            return np.tile(self.aim.own, (len(anchors), 1))
        return self.aim.own + self.between(anchors, np.arange(self._ground.n), km)

    def row(self, anchor: int | None) -> Real:
        """(n) what it costs to join one anchor, or none; the last one asked for is kept."""
        if anchor is None:
            return self.aim.own
        if anchor != self._last_anchor:
            self._last_anchor, self._last_row = anchor, self.joining(np.array([anchor]))[0]
        return self._last_row

    def value(self, team: list[int], anchor: int | None) -> float:
        """What a team costs; with cohesion "lead", under its anchor."""
        if not self.of_pairs:
            return self.aim.constant + float(self.row(anchor)[team].sum())
        members = np.array(team, dtype=int)
        return self.aim.constant + float(self.aim.own[members].sum() + self.between(members, members).sum() / 2)

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
