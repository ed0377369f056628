"""What a project needs beside what its call demands: both become one list of criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_PARTNERS = 2
AT_MOST = frozenset({"max_partners", "max_share_percent", "budget_cap", "max_km_to_lead"})


def join_criteria(demanded: Mapping[str, Any], needed: Mapping[str, Any]) -> dict[str, Any]:
    """Both hold: of two figures of one key the stricter stands; a team is two at least where nothing is said.

    Both are under the keys of `call` in the consortium problem. `small_below` belongs to `min_small`: who demands both
    is heard first.
    """
    joined = {"min_partners": FEWEST_PARTNERS} | dict(needed) | dict(demanded)
    for key in needed.keys() & demanded.keys():
        joined[key] = _stricter(key, demanded[key], needed[key])
    return joined


def _stricter(key: str, one: Any, other: Any) -> Any:
    if key == "small_below":
        return one
    if isinstance(one, dict):
        return {name: max(one.get(name, 0), other.get(name, 0)) for name in [*one, *(n for n in other if n not in one)]}
    if isinstance(one, list):
        return sorted({*one, *other})
    return min(one, other) if key in AT_MOST else max(one, other)
