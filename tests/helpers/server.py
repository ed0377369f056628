"""The application served to a browser, with its worker, from a thread of the tests."""

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
    """An application over this database at its BASE_URL, the background work included."""
    listener = socket.create_server(("127.0.0.1", 0))
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(
        TESTING=True, DATA=data, SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="test", BASE_URL=base_url, DEMO=True
    )
    server = waitress.create_server(app, sockets=[listener], threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    worker = Worker(app)
    thread.start()
    worker.start()
    try:
        yield app
    finally:
        worker.stop()
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(5)
        with app.app_context():
            db.engine.dispose()
