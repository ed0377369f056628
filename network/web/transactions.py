"""One transaction a request: committed when it succeeds, undone when it fails, and never written by a GET."""

from __future__ import annotations

from flask import Flask, Response, request

from network.database import db, set_writing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Begin and end the request's transaction."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_rest)


def _begin() -> None:
    set_writing(request.method not in SAFE_METHODS)


def _end(response: Response) -> Response:
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.close()  # as a rollback, but for what was read: no one reads on
    else:
        db.session.commit()
    return response


def _rest(_error: BaseException | None) -> None:
    """What the thread does next is not part of the request."""
    set_writing(False)
