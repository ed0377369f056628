"""The table of weights: complete, in bounds, dated; and the words that strengths are told in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from network.ties.labels import KIND_LABELS, Acquaintance, acquaintance
from network.ties.models import EvidenceKind
from network.ties.policies import CONFIDENTIAL, DECLARABLE
from network.ties.weights import TABLES, weights_on


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.since))
def test_every_kind_has_a_weight_within_bounds(table):
    assert set(table.by_kind) == set(EvidenceKind)
    assert all(0 < weight < 1 for weight in table.by_kind.values())
    assert table.half_life_days > 0


def test_tables_follow_each_other():
    assert list(TABLES) == sorted(TABLES, key=lambda table: table.since)


def test_weights_on__the_last_one_begun(monkeypatch):
    first, later = TABLES[0], type(TABLES[0])(since=date(2027, 1, 1), half_life_days=365, by_kind=TABLES[0].by_kind)
    monkeypatch.setattr("network.ties.weights.TABLES", (first, later))
    assert weights_on(date(2026, 12, 31)) is first
    assert weights_on(date(2027, 1, 1)) is later
    assert weights_on(first.since - timedelta(days=1)) is first


def test_every_kind_has_words():
    assert set(KIND_LABELS) == set(EvidenceKind)


def test_of_what_is_never_shown_to_others_a_loan_alone_is_said_by_the_two():
    assert CONFIDENTIAL & set(DECLARABLE) == {EvidenceKind.LOAN}


@pytest.mark.parametrize(
    ("strength", "grade"),
    [
        (0, Acquaintance.NOT_YET),
        (4, Acquaintance.NOT_YET),
        (5, Acquaintance.A_LITTLE),
        (39, Acquaintance.A_LITTLE),
        (40, Acquaintance.WELL),
        (99, Acquaintance.WELL),
    ],
)
def test_acquaintance(strength, grade):
    assert acquaintance(strength) is grade
