"""Ties for tests of what is read from them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st


def some_ties(most: int = 6):
    """Ties between at most so many organisations, few strengths so that some are equal; either order in a pair."""
    pairs = [pair[::-1] if sum(pair) % 2 else pair for pair in combinations(range(most), 2)]
    return st.dictionaries(st.sampled_from(pairs), st.sampled_from([1, 10, 50, 99]))
