"""The rules of shared posts, one function a rule, and their objective, worked out again from the solution."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from network.matching.distance import metres, within
from network.matching.hires.problem import KIND
from network.matching.validation import RuleBrokenError, is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from network.matching.hires.problem import Given, Problem

    Row = Mapping[str, Any]


def validate(problem: Problem, solution: Row) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, KIND, "posts"):
        return
    posts = solution["posts"]
    for post in posts:
        rule = broken_rule(problem, post)
        need(rule is None, f"{rule} of the post of {post['host']}")
    names = [name for post in posts for name in post["demands"]] + solution["unplaced"]
    need(sorted(names) == sorted(problem.by_id), "every demand in one post or unplaced")
    need(all(any(stands(given, post) for post in posts) for given in problem.keep), "keep")
    need(solution["objective"] == worked_out(problem, posts), "the objective is not that of the posts")
    maximised = (True,) * (1 + problem.stay) + (False, False)
    need_bound(solution["objective"], solution["bound"], solution["status"], maximised=maximised)


def broken_rule(problem: Problem, post: Row) -> str | None:
    """The first rule that a post breaks by itself, by its name; None: it keeps to all."""
    try:
        for rule, check in CHECKS.items():
            need(check(problem, post), rule)
    except RuleBrokenError as broken:
        return str(broken)
    return None


def worked_out(problem: Problem, posts: list[Row]) -> list[int]:
    """[placed, posts, metres] of some posts; with `stay` the posts of `previous` that stand first."""
    demands = problem.by_id
    placed = sum(problem.worth(demands[name]) for post in posts for name in post["demands"])
    travel = sum(metres(demands[name], demands[post["host"]]) for post in posts for name in post["demands"])
    kept = sum(any(stands(given, post) for post in posts) for given in problem.previous)
    return [kept] * problem.stay + [placed, len(posts), travel]


def stands(given: Given, post: Row) -> bool:
    """Whether a post is one that was given: same host, same demands, and the same timetable if it had one."""
    same = given.host == post["host"] and given.demands == tuple(post["demands"])
    slots = {name: tuple(halves) for name, halves in post["timetable"].items()}
    return same and given.timetable in (None, slots)


def _host(problem: Problem, post: Row) -> bool:
    """One of the demands of the post, with can_host, is its host; no demand stands twice."""
    names = post["demands"]
    known = names == sorted(set(names)) and set(names) <= set(problem.by_id)
    return known and post["host"] in names and problem.by_id[post["host"]].can_host


def _half_days(problem: Problem, post: Row) -> bool:
    """Total half-days within min_half_days..max_half_days."""
    total = sum(problem.by_id[name].half_days for name in post["demands"])
    return problem.rules.min_half_days <= total <= problem.rules.max_half_days


def _sites(problem: Problem, post: Row) -> bool:
    """At most max_sites demands."""
    most = problem.rules.max_sites
    return most is None or len(post["demands"]) <= most


def _reach(problem: Problem, post: Row) -> bool:
    """Every demand within max_km of the host."""
    reach, host = problem.rules.max_km, problem.by_id[post["host"]]
    return reach is None or all(within(problem.by_id[name], host, reach) for name in post["demands"])


def _timetable(problem: Problem, post: Row) -> bool:
    """Each demand has exactly its half-days; no half-day stands twice in the post."""
    timetable = post["timetable"]
    slots = [slot for halves in timetable.values() for slot in halves]
    counts = all(len(halves) == problem.by_id[name].half_days for name, halves in timetable.items())
    return sorted(timetable) == sorted(post["demands"]) and counts and len(slots) == len(set(slots))


def _open(problem: Problem, post: Row) -> bool:
    """Each half-day is one in which the demand is open."""
    return all(set(halves) <= set(problem.by_id[name].open) for name, halves in post["timetable"].items())


def _must(problem: Problem, post: Row) -> bool:
    """Each demand has all half-days that it must have."""
    return all(set(problem.by_id[name].must) <= set(halves) for name, halves in post["timetable"].items())


def _sites_per_day(problem: Problem, post: Row) -> bool:
    """On one day at most max_sites_per_day demands."""
    most = problem.rules.max_sites_per_day
    return most is None or all(len(there) <= most for there in _by_day(post).values())


def _km_same_day(problem: Problem, post: Row) -> bool:
    """Any two demands of one day within max_km_same_day."""
    reach, demands = problem.rules.max_km_same_day, problem.by_id
    pairs = (pair for there in _by_day(post).values() for pair in combinations(there, 2))
    return reach is None or all(within(demands[a], demands[b], reach) for a, b in pairs)


def _by_day(post: Row) -> dict[str, list[str]]:
    """Which demands are visited on each day."""
    days: dict[str, list[str]] = {}
    for name, halves in post["timetable"].items():
        for day in {slot.rpartition("_")[0] for slot in halves}:
            days.setdefault(day, []).append(name)
    return days


CHECKS: dict[str, Callable[[Problem, Row], bool]] = {
    "host": _host,
    "half_days": _half_days,
    "max_sites": _sites,
    "max_km": _reach,
    "timetable": _timetable,
    "open": _open,
    "must": _must,
    "max_sites_per_day": _sites_per_day,
    "max_km_same_day": _km_same_day,
}
