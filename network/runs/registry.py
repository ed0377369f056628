"""What runs are for: each feature that asks for them says who may see them, where they lead, what their end changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from network.actors import Actor
from network.runs.models import Run


@dataclass(frozen=True, slots=True)
class Purpose:
    """See `register_purpose`."""

    name: str
    room: str
    may_see: Callable[[Run, Actor], bool]
    page_url: Callable[[Run], str]
    on_finished: Callable[[Run], Any]
    shown_problem: Callable[[Run, Actor], dict[str, Any]]


_purposes: dict[str, Purpose] = {}


def _whole_problem(run: Run, _actor: Actor) -> dict[str, Any]:
    return run.problem


def register_purpose(
    name: str,
    *,
    room: str,
    may_see: Callable[[Run, Actor], bool],
    page_url: Callable[[Run], str],
    on_finished: Callable[[Run], Any],
    shown_problem: Callable[[Run, Actor], dict[str, Any]] = _whole_problem,
) -> None:
    """Say what runs of a purpose are for.

    room: the blueprint of the navigation that its pages belong to.
    may_see: who may see the run, its problem and its solution, cancel it and run it again.
    page_url: the page that shows the result.
    on_finished: called once, in the transaction that marks the run done, or cancelled with a usable `run.solution`.
        It is short, and bears `run.solution["status"]` of every kind. Not called for a replay: that one only compares.
    shown_problem: the problem as far as one who may see the run may read it, when they take it away.
    """
    _purposes[name] = Purpose(name, room, may_see, page_url, on_finished, shown_problem)


def purpose_named(name: str) -> Purpose:
    """The purpose of this name; LookupError when no feature registered it."""
    return _purposes[name]


def find_purpose(name: str) -> Purpose | None:
    """The purpose of this name, if it still exists."""
    return _purposes.get(name)
