"""The kinds of background work: features register a function for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

JobFunction = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job and how it is done; see `job`."""

    name: str
    function: JobFunction
    slow: bool
    takes_lease: bool
    on_failed: JobFunction | None


_kinds: dict[str, JobKind] = {}


def job(
    kind: str, *, slow: bool = False, takes_lease: bool = False, on_failed: JobFunction | None = None
) -> Callable[[JobFunction], JobFunction]:
    """Register a function as the one that does jobs of this kind; it gets the job's payload as keyword arguments.

    It runs in a transaction that may write and that ends together with the job: what it changed in the database is
    kept exactly once, however often it had to be started. It may commit before something slow that is not in the
    database (sending a mail): what it does after that is again kept together with the job's end.

    slow: seconds or more; done in a thread of its own, so that the quick ones do not wait.
    takes_lease: the function gets the `Lease` as its first argument, makes its own transactions, calls
        `queue.hold(lease)` first in each of them and `queue.finish(lease)` in the last.
    on_failed: called in the transaction that gives the job up, with the payload.
    """

    def register(function: JobFunction) -> JobFunction:
        _kinds[kind] = JobKind(kind, function, slow, takes_lease, on_failed)
        return function

    return register


def kind_named(name: str) -> JobKind:
    """The kind of this name; LookupError when no feature registered it."""
    return _kinds[name]


def kinds(*, slow: bool) -> list[str]:
    """The names of the quick kinds or of the slow ones, sorted."""
    return sorted(kind.name for kind in _kinds.values() if kind.slow is slow)
