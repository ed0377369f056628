"""Fewer posts: a limit on their number holds, and one that is not needed is given up."""

from __future__ import annotations

import pytest

from network.matching import hires
from network.matching.hires.greedy import first_choice
from network.matching.hires.ground import Ground
from network.matching.hires.neighbourhoods import Neighbourhoods
from network.matching.hires.pool import all_posts, choice_of
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Tree
from network.matching.solver import Watch
from tests.matching.hires.helpers import LIMITS
from tests.matching.hires.instances import demand, scattered
from tests.matching.hires.test_larger import best


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_posts_than_allowed(most: int) -> None:
    """And the best choice of so many, as CP-SAT finds it."""
    data = scattered(16, most)
    problem = hires.read_problem(data)
    ground, watch = Ground(problem, problem.demands), Watch(LIMITS)
    pool = all_posts(ground, 100_000, watch)
    assert pool is not None
    tree = Tree(ground, pool, Timetables(ground), watch, choice_of(ground, []), most_posts=most)
    tree.grow(tree.root())
    loss, *rest = tree.best.key
    assert [int(ground.worth.sum()) - loss, *rest] == best(data, most)
    assert tree.bound == tree.best.key


def test_a_post_that_is_not_needed_is_given_up() -> None:
    """Three posts of 8 half-days become two of 12, and nobody loses a place."""
    rows = [demand(f"d{k}", 4, north_km=k) for k in range(6)]
    rules = {"min_half_days": 8, "max_half_days": 12}
    problem = hires.read_problem({"kind": "hires", "weeks": 2, "demands": rows, "posts": rules})
    ground = Ground(problem, problem.demands)
    pairs = choice_of(ground, [(0, (0, 1)), (2, (2, 3)), (4, (4, 5))])
    found = Neighbourhoods(ground, Watch(LIMITS)).lessen(pairs, 0, lambda _: None)
    assert found.key[:2] == (0, 2)


def test_nobody_loses_a_place() -> None:
    """Where no post can be spared either."""
    problem = hires.read_problem(scattered(40, 1))
    ground, watch = Ground(problem, problem.demands), Watch(LIMITS)
    first = first_choice(ground, Timetables(ground), watch)
    told = [first]
    last = Neighbourhoods(ground, watch).lessen(first, 0, told.append)
    assert last is told[-1]
    assert [choice.key for choice in told] == sorted((choice.key for choice in told), reverse=True)
