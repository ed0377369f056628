"""The kinds of background work: features register a function for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

JobFunction = Callable[..., Any]

_functions: dict[str, JobFunction] = {}


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function as the one that does jobs of this kind; it gets the job's payload as keyword arguments."""

    def register(function: JobFunction) -> JobFunction:
        _functions[kind] = function
        return function

    return register


def function_of(kind: str) -> JobFunction:
    """The function of a kind."""
    return _functions[kind]


def kinds() -> list[str]:
    """All kinds, sorted."""
    return sorted(_functions)
