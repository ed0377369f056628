"""Unusable problems of panels, as JSON and as arrays: one line that names the place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from network.errors import ProblemError
from network.matching.panels import problem, read_arrays, read_problem
from tests.matching.panels.instances import arrays, village

TWICE = [["anna", "gaume", 1], ["anna", "hesbaye", 1], ["anna", "gaume", 1]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "audits"}, 'kind: must be "panels"'),
        ({"colour": 1}, "colour: unknown key"),
        ({"auditors": {}}, "auditors: must be a list"),
        ({"auditors": [{"id": "anna"}]}, "auditors[0].max_audits: is missing"),
        ({"auditors": [{"id": "", "max_audits": 1}]}, "auditors[0].id: must be a text that is not empty"),
        ({"auditors": [{"id": "a", "max_audits": -1}]}, "auditors[0].max_audits: must be a whole number >= 0"),
        ({"auditors": [{"id": "a", "max_audits": 1}] * 2}, "auditors[1].id: is given twice"),
        ({"audited": [{"id": "p", "max_audits": 1}]}, "audited[0].max_audits: unknown key"),
        ({"audited": [{"id": "p", "auditors_needed": True}]},
         "audited[0].auditors_needed: must be a whole number >= 0"),
        ({"scores": {}}, "scores: must be a list"),
        ({"scores": [["anna", "gaume"]]}, "scores[0]: must be an auditor, an audited and a score"),
        ({"scores": [["zoe", "gaume", 1]]}, "scores[0][0]: is not the id of any listed"),
        ({"scores": [["anna", "anna", 1]]}, "scores[0][1]: is not the id of any listed"),
        ({"scores": [["anna", "gaume", -1]]}, "scores[0][2]: must be a whole number >= 0"),
        ({"scores": TWICE}, "scores[2]: is given twice"),
        ({"objective": "best"}, 'objective: must be "total" or "fair"'),
    ],
)  # fmt: skip
def test_a_problem_that_breaks_the_format(changes: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(village(**changes))
    assert refused.value.message == message


def test_ids_are_sorted_and_pairs_too() -> None:
    """Whatever the order of the lists; the total counts unless something else is said."""
    rows = [{"id": "b", "max_audits": 1}, {"id": "a", "max_audits": 2}]
    read = read_problem(
        village(auditors=rows, audited=[{"id": "p", "auditors_needed": 1}], scores=[["b", "p", 1], ["a", "p", 2]])
    )
    assert (read.auditors, read.max_audits.tolist(), read.scores.tolist()) == (("a", "b"), [2, 1], [2, 1])
    assert read.objective == "total"


def test_arrays() -> None:
    """Ids are the numbers of rows and columns; -1 is forbidden."""
    read = read_arrays(arrays(), "fair")
    assert (read.auditors, read.audited, read.objective) == (("0", "1"), ("0", "1"), "fair")
    assert list(zip(read.rows.tolist(), read.columns.tolist(), read.scores.tolist(), strict=True)) == [
        (0, 0, 5), (1, 0, 7), (1, 1, 3),
    ]  # fmt: skip
    nobody = read_arrays(arrays(scores=np.zeros((0, 0)), max_audits=np.zeros(0), auditors_needed=np.zeros(0)))
    assert (nobody.auditors, nobody.audited, len(nobody.scores)) == ((), (), 0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": np.zeros(1)}, "problem: must hold the arrays scores, max_audits, auditors_needed and no others"),
        ({"scores": None}, "problem: must hold the arrays scores, max_audits, auditors_needed and no others"),
        ({"scores": np.zeros((2, 2))}, "scores: must hold whole numbers"),
        ({"scores": np.zeros((2, 2), dtype=bool)}, "scores: must hold whole numbers"),
        ({"scores": np.zeros(4, dtype=int)}, "scores: must have 2 dimensions"),
        ({"scores": np.zeros((2, 3), dtype=int)},
         "scores: must have a row for each of max_audits and a column for each of auditors_needed"),
        ({"scores": np.full((2, 2), -2)}, "scores: must be from -1 to 1000000000"),
        ({"scores": np.full((2, 2), 2**64 - 1, dtype=np.uint64)}, "scores: must be from -1 to 1000000000"),
        ({"max_audits": np.array([[1, 2]])}, "max_audits: must have 1 dimension"),
        ({"auditors_needed": np.array([1, -1])}, "auditors_needed: must be from 0 to 1000000000"),
        ({"scores": np.array([[{}, 1], [1, 1]])}, "problem: is no .npz file of arrays (ValueError)"),
    ],
)  # fmt: skip
def test_arrays_that_break_the_format(changes: dict[str, Any], message: str) -> None:
    """The array and the rule; nothing is ever unpickled."""
    with pytest.raises(ProblemError) as refused:
        read_arrays(arrays(**changes))
    assert refused.value.message == message


@pytest.mark.parametrize("raw", [b"", b"PK", arrays()[:-9], arrays()[20:], b"{}", arrays().replace(b"NUMPY", b"NUMPX")])
def test_a_file_that_is_none(raw: bytes) -> None:
    """Empty, cut, damaged, or something else."""
    with pytest.raises(ProblemError, match=r"^problem: is no \.npz file of arrays \(\w+\)$"):
        read_arrays(raw)


def test_a_file_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small it is as a file."""
    monkeypatch.setattr(problem, "MOST_BYTES", 100)
    with pytest.raises(ProblemError, match=r"^problem: must not be larger than 100 bytes unpacked$"):
        read_arrays(arrays())
