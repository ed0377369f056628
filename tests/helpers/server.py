"""The application served to a browser from threads of the tests, and its worker."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import waitress
from flask import Flask

from network.app import create_app
from network.database import db
from network.jobs.worker import Worker


@contextmanager
def served(url: str, data: Path) -> Iterator[Flask]:
    """An application over this database at its BASE_URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(
        TESTING=True, DATA=data, SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="test", BASE_URL=base_url, DEMO=True
    )
    server = waitress.create_server(app, sockets=[listener], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield app
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(5)
        close_connections(app)


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    """The background work of an application is done meanwhile."""
    worker = Worker(app)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


def close_connections(app: Flask) -> None:
    """The next query opens a connection anew."""
    with app.app_context():
        db.engine.dispose()
