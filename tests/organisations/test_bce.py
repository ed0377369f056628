"""Enterprise numbers."""

from __future__ import annotations

import pytest

from network.organisations.bce import bce_with_check, parse_bce


@pytest.mark.parametrize("typed", ["0123.456.749", "0123456749", "BE 0123.456.749", "123456749", " 0123 456 749 "])
def test_written_in_any_way(typed):
    assert parse_bce(typed) == "0123456749"


def test_a_number_may_begin_with_1():
    number = bce_with_check(19_000_001)
    assert number.startswith("1")
    assert parse_bce(number) == number


@pytest.mark.parametrize("typed", ["0123.456.748", "0123.456.794"])
def test_a_wrong_digit(typed):
    with pytest.raises(ValueError, match="a digit must be wrong"):
        parse_bce(typed)


@pytest.mark.parametrize("typed", ["2123456749", "12", "01234567490", "abc", "0000000000", "😀", "0" * 1000, "-1"])
def test_not_a_number_of_the_kind(typed):
    with pytest.raises(ValueError, match="Ten digits"):
        parse_bce(typed)
