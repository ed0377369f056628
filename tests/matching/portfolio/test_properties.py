"""Whatever the dossiers, the engine finds what going through all portfolios finds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching import portfolio
from tests.matching.portfolio import brute_force
from tests.matching.portfolio.helpers import LIMITS

steady = settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    """Up to seven dossiers with every rule on or off; money is small or huge."""
    money = draw(st.sampled_from([st.integers(0, 9), st.integers(0, 10**9)]))
    dossiers = [
        {
            "id": f"d{k}",
            "score": draw(st.integers(0, 5)),
            "asks": draw(money),
            "members": draw(st.lists(st.sampled_from("abc"), unique=True)),
            "areas": draw(st.lists(st.sampled_from("xy"), unique=True)),
        }
        for k in range(draw(st.integers(0, 7)))
    ]
    problem = {
        "kind": "portfolio",
        "dossiers": dossiers,
        "envelope": min(10**9, draw(st.integers(0, 4)) * draw(money)),
        "min_per_area": draw(st.dictionaries(st.sampled_from("xy"), st.integers(0, 2))),
    }
    if draw(st.booleans()):
        problem["cap_per_dossier"] = draw(money)
    if draw(st.booleans()):
        problem["max_per_member"] = draw(st.integers(0, 3))
    return problem


@steady
@given(problems())
def test_the_best_portfolio_and_what_is_said_of_it(problem: dict[str, Any]) -> None:
    """The dossiers, what the last euro buys, the next step, and what each that is left would need."""
    read = portfolio.read_problem(problem)
    solution, best = portfolio.solve(read, LIMITS), brute_force.best(problem)
    assert solution.objective == solution.bound == best
    said = portfolio.explain_funding(read, solution, LIMITS)
    assert (said is None) == (best is None)
    if said is None or best is None:
        return
    if said["last_euro"]:
        poorer = brute_force.best(problem | {"envelope": best[1] - 1})
        assert said["last_euro"]["score"] == (poorer[0] if poorer else None)
    step = said["next_step"]
    assert (step["envelope"] if step else None) == brute_force.smallest_envelope(problem, best[0] + 1)
    for row in said["left"]:
        reached = brute_force.best(problem, must=row["dossier"])
        assert row["points"] == (None if reached is None else best[0] - reached[0])
        assert (row["reason"] in ("over_cap", "impossible")) == (reached is None)
        assert (row["reason"] == "another_instead") == (reached == best)


def test_nothing_funded_spends_less_than_what_earns_no_points() -> None:
    """The empty portfolio is a choice like any other, also where the search starts from another."""
    problem = {"kind": "portfolio", "dossiers": [{"id": "a", "score": 0, "asks": 1}], "envelope": 6}
    solution = portfolio.solve(portfolio.read_problem(problem), LIMITS)
    assert (solution.objective, solution.bound, solution.funded) == ([0, 0], [0, 0], ())
