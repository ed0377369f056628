"""The linear programme over the teams met so far: what it costs an organisation to be wanted by several projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.linear import Entries, Simplex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from network.matching.consortia.teams import Column, Teams
    from network.matching.consortium.ground import Real
    from network.matching.solver import Watch


class Master:
    """Rows: exactly `formed` columns; one a project at most; the limit of each organisation."""

    def __init__(self, teams: Mapping[int, Teams], most: Sequence[int], formed: int, watch: Watch) -> None:
        self._teams, self._row = teams, {k: 1 + row for row, k in enumerate(teams)}
        self._programme = Simplex(watch)
        uppers = [float(formed), *[1.0] * len(teams), *map(float, most)]
        self._programme.add_rows([float(formed), *[0.0] * (len(uppers) - 1)], uppers)
        self.columns: list[Column] = []
        self._known: set[tuple[int, tuple[int, ...]]] = set()

    def add(self, columns: Iterable[Column]) -> int:
        """Those that are new; how many."""
        fresh = {(column.project, column.team): column for column in columns}
        new = [column for key, column in fresh.items() if key not in self._known]
        if not new:
            return 0
        self._known |= fresh.keys()
        self.columns += new
        rows, places = [], []
        for k, column in enumerate(new):
            members = self._teams[column.project].places[list(column.team)]
            in_rows = [0, self._row[column.project], *(1 + len(self._row) + members).tolist()]
            rows += in_rows
            places += [k] * len(in_rows)
        entries = Entries(np.array(rows), np.array(places), np.ones(len(rows)))
        self._programme.add_columns(np.array([-float(column.cost) for column in new]), entries)
        return len(new)

    def prices(self) -> tuple[Real, dict[int, float]]:
        """The price of each organisation, and what a team of each project must cost less than, with its prices, to be
        worth taking in."""
        found = self._programme.solve()
        assert found is not None  # the columns hold a choice from the start
        worth = {k: -float(found.prices[0] + found.prices[row]) for k, row in self._row.items()}
        return np.maximum(0, found.prices[1 + len(self._row) :]), worth
