"""How dossiers become the portfolio problem, and what the engine says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.dossiers.criteria import total_points
from network.matching import portfolio as engine
from network.matching.solver import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from network.calls.models import Call
    from network.dossiers.models import Dossier

LIMITS = Limits(seconds=1, workers=1, seed=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the envelope funds best: `funded` are ids of dossiers; `why` is `explain_funding`'s answer."""

    problem: dict[str, Any]
    solution: dict[str, Any]
    funded: frozenset[int]
    why: Mapping[str, Any] | None


def portfolio_problem(call: Call, dossiers: Iterable[Dossier]) -> dict[str, Any]:
    """The problem of kind `portfolio`: points in hundredths, the envelope and the cap of the call."""
    cap = call.criteria.get("budget_cap")
    return {
        "kind": "portfolio",
        "dossiers": [
            {
                "id": str(dossier.id),
                "score": total_points(dossier),
                "asks": dossier.asks,
                "members": [str(organisation_id) for organisation_id in dossier.members],
            }
            for dossier in dossiers
        ],
        "envelope": call.envelope,
    } | ({"cap_per_dossier": cap} if cap else {})


def choose_under_envelope(call: Call, dossiers: Sequence[Dossier]) -> Choice | None:
    """The most points for the money, then the least money; None where the call names no envelope, or nobody applied."""
    if call.envelope is None or not dossiers:
        return None
    data = portfolio_problem(call, dossiers)
    problem = engine.read_problem(data)
    solution = engine.solve(problem, LIMITS)
    return Choice(
        problem=data,
        solution=solution.to_dict(),
        funded=frozenset(int(name) for name in solution.funded),
        why=engine.explain_funding(problem, solution, LIMITS),
    )
