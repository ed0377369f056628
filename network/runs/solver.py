"""The solver process seen from the worker: started when it is needed, asked, listened to, killed when it must be."""

from __future__ import annotations

import atexit
import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flask import current_app

from network.config import ROOT

COMMAND = (sys.executable, "-m", "network.runs.solver_process")


class SolverDiedError(Exception):
    """The process ended in the middle of a solve; `out_of_memory` when its last words say so."""

    def __init__(self, code: int | None, last_words: str) -> None:
        super().__init__(f"the solver process ended with {code}: {last_words}")
        self.out_of_memory = "bad_alloc" in last_words or "MemoryError" in last_words


class Solver:
    """One solver process, which takes one request at a time."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self.command = command
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True,
            encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        self._events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._number = 0

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can take another request."""
        return self._process.poll() is None

    def ask(self, problem: dict[str, Any], limits: dict[str, Any]) -> None:
        """Begin to solve."""
        self._number += 1
        self._send({"id": self._number, "problem": problem, "limits": limits})

    def next_event(self, timeout: float) -> dict[str, Any] | None:
        """The next news of the solve, None when there is none in so many seconds; SolverDiedError if none will come."""
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            return None
        if event is None:
            raise SolverDiedError(self._process.wait(), self._last_words())
        return event if event.get("id") == self._number else None

    def cancel(self) -> None:
        """Ask to end the solve soon with the best found so far."""
        self._send({"cancel": self._number})

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        with suppress(OSError):  # it has died: next_event says so
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with suppress(ValueError):  # a line that death has cut short, or that a library printed
                event = json.loads(line)
                if isinstance(event, dict):
                    self._events.put(event)
        self._events.put(None)

    def _last_words(self) -> str:
        self._errors.seek(max(0, self._errors.seek(0, 2) - 2000))
        return self._errors.read().decode(errors="replace")


_idle: list[Solver] = []


@contextmanager
def borrowed_solver() -> Iterator[Solver]:
    """A solver process, an idle one if there is any. It is kept for the next solve unless this one ends in an error."""
    command = current_app.config.get("SOLVER_COMMAND", COMMAND)
    solver = _take_idle(command) or Solver(command)
    try:
        yield solver
    except BaseException:
        solver.kill()
        raise
    if solver.is_alive:
        _idle.append(solver)
    else:
        solver.kill()


def _take_idle(command: tuple[str, ...]) -> Solver | None:
    while _idle:
        solver = _idle.pop()
        if solver.is_alive and solver.command == command:
            return solver
        solver.kill()
    return None


@atexit.register
def close_idle_solvers() -> None:
    """End the processes that wait for a next solve."""
    while _idle:
        _idle.pop().kill()
