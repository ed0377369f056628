"""Problems of a few organisations with every rule on or off."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.matching.audits.brute_force import cycles

steady = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def problems(draw: Any, most: int = 7) -> dict[str, Any]:
    """Up to `most` organisations; values are equal, small or huge."""
    names = [f"o{k}" for k in range(draw(st.integers(0, most)))]
    values = draw(st.sampled_from([st.just(1), st.integers(0, 5), st.integers(0, 10**9)]))
    problem: dict[str, Any] = {
        "kind": "audits",
        "organisations": names,
        "exchanges": [[a, b, draw(values)] for a, b in permutations(names, 2) if draw(st.booleans())],
        "max_cycle": draw(st.integers(2, 4)),
        "prefer_pairs": draw(st.booleans()),
    }
    possible = list(map(list, cycles(problem)))
    if possible and draw(st.booleans()):
        problem["keep"] = draw(st.lists(st.sampled_from(possible), max_size=2, unique_by=tuple))
    if possible and draw(st.booleans()):
        problem["previous"] = {"cycles": draw(st.lists(st.sampled_from(possible), max_size=3, unique_by=tuple))}
        problem["stay"] = draw(st.booleans())
    return problem
