"""The process that solves: `python -m network.runs.solver_process`, one request after another for as long as it lives.

It reads JSON lines on standard input: `{"id", "problem", "limits"}` to solve, `{"cancel": id}` to end that solve soon.
It answers in lines `{"id", "event", …}`: `started` with the versions, any number of `progress` (at most two a second,
always the latest), then one `solution` or `error`. No database and no Flask are in it; it ends when its parent does.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
import traceback
from contextlib import suppress
from typing import IO, Any

from network.errors import ProblemError
from network.matching.output import claim_output
from network.matching.registry import kind_named, read_problem
from network.matching.solver import Limits, Progress
from network.matching.validation import RuleBrokenError
from network.runs.versions import versions

PROGRESS_SECONDS = 0.5
ORPHAN_SECONDS = 1.0
NICENESS = 5


class SolverProcess:
    """Solves on the main thread; requests are read, and progress is told, on others."""

    def __init__(self, requests: IO[str], answers: IO[str]) -> None:
        self._requests, self._answers, self._answering = requests, answers, threading.Lock()
        self._waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._cancels: dict[int, threading.Event] = {}
        self._latest: tuple[int, Progress] | None = None
        self._news = threading.Event()

    def run(self) -> None:
        """Serve for as long as there is a parent; does not return."""
        for beside in (self._read_requests, self._tell_progress, _leave_with_parent):
            threading.Thread(target=beside, daemon=True).start()
        while True:
            request = self._waiting.get()
            self._say(request["id"], "started", versions=versions())
            self._say(request["id"], **self._solve(request))

    def _solve(self, request: dict[str, Any]) -> dict[str, Any]:
        """The last answer to a request."""
        number, data = request["id"], request["problem"]
        limits = Limits(**request["limits"], cancel=self._cancels[number])
        try:
            limit_memory(limits.memory_mb)
            problem = read_problem(data)
            solution = kind_named(data["kind"]).solve(problem, limits, lambda progress: self._note(number, progress))
            return {"event": "solution", "solution": solution.to_dict()}
        except ProblemError as error:
            return {"event": "error", "code": "unusable", "detail": error.message}
        except MemoryError:
            return {"event": "error", "code": "memory", "detail": f"{limits.memory_mb} MB"}
        except RuleBrokenError as error:
            return {"event": "error", "code": "broken", "detail": str(error)}
        except Exception:
            return {"event": "error", "code": "fault", "detail": traceback.format_exc()}

    def _note(self, number: int, progress: Progress) -> None:
        self._latest = number, progress
        self._news.set()

    def _tell_progress(self) -> None:
        while self._news.wait():
            self._news.clear()
            if self._latest:
                number, progress = self._latest
                self._say(number, "progress", **_as_data(progress))
            time.sleep(PROGRESS_SECONDS)

    def _read_requests(self) -> None:
        for line in self._requests:
            message = json.loads(line)
            if "problem" in message:
                self._cancels = {message["id"]: threading.Event()}
                self._waiting.put(message)
            elif cancel := self._cancels.get(message["cancel"]):
                cancel.set()
        os._exit(0)

    def _say(self, number: int, event: str, **content: Any) -> None:
        line = json.dumps({"id": number, "event": event, **content})
        with self._answering:
            self._answers.write(line + "\n")
            self._answers.flush()


def limit_memory(megabytes: int | None) -> None:
    """Let this process map so much memory at most; where the system knows no such limit there is none."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = resource.RLIM_INFINITY if megabytes is None else megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _as_data(progress: Progress) -> dict[str, Any]:
    best = progress.best.to_dict() if progress.best else None
    return {"phase": progress.phase, "objective": progress.objective, "bound": progress.bound, "best": best}


def _leave_with_parent() -> None:
    """End when the parent has died, even if something still holds the other end of standard input."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def main() -> None:
    """Serve on the standard streams; what libraries print goes to standard error."""
    os.nice(NICENESS)  # the pages come first
    SolverProcess(sys.stdin, claim_output()).run()


if __name__ == "__main__":
    main()
