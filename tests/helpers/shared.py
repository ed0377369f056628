"""What the workers of one test run make once and share: the database server and the databases to copy from."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

FOLDER = pytest.StashKey[Path]()


class SharedFolder:
    """A plugin: one folder for the whole run, made before the workers of pytest-xdist start and gone after they end.

    Not in pytest's own: for root PostgreSQL runs as another user, whom the next pytest would lock out of there.
    """

    def pytest_configure(self, config: pytest.Config) -> None:
        given = getattr(config, "workerinput", {}).get("shared_folder")
        config.stash[FOLDER] = Path(given or tempfile.mkdtemp(prefix="tests-"))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: pytest.Item) -> None:
        node.workerinput["shared_folder"] = str(node.config.stash[FOLDER])  # type: ignore[attr-defined]

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        if not hasattr(config, "workerinput"):
            _stop_postgres(config.stash[FOLDER] / "postgres" / "postmaster.pid")
            shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def _stop_postgres(pid_file: Path) -> None:
    """Once no worker is left: one that ended before the others must not take their server away."""
    if pid_file.exists():
        with suppress(ProcessLookupError):
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)


def made_once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What `make` gave to the first worker that asked for this name; the others wait for it."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = folder / f"{name}.made"
        if not note.exists():
            note.write_text(make())
        return note.read_text()
