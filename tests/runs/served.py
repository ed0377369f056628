"""An application in a process of its own, to be killed: `python -m tests.runs.served URL DATA web|worker [PORT]`.

It does jobs; as `web` it serves pages too. The lease is short, so that tests need not wait for the real one.
"""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from pathlib import Path

import waitress

from network.app import create_app
from network.jobs.worker import Worker
from tests.runs import purposes, slow  # noqa: F401

LEASE = timedelta(seconds=2)


def main(url: str, data: str, role: str, port: str = "0") -> None:
    """Serve until killed."""
    slow.install()
    app = create_app(DATA=Path(data), SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="test", SOLVER_COMMAND=slow.COMMAND)
    Worker(app, lease=LEASE, ticks=False).start()
    if role == "web":
        waitress.serve(app, host="127.0.0.1", port=int(port), threads=2)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
