"""What a search looks at: its settings, and the four lenses through which it sees the structures possible.

`docs/models/from-rows-to-problems.md` says the same in a table.
"""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from network import clock
from network.calls.matching import DEFAULT_WEIGHTS, organisation_of
from network.consortia.queries import SEARCH_KIND, count_invited, turn_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.consortia.models import Consortium

TURN_DAYS = 730


class Lens(enum.StrEnum):
    """The four ways to look."""

    CLOSEST = "closest"
    SHARED = "shared"
    NEWCOMERS = "newcomers"
    CHEAPEST = "cheapest"


class Size(enum.StrEnum):
    """How large a team is wished."""

    TIGHT = "tight"
    BALANCED = "balanced"
    BROAD = "broad"


# What one more partner is worth, in the engine's points of remoteness (0..1000).
MEMBER_BONUS = {Size.TIGHT: 0, Size.BALANCED: 300, Size.BROAD: 500}
NEWCOMER_POINTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the coordination chose; `km_weight` of 100, `margin` in percent."""

    km_weight: int = DEFAULT_WEIGHTS["km_weight"]
    size: Size = Size.TIGHT
    margin: int = 10

    def to_dict(self) -> dict[str, Any]:
        """As the groupement's row keeps it, with the weights as the problem takes them."""
        return {**DEFAULT_WEIGHTS, **asdict(self), "tie_weight": 100 - self.km_weight, "size": str(self.size)}


def settings_of(consortium: Consortium) -> Settings:
    """What was chosen for a groupement; what was not, as it is by default."""
    kept = {name: consortium.weights[name] for name in Settings.__slots__ if name in consortium.weights}
    return Settings(**kept | {"size": Size(kept.get("size", Size.TIGHT))})


def lens_problem(consortium: Consortium, team: dict[str, Any]) -> dict[str, Any]:
    """The team problem of a groupement, to be looked at through each lens that can tell teams apart."""
    settings, turns = settings_of(consortium), _turns(consortium, team)
    points = turn_points(consortium.federation_id)
    candidates = [row | {"bonus": round(points * turns[row["id"]])} for row in team["candidates"]]
    newcomers = {name: round(NEWCOMER_POINTS * turn) for name, turn in turns.items()}
    ties_aside = {**DEFAULT_WEIGHTS, "km_weight": 100, "tie_weight": 0}
    lenses: list[dict[str, Any]] = [{"name": Lens.CLOSEST}]
    if team["call"].get("requires"):
        lenses.append({"name": Lens.SHARED, "least": "max_share_percent"})
    lenses.append({"name": Lens.NEWCOMERS, "remoteness": ties_aside, "bonus": newcomers})
    if any(row["asks"] for row in candidates):
        lenses.append({"name": Lens.CHEAPEST, "least": "budget_cap"})
    return {
        "kind": SEARCH_KIND,
        "problem": team | {"candidates": candidates, "member_bonus": MEMBER_BONUS[settings.size]},
        "lenses": lenses,
        "margin": _with_margin(consortium, team["call"].get("requires", {}), settings.margin),
    }


def raised(amount: int, percent: int) -> int:
    """A whole amount and so many percent more, rounded up."""
    return -(-amount * (100 + percent) // 100)


def _turns(consortium: Consortium, team: Mapping[str, Any]) -> dict[str, float]:
    """How much of a turn each candidate gets, 0..1: all of it who was not invited for two years, nothing who was
    invited most often; nobody where nobody was."""
    since = clock.now() - timedelta(days=TURN_DAYS)
    invited = count_invited(consortium.federation_id, since=since, but=consortium.id)
    times = {row["id"]: invited.get(organisation_of(row["id"]), 0) for row in team["candidates"]}
    most = max(times.values(), default=0)
    return {name: (most - count) / most if most else 0.0 for name, count in times.items()}


def _with_margin(consortium: Consortium, requires: Mapping[str, int], percent: int) -> dict[str, int]:
    """What is required with a margin on what those invited have not promised: a promise is what was asked."""
    promised = [partner.contribution for partner in consortium.team if partner.is_informed]
    found = {}
    for capability, need in requires.items():
        missing = max(0, need - sum(given.get(capability, 0) for given in promised))
        found[capability] = need - missing + raised(missing, percent)
    return found if found != dict(requires) else {}
