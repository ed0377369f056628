"""The rules of labour law that shared posts are held against, with the figures of November 2026."""

from __future__ import annotations

import pytest

from network.hires.labour_law import Figures, Rule, judge
from network.hires.models import Engagement

FIGURES = Figures(
    full_time_minutes=2280,
    shift_minutes=180,
    part_time_floor_minutes=760,
    group_floor_minutes=1140,
    group_max_workers=50,
)


def rules(engagement, *half_days, figures=FIGURES, workers=None):
    verdict = judge(engagement, dict(enumerate(half_days)), figures, group_workers=workers)
    return [failure.rule for failure in verdict.failures]


def test_a_half_day_is_three_hours_forty_eight():
    assert FIGURES.minutes(1) == 3 * 60 + 48
    assert FIGURES.minutes(10) == 38 * 60


@pytest.mark.parametrize(
    ("half_days", "expected"),
    [((4, 4), []), ((3, 3, 3), [Rule.FLOOR_EACH]), ((4, 3), [Rule.FLOOR_EACH]), ((10,), [])],
)
def test_part_time_with_each__the_floor_applies_to_each(half_days, expected):
    """Four half-days are 15 h 12, three are 11 h 24; the floor is 12 h 40."""
    assert rules(Engagement.PART_TIME_EACH, *half_days) == expected


def test_part_time_with_each__says_whose_part_is_too_small():
    failure = judge(Engagement.PART_TIME_EACH, {7: 4, 8: 3, 9: 2}, FIGURES).failures[0]
    assert (failure.parties, failure.found, failure.limit) == ((8, 9), 456, 760)


def test_several_employers__the_floor_applies_to_the_contract():
    assert rules(Engagement.SEVERAL_EMPLOYERS, 3, 3, 3) == []
    assert rules(Engagement.SEVERAL_EMPLOYERS, 2, 1) == [Rule.FLOOR_TOGETHER]


def test_employers_group__half_time_and_fifty_workers():
    assert rules(Engagement.EMPLOYERS_GROUP, 3, 2, workers=50) == []
    assert rules(Engagement.EMPLOYERS_GROUP, 2, 2, workers=51) == [Rule.GROUP_FLOOR, Rule.GROUP_SIZE]
    assert rules(Engagement.EMPLOYERS_GROUP, 3, 2) == []


def test_self_employed__is_warned_of_and_not_refused():
    assert rules(Engagement.SELF_EMPLOYED, 1) == []


def test_a_host_that_invoices_the_others_is_refused_always():
    assert rules(Engagement.HOST_INVOICES, 10) == [Rule.LENDING]


def test_a_shift_has_three_hours():
    short = Figures(
        full_time_minutes=1740,
        shift_minutes=180,
        part_time_floor_minutes=1,
        group_floor_minutes=1,
        group_max_workers=50,
    )
    assert rules(Engagement.SEVERAL_EMPLOYERS, 4, 4, figures=short) == [Rule.SHIFT]


def test_a_lower_floor_would_allow_what_is_refused_today():
    """The reform to one tenth of full time, 3 h 48, was a bill when last seen."""
    reformed = Figures(
        full_time_minutes=2280,
        shift_minutes=180,
        part_time_floor_minutes=228,
        group_floor_minutes=1140,
        group_max_workers=50,
    )
    assert rules(Engagement.PART_TIME_EACH, 3, 3, 3, 1, figures=reformed) == []
