"""A first portfolio, so that there is something to hand in from the start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from network.matching.portfolio.problem import Dossier, Problem


def first_choice(problem: Problem) -> tuple[Dossier, ...] | None:
    """Dossiers with many points for their euros, those of areas that are short first; None if that breaks a rule."""
    taken: dict[str, Dossier] = {}
    money, of_member, in_area = problem.envelope, Counter[str](), Counter[str]()

    def fits(dossier: Dossier) -> bool:
        most = problem.max_per_member
        free = most is None or all(of_member[member] < most for member in dossier.members)
        return dossier.asks <= money and free and problem.within_cap(dossier)

    def helps(dossier: Dossier) -> bool:
        return any(in_area[area] < problem.min_per_area.get(area, 0) for area in dossier.areas)

    best_first = sorted(problem.dossiers, key=lambda row: (row.id not in problem.must, -row.score / max(1, row.asks)))
    for wanted in (helps, lambda _: True):
        for dossier in best_first:
            if dossier.id not in taken and wanted(dossier) and fits(dossier):
                taken[dossier.id] = dossier
                money -= dossier.asks
                of_member.update(dossier.members)
                in_area.update(dossier.areas)
    choice = tuple(dossier for dossier in problem.dossiers if dossier.id in taken)
    enough = all(in_area[area] >= least for area, least in problem.min_per_area.items())
    reached = taken.keys() >= set(problem.must) and sum(row.score for row in choice) >= problem.least
    return choice if enough and reached else None
