"""Reading problems: strict JSON, and a cursor that names the place of whatever is wrong.

A kind describes its own fields with `Node`; every complaint is a `ProblemError` of one line, such as
``candidates[3].offers.trucks: must be a whole number >= 0``.

In every kind a list or a map that is absent is empty, the main ones too: an exchange without needs, or a call without
candidates, is a problem like any other. What is no list has a value that its kind's page names, or is missing.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from network.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST = 10**9
MOST_DIGITS = 400
_MISSING: Any = object()
_PLAIN_KEY = re.compile(r"[\w-]+\Z")


class _Doubled(dict[str, Any]):
    """An object of the JSON text in which a key stands twice; `key` is that key."""

    key: str


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8.

    Raises
    ------
    ProblemError
        If the text is not UTF-8 or not JSON, holds NaN or an infinity, a key twice, or absurd nesting or digits.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_short(int),
            parse_float=_short(float),
        )
    except UnicodeDecodeError as error:
        raise ProblemError(f"problem: must be UTF-8, byte {error.start} is not") from None
    except RecursionError:
        raise ProblemError("problem: is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ProblemError(f"problem: {error.msg} at line {error.lineno}, column {error.colno}") from None
    _refuse_doubled_keys(Node(value))
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            doubled.key = key
        seen.add(key)
    return doubled


def _no_constant(name: str) -> NoReturn:
    raise ProblemError(f"problem: {name} is no number of JSON")


def _short(kind: type) -> Any:
    def number(digits: str) -> Any:
        if len(digits) > MOST_DIGITS:
            raise ProblemError(f"problem: a number of {len(digits)} digits is too long")
        return kind(digits)

    return number


def _refuse_doubled_keys(root: Node) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node.value, _Doubled):
            node.at(node.value.key).fail("is given twice")
        if isinstance(node.value, dict):
            waiting.extend(Node(value, node.at(key).place) for key, value in node.value.items() if _nests(value))
        elif isinstance(node.value, list):
            waiting.extend(Node(value, f"{node.place}[{k}]") for k, value in enumerate(node.value) if _nests(value))


def _nests(value: Any) -> bool:
    return isinstance(value, dict | list)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a problem and the place where it stands; `place` is empty at the root."""

    value: Any
    place: str = ""

    def fail(self, rule: str) -> NoReturn:
        """Refuse the value: ``PLACE: RULE``."""
        raise ProblemError(f"{self.place or 'problem'}: {rule}")

    @property
    def given(self) -> bool:
        """Whether the key is there at all."""
        return self.value is not _MISSING

    def at(self, key: str) -> Node:
        """The value under a key of this object; absent if the key is not there."""
        step = key if _PLAIN_KEY.match(key) else f"[{json.dumps(key)}]"
        join = "." if self.place and not step.startswith("[") else ""
        value = self.value.get(key, _MISSING) if isinstance(self.value, dict) else _MISSING
        return Node(value, f"{self.place}{join}{step}")

    def object(self) -> Node:
        """This object."""
        self._require(isinstance(self.value, dict), "must be an object")
        return self

    def fields(self, *known: str) -> Node:
        """This object, whose keys are all among the known ones."""
        for key in self.object().value:
            if key not in known:
                self.at(str(key)).fail("unknown key")
        return self

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys and values of an object whose keys are names of the problem's own; none if absent."""
        if not self.given:
            return
        for key in self.object().value:
            yield Node(key, self.at(str(key)).place).text(), self.at(key)

    def items(self) -> list[Node]:
        """The entries of a list; none if absent."""
        if not self.given:
            return []
        self._require(isinstance(self.value, list | tuple), "must be a list")
        return [Node(value, f"{self.place}[{k}]") for k, value in enumerate(self.value)]

    def tuple_of(self, length: int, shape: str) -> list[Node]:
        """The entries of a list of exactly this length; `shape` says what they are."""
        self._require(isinstance(self.value, list | tuple) and len(self.value) == length, f"must be {shape}")
        return self.items()

    def whole(self, *, least: int = 0, most: int = MOST, default: Any = _MISSING) -> Any:
        """A whole number within `least`..`most` (no boolean, no 2.0)."""
        if self._absent(default):
            return default
        fits = type(self.value) is int and self.value >= least
        self._require(fits, f"must be a whole number >= {least}" if most == MOST else _within(least, most))
        self._require(self.value <= most, f"must be a whole number <= {most}" if most == MOST else _within(least, most))
        return self.value

    def number(self, least: float, most: float) -> float:
        """A finite number within `least`..`most`."""
        self._absent(_MISSING)
        fits = type(self.value) in (int, float) and math.isfinite(self.value) and least <= self.value <= most
        self._require(fits, f"must be a number from {least} to {most}")
        return float(self.value)

    def flag(self, *, default: Any = _MISSING) -> Any:
        """true or false."""
        if self._absent(default):
            return default
        self._require(isinstance(self.value, bool), "must be true or false")
        return self.value

    def text(self, *, default: Any = _MISSING) -> Any:
        """A text that is not empty and can be written as UTF-8."""
        if self._absent(default):
            return default
        self._require(isinstance(self.value, str) and self.value != "", "must be a text that is not empty")
        self._require(not any("\ud800" <= sign <= "\udfff" for sign in self.value), "must be valid Unicode")
        return self.value

    def choice(self, options: Collection[str], *, default: Any = _MISSING) -> Any:
        """One of a few words."""
        if self._absent(default):
            return default
        fits = isinstance(self.value, str) and self.value in options
        self._require(fits, "must be " + " or ".join(f'"{option}"' for option in options))
        return self.value

    def reference(self, known: Collection[str]) -> str:
        """An id that stands in another list of the problem."""
        name: str = self.text()
        self._require(name in known, "is not the id of any listed")
        return name

    def names(self) -> tuple[str, ...]:
        """Distinct texts, sorted; none if absent."""
        return _distinct((node, node.text()) for node in self.items())

    def references(self, known: Collection[str]) -> tuple[str, ...]:
        """Distinct ids that stand in another list of the problem, sorted; none if absent."""
        return _distinct((node, node.reference(known)) for node in self.items())

    def parts(self, name: str) -> Node:
        """The parts to keep of a solution: a list, or an object that holds it under its name in the solution."""
        return self.fields(name).at(name) if isinstance(self.value, dict) else self

    def _absent(self, default: Any) -> bool:
        if not self.given and default is _MISSING:
            self.fail("is missing")
        return not self.given

    def _require(self, fits: bool, rule: str) -> None:
        if not self.given:
            self.fail("is missing")
        if not fits:
            self.fail(rule)


