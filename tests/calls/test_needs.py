"""Criteria of a project: its call's, joined with its own needs."""

from __future__ import annotations

import pytest

from network.calls.needs import join_criteria


@pytest.mark.parametrize(
    ("demanded", "needed", "joined"),
    [
        ({}, {}, {"min_partners": 2}),
        ({"min_partners": 1}, {}, {"min_partners": 1}),
        ({"min_partners": 3}, {"min_partners": 5}, {"min_partners": 5}),
        ({"max_km_to_lead": 80}, {"max_km_to_lead": 50}, {"min_partners": 2, "max_km_to_lead": 50}),
        (
            {"requires": {"trucks": 4}},
            {"requires": {"trucks": 2, "storage_m2": 100}},
            {"min_partners": 2, "requires": {"trucks": 4, "storage_m2": 100}},
        ),
        (
            {"required_areas": ["liege"]},
            {"required_areas": ["namur", "liege"]},
            {"min_partners": 2, "required_areas": ["liege", "namur"]},
        ),
        (
            {"min_small": 1, "small_below": 100},
            {"min_small": 2, "small_below": 50},
            {"min_partners": 2, "min_small": 2, "small_below": 100},
        ),
    ],
)
def test_join_criteria(demanded, needed, joined):
    assert join_criteria(demanded, needed) == joined
