"""What the tests of jobs share."""

from tests.jobs.workers import new_worker, own_app

__all__ = ["new_worker", "own_app"]
