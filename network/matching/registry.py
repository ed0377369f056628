"""The kinds of matching problems; each is a module or package of this folder, imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from network.errors import ProblemError
from network.matching.problem import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.solver import AnySolution, Limits, OnProgress

KINDS = ("audits", "consortia", "consortium", "exchange", "hires", "hubs", "lenses", "panels", "portfolio")


class Kind(Protocol):
    """What the module of a kind offers; `Problem` and `Solution` are its own frozen dataclasses."""

    def read_problem(self, data: Any) -> Any: ...

    def solve(self, problem: Any, limits: Limits, on_progress: OnProgress = ...) -> AnySolution: ...

    def validate(self, problem: Any, solution: Mapping[str, Any]) -> None: ...


def kind_named(name: str) -> Kind:
    """The module of a kind.

    Raises
    ------
    ProblemError
        If there is no such kind.
    """
    if name not in KINDS:
        raise ProblemError(f"kind: must be one of {', '.join(KINDS)}")
    return cast("Kind", import_module(f"network.matching.{name}"))


def read_problem(data: Any) -> Any:
    """The problem of parsed JSON data, of whatever kind they name.

    Raises
    ------
    ProblemError
        With the place and the rule, on one line.
    """
    return kind_named(Node(data).object().at("kind").choice(KINDS)).read_problem(data)
