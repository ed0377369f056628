"""The command line: ``python -m network.matching KIND PROBLEM.json`` writes the solution as JSON.

Exit status: 0 solved, 1 infeasible or unknown, 2 unusable input, with one line on standard error.
An interrupt or a termination ends it at once with the best found so far.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from network.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.registry import Kind
    from network.matching.solver import AnySolution, Limits, Progress

    Explain = Callable[[Any, Any, Limits], Any]

GRACE_SECONDS = 0.1
"""How long a solve that is told to stop may take to hand in its own result; then the best it told of counts."""


SOLVED = ("optimal", "feasible")


class StoppedError(Exception):
    """A signal asks for an end; raised in the main thread."""


class Solve:
    """A solve in a thread of its own, so that a signal is answered whatever the solver is doing."""

    def __init__(self, kind: Kind, problem: Any, limits: Limits, explain: Explain | None) -> None:
        self._kind, self._problem, self._limits, self._explain = kind, problem, limits, explain
        self._ends = time.monotonic() + limits.seconds
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._fault: BaseException | None = None
        self.best: AnySolution | None = None
        self.explanation: Any = None

    def wait(self) -> None:
        """Run to the end.

        Raises
        ------
        StoppedError
            If a signal came first; `best` is then the best so far, if any.
        """
        try:
            self._thread.start()
            self._thread.join()
        except StoppedError:
            self._limits.cancel.set()
            self._thread.join(GRACE_SECONDS)
            raise
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        try:
            self.best = self._kind.solve(self._problem, self._limits, self._hear)
            if self._explain is not None and self.best.to_dict()["objective"] is not None:
                left = replace(self._limits, seconds=max(0.0, self._ends - time.monotonic()))
                self.explanation = self._explain(self._problem, self.best, left)
        except BaseException as fault:
            self._fault = fault

    def _hear(self, news: Progress) -> None:
        if news.best is not None:
            self.best = news.best


def main(arguments: list[str]) -> int:
    """Run the command line and return its exit status."""
    answer_signals()
    try:
        options = _options(arguments)
        return _solve(options)
    except StoppedError:  # before there was anything to solve
        return 1
    except ProblemError as error:
        return _refuse(error.message)


def answer_signals() -> None:
    """Turn the first interrupt or termination into `StoppedError`, and ignore those that follow."""

    def stop(*_: object) -> NoReturn:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        raise StoppedError

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)


def _refuse(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ProblemError(message)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(prog="python -m network.matching", description="Solve one matching problem.", allow_abbrev=False)
    parser.add_argument("kind", metavar="KIND", help="the kind of problem, such as consortium")
    parser.add_argument("problem", metavar="PROBLEM.json", help="the problem, of panels also .npz; - is standard input")
    parser.add_argument("--seconds", type=_seconds, default=10.0, help="time limit, at least 1 (default 10)")
    parser.add_argument("--workers", type=_at_least(1), default=2, help="threads (default 2)")
    parser.add_argument("--seed", type=_at_least(0), default=0, help="of every random choice (default 0)")
    parser.add_argument("--memory-mb", type=_at_least(1), help="memory limit")
    parser.add_argument("--objective", choices=("total", "fair"), help="of panels in a .npz file (default total)")
    parser.add_argument("--explain", action="store_true", help="say why, in the seconds that are left: `explanation`")
    parser.add_argument("--output", metavar="FILE", help="where to write the solution (default standard output)")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not 1 <= value < math.inf:
        raise argparse.ArgumentTypeError("must be a number >= 1")
    return value


def _at_least(least: int) -> Any:
    def whole(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
            raise argparse.ArgumentTypeError(f"must be a whole number >= {least}")
        return int(text)

    return whole


def _solve(options: argparse.Namespace) -> int:
    from network.matching.registry import kind_named
    from network.matching.solver import Limits

    result: dict[str, Any] = {
        "kind": options.kind, "status": "unknown", "objective": None, "bound": None, "seconds": 0.0,
        "seed": options.seed,
    }  # fmt: skip
    solve: Solve | None = None
    try:
        kind = kind_named(options.kind)
        explain = _explain(kind, options)
        problem = _problem(kind, options)
        _refuse_unwritable(options.output)
        limits = Limits(
            seconds=options.seconds, workers=options.workers, seed=options.seed, memory_mb=options.memory_mb
        )
        solve = Solve(kind, problem, limits, explain)
        solve.wait()
    except (StoppedError, MemoryError):
        pass
    if solve is not None and solve.best is not None:
        result = solve.best.to_dict() | ({"explanation": solve.explanation} if options.explain else {})
    _write(result, options.output)
    return 0 if result["status"] in SOLVED else 1


def _explain(kind: Kind, options: argparse.Namespace) -> Explain | None:
    """What explains the solutions of a kind, if that is asked for."""
    explanation: Explain | None = getattr(kind, "explanation", None)
    if options.explain and explanation is None:
        raise ProblemError(f"--explain: there is nothing to explain of {options.kind}")
    return explanation if options.explain else None


def _problem(kind: Kind, options: argparse.Namespace) -> Any:
    """The problem of a JSON text or, for a kind that takes them, of a `.npz` file of arrays."""
    from network.matching.problem import parse_json

    raw = _read(options.problem)
    if options.problem.endswith(".npz") or raw.startswith(b"PK"):
        read_arrays = getattr(kind, "read_arrays", None)
        if read_arrays is None:
            raise ProblemError(f"problem: {options.kind} must be JSON, not a .npz file")
        return read_arrays(raw, options.objective or "total")
    if options.objective is not None:
        raise ProblemError("--objective: goes with a .npz file; JSON says it itself")
    return kind.read_problem(parse_json(raw))


def _read(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise ProblemError(f"{name}: {_why(error)}") from None


def _refuse_unwritable(name: str | None) -> None:
    try:
        if name is not None:
            open(name, "ab").close()
    except (OSError, ValueError) as error:
        raise ProblemError(f"--output {name}: {_why(error)}") from None


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _write(result: dict[str, Any], name: str | None) -> None:
    text = json.dumps(result, ensure_ascii=False) + "\n"
    try:
        if name is not None:
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # whoever read the output has gone
        pass
    except OSError as error:
        place = "standard output" if name is None else f"--output {name}"
        raise ProblemError(f"{place}: {_why(error)}") from None


if __name__ == "__main__":
    from network.matching.output import claim_output

    sys.stdout = claim_output()
    status = main(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # what could not be written has been said
        pass
    os._exit(status)  # a solver's thread may still be busy in C++
