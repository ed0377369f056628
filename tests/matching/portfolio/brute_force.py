"""The best portfolio by going through all of them, straight from the sentences of the problem."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def best(problem: dict[str, Any], *, must: str | None = None) -> list[int] | None:
    """The best objective, with `must` funded if given; None if there is no portfolio."""
    found = [
        (sum(row["score"] for row in funded), -sum(row["asks"] for row in funded))
        for funded in _portfolios(problem)
        if must is None or must in [row["id"] for row in funded]
    ]
    if not found:
        return None
    score, spent = max(found)
    return [score, -spent]


def smallest_envelope(problem: dict[str, Any], score: int) -> int | None:
    """The least money that reaches a score; None if none does."""
    rich = problem | {"envelope": sum(row["asks"] for row in problem["dossiers"])}
    funded = (rows for rows in _portfolios(rich) if sum(row["score"] for row in rows) >= score)
    return min((sum(row["asks"] for row in rows) for rows in funded), default=None)


def _portfolios(problem: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    dossiers = [row for row in problem["dossiers"] if row["asks"] <= problem.get("cap_per_dossier", row["asks"])]
    most = problem.get("max_per_member", len(dossiers))
    for choice in product([False, True], repeat=len(dossiers)):
        funded = [row for row, is_funded in zip(dossiers, choice, strict=True) if is_funded]
        members = [member for row in funded for member in row["members"]]
        areas = [area for row in funded for area in row["areas"]]
        if (
            sum(row["asks"] for row in funded) <= problem["envelope"]
            and all(members.count(member) <= most for member in members)
            and all(areas.count(area) >= least for area, least in problem["min_per_area"].items())
        ):
            yield funded
