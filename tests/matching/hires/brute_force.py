"""Shared posts by going through all choices of all posts, on plain data, written apart from the engine."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from network.distance import Point, metres

DAYS = ["mon", "tue", "wed", "thu", "fri"]


def grid(problem: dict[str, Any]) -> list[str]:
    """The half-days."""
    weeks = ["w1_", "w2_"] if problem.get("weeks", 1) == 2 else [""]
    return [f"{week}{day}_{half}" for week in weeks for day in DAYS for half in ("am", "pm")]


def best(problem: dict[str, Any]) -> list[int] | None:
    """The objective of the best solution; None if what is kept breaks rules."""
    demands = {row["id"]: row for row in problem["demands"]}
    standing: list[dict[str, Any]] = []
    for kept in problem.get("keep", []):
        if kept in standing:
            continue
        if not _holds(problem, kept) or _touches(kept, standing):
            return None
        standing.append(kept)
    earlier = problem.get("previous", {}).get("posts", [])
    if problem.get("stay"):
        standing += [p for p in earlier if p not in standing and _holds(problem, p) and not _touches(p, standing)]
    left = tuple(sorted(set(demands) - {name for other in standing for name in other["demands"]}))
    loss, posts, travel = _best(problem, demands, left)
    posts += len(standing)
    travel += sum(_metres(demands[i], demands[p["host"]]) for p in standing for i in p["demands"])
    stay = [sum(p in standing for p in earlier)] if problem.get("stay") else []
    return [*stay, sum(_worth(problem, row) for row in demands.values()) - loss, posts, travel]


def _best(problem: dict[str, Any], demands: dict[str, Any], left: tuple[str, ...]) -> tuple[int, int, int]:
    """(worth lost, posts, metres) of the best choice of posts of some demands."""
    posts = {}
    for size in range(1, len(left) + 1):
        for names in combinations(left, size):
            way = _post(problem, [demands[name] for name in names])
            if way is not None:
                posts[names] = way
    found: dict[tuple[str, ...], tuple[int, int, int]] = {(): (0, 0, 0)}
    for size in range(1, len(left) + 1):
        for names in combinations(left, size):
            loss, count, travel = found[names[1:]]
            ways = [(loss + _worth(problem, demands[names[0]]), count, travel)]
            for members, own in posts.items():
                if members[0] == names[0] and set(members) <= set(names):
                    loss, count, travel = found[tuple(name for name in names if name not in members)]
                    ways.append((loss, count + 1, travel + own))
            found[names] = min(ways)
    return found[left]


def _post(problem: dict[str, Any], rows: list[dict[str, Any]]) -> int | None:
    """The fewest metres of a post of some demands; None if they make none."""
    hosts = [host for host in rows if _hosted(problem, host, rows)]
    if not hosts or not _fits(problem, rows) or not _timetable(problem, rows, {}):
        return None
    return min(sum(_metres(row, host) for row in rows) for host in hosts)


def _fits(problem: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    rules, total = problem.get("posts", {}), sum(row["half_days"] for row in rows)
    size = rules.get("min_half_days", 1) <= total <= min(rules.get("max_half_days", 99), len(grid(problem)))
    return bool(size and len(rows) <= rules.get("max_sites", 99))


def _hosted(problem: dict[str, Any], host: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    reach = 1000 * problem.get("posts", {}).get("max_km", 99999)
    return host.get("can_host", True) and all(_metres(row, host) <= reach for row in rows)


def _timetable(problem: dict[str, Any], rows: list[dict[str, Any]], taken: dict[str, dict[str, Any]]) -> bool:
    """Whether the half-days not taken yet are enough for the rows, tried in every way."""
    if not rows:
        return True
    row, rest = rows[0], rows[1:]
    for slots in combinations(row.get("open", grid(problem)), row["half_days"]):
        if set(row.get("must", [])) <= set(slots) and not taken.keys() & set(slots):
            filled = taken | dict.fromkeys(slots, row)
            if _days_hold(problem, filled) and _timetable(problem, rest, filled):
                return True
    return False


def _days_hold(problem: dict[str, Any], taken: dict[str, dict[str, Any]]) -> bool:
    rules = problem.get("posts", {})
    for day in {slot[:-3] for slot in taken}:
        there = list({row["id"]: row for slot, row in taken.items() if slot[:-3] == day}.values())
        if len(there) > rules.get("max_sites_per_day", 2):
            return False
        reach = 1000 * rules.get("max_km_same_day", 99999)
        if any(_metres(a, b) > reach for a, b in combinations(there, 2)):
            return False
    return True


def _holds(problem: dict[str, Any], post: dict[str, Any]) -> bool:
    """Whether a post of a solution keeps to all rules."""
    demands = {row["id"]: row for row in problem["demands"]}
    rows, slots = [demands[name] for name in post["demands"]], post["timetable"]
    taken = {slot: demands[name] for name, halves in slots.items() for slot in halves}
    return (
        _hosted(problem, demands[post["host"]], rows)
        and _fits(problem, rows)
        and len(taken) == sum(map(len, slots.values()))
        and all(len(slots[row["id"]]) == row["half_days"] for row in rows)
        and all(set(slots[row["id"]]) <= set(row.get("open", grid(problem))) for row in rows)
        and all(set(slots[row["id"]]) >= set(row.get("must", [])) for row in rows)
        and _days_hold(problem, taken)
    )


def _touches(post: dict[str, Any], posts: list[dict[str, Any]]) -> bool:
    return any(set(post["demands"]) & set(other["demands"]) for other in posts)


def _worth(problem: dict[str, Any], row: dict[str, Any]) -> int:
    size = 1 if problem.get("first") == "demands" else row["half_days"]
    return int(row.get("priority", 1) * size)


def _metres(a: dict[str, Any], b: dict[str, Any]) -> int:
    return metres(_place(a), _place(b))


def _place(row: dict[str, Any]) -> Point:
    return _Place(row["lat"], row["lon"])


class _Place:
    def __init__(self, lat: float, lon: float) -> None:
        self.lat, self.lon = lat, lon
