"""How views and services ask the policies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request, url_for
from werkzeug.wrappers import Response

from network.errors import NotAllowedError, NotFoundError
from network.web.current import current_actor
from network.web.htmx import go_to

P = ParamSpec("P")
R = TypeVar("R")


def require(allowed: bool) -> None:
    """Raise NotAllowedError unless a policy allows it."""
    if not allowed:
        raise NotAllowedError


def login_required(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Send who is not logged in to the log-in page, and back afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if current_actor().user_id is None:
            here = request.full_path.rstrip("?") if request.method == "GET" else None
            return go_to(url_for("accounts.login", next=here))
        return view(*args, **kwargs)

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def hide_unless(visible: bool) -> None:
    """Raise NotFoundError unless the actor may know that the thing exists."""
    if not visible:
        raise NotFoundError
