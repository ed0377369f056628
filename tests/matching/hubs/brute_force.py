"""The best hubs by going through all of them and all ways to share out the sites."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any


def best(problem: dict[str, Any]) -> int | None:
    """The smallest sum of distances; None if there is no choice."""
    sites, far = problem["sites"], problem["distances"]
    hosts = [k for k, site in enumerate(sites) if site["can_host"]]
    totals = [
        sum(far[site][hub] for site, hub in enumerate(served))
        for hubs in combinations(hosts, problem["hub_count"])
        for served in product(hubs, repeat=len(sites))
        if all(served[hub] == hub for hub in hubs) and _fits(sites, served)
    ]
    return min(totals, default=None)


def _fits(sites: list[dict[str, Any]], served: tuple[int, ...]) -> bool:
    return all(
        sum(site["demand"] for site, home in zip(sites, served, strict=True) if home == hub) <= sites[hub]["capacity"]
        for hub in set(served)
    )
