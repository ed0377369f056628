"""Posts with their timetables, and those that stand whatever is found: the kept, with `stay` the earlier too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.hires.ground import Ground
from network.matching.hires.solution import Broken, Post
from network.matching.hires.timetable import Timetables
from network.matching.hires.validation import broken_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from network.matching.hires.problem import Given, Problem

    Timetable = Mapping[str, tuple[str, ...]]

TAKEN = "demands"
"""The rule that a demand is in at most one post."""


def standing(problem: Problem) -> tuple[list[Post], list[Broken]]:
    """The posts that stand whatever is found, and those to keep that cannot.

    With `stay` every post of `previous` that still keeps to the rules stands: posts share nothing but their demands, so
    none keeps another from standing.
    """
    posts: list[Post] = []
    broken: list[Broken] = []
    for k, given in enumerate(problem.keep):
        rule = _stand(problem, given, posts)
        if rule is not None:
            broken.append(Broken(keep=k, rule=rule))
    for given in problem.previous if problem.stay else ():
        _stand(problem, given, posts)
    return posts, broken


def _stand(problem: Problem, given: Given, posts: list[Post]) -> str | None:
    """Add a post to those that stand, or say which rule it breaks."""
    post, rule = timetabled(problem, given)
    if rule is not None or post in posts:
        return rule
    if any(not set(post.demands).isdisjoint(other.demands) for other in posts):
        return TAKEN
    posts.append(post)
    return None


def timetabled(problem: Problem, given: Given) -> tuple[Post, str | None]:
    """A post with its own timetable, or that of the same post of `previous`, or a new one; and the rule it breaks."""
    for timetable in _timetables(problem, given):
        post = Post(host=given.host, demands=given.demands, timetable=timetable)
        rule = broken_rule(problem, post.to_dict())
        if rule is None:
            break
    return post, rule


def _timetables(problem: Problem, given: Given) -> Iterator[Timetable]:
    if given.timetable is not None:
        yield given.timetable
        return
    for earlier in problem.previous:
        if earlier.timetable is not None and (earlier.host, earlier.demands) == (given.host, given.demands):
            yield earlier.timetable
    yield _new_timetable(problem, given.demands)


def _new_timetable(problem: Problem, names: tuple[str, ...]) -> Timetable:
    """A timetable of some demands; empty if there is none."""
    demands = [problem.by_id[name] for name in names]
    if sum(demand.half_days for demand in demands) > len(problem.grid):
        return {}
    slots = Timetables(Ground(problem, demands)).find(range(len(demands)))
    if slots is None:
        return {}
    return {name: _halves(problem, bits) for name, bits in zip(names, slots, strict=True)}


def _halves(problem: Problem, bits: int) -> tuple[str, ...]:
    return tuple(slot for k, slot in enumerate(problem.grid) if bits >> k & 1)
