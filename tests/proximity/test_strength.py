"""The strength of a tie: cases worked out by hand, and what holds of any evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.proximity.strength import Evidence, tie_strength

TODAY = date(2026, 11, 22)
WEIGHTS = {"meeting": 0.15, "visit": 0.25, "audit": 0.5, "loan": 0.57, "nearly": 0.999}


def ago(kind: str, days: int) -> Evidence:
    return Evidence(kind, TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("evidence", "strength"),
    [
        ([], 0),
        ([ago("audit", 0)], 50),
        ([ago("audit", 730)], 25),
        ([ago("audit", 1460)], 12),  # 12.5
        ([ago("audit", 0), ago("audit", 0)], 75),  # 1 - 0.5 x 0.5
        ([ago("audit", 730), ago("visit", 0)], 43),  # 1 - 0.75 x 0.75 = 0.4375
        ([ago("audit", 0), ago("visit", 730), ago("visit", 0)], 67),  # 1 - 0.5 x 0.875 x 0.75 = 0.671875
        ([ago("meeting", 0)], 15),
        ([ago("meeting", 730)] * 3, 20),  # 1 - 0.925^3 = 0.2085...
        ([ago("audit", 365)], 35),  # 0.5 / sqrt(2) = 0.35355...
        ([ago("loan", 0)], 57),  # not 56, whatever 0.57 is in binary
        ([ago("nearly", 0)] * 1000, 99),
    ],
)
def test_by_hand(evidence, strength):
    assert tie_strength(evidence, TODAY, WEIGHTS) == strength


def test_what_is_to_come_does_not_count():
    assert tie_strength([ago("audit", -1), ago("visit", 0)], TODAY, WEIGHTS) == 25


def test_half_life__is_a_choice():
    assert tie_strength([ago("audit", 365)], TODAY, WEIGHTS, half_life_days=365) == 25


def test_kind_without_weight():
    with pytest.raises(KeyError):
        tie_strength([ago("dinner", 0)], TODAY, WEIGHTS)


pieces = st.builds(ago, st.sampled_from(sorted(WEIGHTS)), st.integers(0, 20_000))
any_evidence = st.lists(pieces, max_size=40)


@given(any_evidence)
def test_is_a_whole_number_that_never_reaches_100(evidence):
    assert tie_strength(evidence, TODAY, WEIGHTS) in range(100)


@given(any_evidence, pieces)
def test_one_more_piece_never_lowers_it(evidence, piece):
    assert tie_strength([*evidence, piece], TODAY, WEIGHTS) >= tie_strength(evidence, TODAY, WEIGHTS)


@given(any_evidence, st.integers(0, 3000))
def test_fades(evidence, days):
    later = TODAY + timedelta(days=days)
    assert tie_strength(evidence, later, WEIGHTS) <= tie_strength(evidence, TODAY, WEIGHTS)


@given(any_evidence)
def test_fades_away(evidence):
    """After fifty half-lives nothing is left of any of it."""
    assert tie_strength(evidence, TODAY + timedelta(days=50 * 730), WEIGHTS) == 0


@given(st.permutations([ago(kind, days) for kind in WEIGHTS for days in (0, 100, 800)]))
def test_order_does_not_matter(evidence):
    assert tie_strength(evidence, TODAY, WEIGHTS) == tie_strength(sorted(evidence, key=str), TODAY, WEIGHTS)


@given(pieces)
def test_one_piece__is_its_weight_halved_by_its_age(piece):
    weight = WEIGHTS[piece.kind] * 2 ** (-(TODAY - piece.on).days / 730)
    assert abs(tie_strength([piece], TODAY, WEIGHTS) - 100 * weight) <= 1