def pair(node: Node, known: Collection[str]) -> tuple[str, str]:
    """Two different ids of a list of the problem, in sorted order."""
    first, second = (end.reference(known) for end in node.tuple_of(2, "a pair of ids"))
    if first == second:
        node.fail("pairs an id with itself")
    return min(first, second), max(first, second)


def triples(node: Node, firsts: Collection[str], seconds: Collection[str], shape: str) -> dict[tuple[str, str], int]:
    """The whole number of each row [id, id, number], no pair of ids twice; `shape` says what a row is.

    They come by the hundred thousand: a row that is plainly right is taken without a cursor of its own.
    """
    found: dict[tuple[str, str], int] = {}
    rows = node.value if type(node.value) is list else ()
    for row in rows:
        if type(row) is not list or len(row) != 3:
            break
        first, second, value = row
        right = type(first) is str and first in firsts and type(second) is str and second in seconds
        if not right or type(value) is not int or not 0 <= value <= MOST:
            break
        found[first, second] = value
    if len(found) < len(rows) or not isinstance(node.value, list):
        return _triples_one_by_one(node, firsts, seconds, shape)
    return found


def _triples_one_by_one(
    node: Node, firsts: Collection[str], seconds: Collection[str], shape: str
) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in node.items():
        first, second, value = row.tuple_of(3, shape)
        ends = first.reference(firsts), second.reference(seconds)
        if ends in found:
            row.fail("is given twice")
        found[ends] = value.whole()
    return found


def _within(least: int, most: int) -> str:
    return f"must be a whole number from {least} to {most}"


def _distinct(rows: Iterator[tuple[Node, str]]) -> tuple[str, ...]:
    seen: set[str] = set()
    for node, name in rows:
        if name in seen:
            node.fail("is given twice")
        seen.add(name)
    return tuple(sorted(seen))
