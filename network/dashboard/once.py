"""Lists that several cards of the dashboard are made of: read once for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_read: ContextVar[dict[Any, Any] | None] = ContextVar("read", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """What is read within the block is read once: a page writes nothing."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once(read: Callable[P, R]) -> Callable[P, R]:
    """The same function; on one page, asked with the same objects, it answers again what it answered first."""

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _read.get()
        if known is None:
            return read(*args, **kwargs)
        key = (read, *map(id, args), *((name, id(value)) for name, value in kwargs.items()))
        if key not in known:
            known[key] = read(*args, **kwargs)
        found: R = known[key]
        return found

    return answer
