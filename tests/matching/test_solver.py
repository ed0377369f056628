"""What every solve shares."""

from __future__ import annotations

import pytest

from network.matching.solver import Limits, OutOfTimeError, Watch


def test_a_watch_runs_out() -> None:
    """Of time."""
    watch = Watch(Limits(seconds=0))
    assert (watch.over, watch.left) == (True, 0.0)
    with pytest.raises(OutOfTimeError):
        watch.check()


def test_a_watch_hears_that_the_solve_is_cancelled() -> None:
    """From any thread."""
    limits = Limits(seconds=60)
    watch = Watch(limits)
    watch.check()
    assert 59 < watch.left <= 60
    limits.cancel.set()
    assert watch.over


def test_each_solve_has_its_own_cancel_token() -> None:
    """Unless one is handed in."""
    assert Limits().cancel is not Limits().cancel
