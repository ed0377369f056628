"""Unusable problems of reciprocal audits: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.audits import read_problem
from tests.matching.audits.instances import village

TWICE = [["anna", "bert", 1], ["bert", "anna", 1], ["anna", "bert", 2]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "panels"}, 'kind: must be "audits"'),
        ({"colour": 1}, "colour: unknown key"),
        ({"organisations": {}}, "organisations: must be a list"),
        ({"organisations": ["anna", ""]}, "organisations[1]: must be a text that is not empty"),
        ({"organisations": ["anna", 7]}, "organisations[1]: must be a text that is not empty"),
        ({"organisations": ["anna", "bert", "anna"]}, "organisations[2]: is given twice"),
        ({"exchanges": {}}, "exchanges: must be a list"),
        ({"exchanges": [["anna", "bert"]]}, "exchanges[0]: must be an auditor, an audited and a value"),
        ({"exchanges": ["ab1"]}, "exchanges[0]: must be an auditor, an audited and a value"),
        ({"exchanges": [["anna", "zoe", 1]]}, "exchanges[0][1]: is not the id of any listed"),
        ({"exchanges": [[["anna"], "bert", 1]]}, "exchanges[0][0]: must be a text that is not empty"),
        ({"exchanges": [["anna", "anna", 1]]}, "exchanges[0]: is an exchange of an organisation with itself"),
        ({"exchanges": TWICE}, "exchanges[2]: is given twice"),
        ({"exchanges": [["anna", "bert", -1]]}, "exchanges[0][2]: must be a whole number >= 0"),
        ({"exchanges": [["anna", "bert", 1.0]]}, "exchanges[0][2]: must be a whole number >= 0"),
        ({"exchanges": [["anna", "bert", True]]}, "exchanges[0][2]: must be a whole number >= 0"),
        ({"exchanges": [["anna", "bert", 10**9 + 1]]}, "exchanges[0][2]: must be a whole number <= 1000000000"),
        ({"max_cycle": 1}, "max_cycle: must be a whole number from 2 to 4"),
        ({"max_cycle": 5}, "max_cycle: must be a whole number from 2 to 4"),
        ({"max_cycle": None}, "max_cycle: must be a whole number from 2 to 4"),
        ({"prefer_pairs": 1}, "prefer_pairs: must be true or false"),
        ({"keep": {"cycle": []}}, "keep.cycle: unknown key"),
        ({"keep": [7]}, "keep[0]: must be a list"),
        ({"keep": [["anna"]]}, "keep[0]: must be a cycle of at least 2 ids"),
        ({"keep": [["anna", "anna"]]}, "keep[0]: holds an id twice"),
        ({"keep": {"cycles": [["anna", "zoe"]]}}, "keep.cycles[0][1]: is not the id of any listed"),
        ({"previous": []}, "previous: must be an object"),
        ({"previous": {"cycles": [["anna"]]}}, "previous.cycles[0]: must be a cycle of at least 2 ids"),
        ({"previous": {"cycles": [["anna", 1]]}}, "previous.cycles[0][1]: must be a text that is not empty"),
        ({"stay": True}, "stay: needs a previous solution"),
        ({"stay": 1, "previous": {}}, "stay: must be true or false"),
    ],
)
def test_a_problem_that_breaks_the_format(changes: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(village(**changes))
    assert refused.value.message == message


def test_absent_keys_have_the_values_of_the_format() -> None:
    """Organisations are sorted, cycles begin with their smallest id."""
    read = read_problem({"kind": "audits", "organisations": ["b", "a"], "keep": [["b", "a"], ["a", "b"]]})
    assert (read.organisations, read.exchanges, read.keep) == (("a", "b"), {}, (("a", "b"),))
    assert (read.max_cycle, read.prefer_pairs, read.previous, read.stay) == (3, False, (), False)
