"""A second click on what takes a row away: the row is gone, and the page says so instead of not being found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import flash, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from network.database import db
from network.errors import NotFoundError
from network.web.htmx import go_to
from network.web.redirects import page_before

P = ParamSpec("P")
R = TypeVar("R")


def removal(then: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Mark a view that removes a row; once the row is gone it leads back where the person comes from, or to the
    endpoint `then` where that was the row's own page. What they may not see is gone for them; an address that was typed
    leads nowhere."""

    def mark(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def forgiving(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            try:
                return view(*args, **kwargs)
            except (NotFoundError, StaleDataError):
                back = page_before()
                if back is None:
                    raise
                db.session.rollback()
                flash(_("It was removed already."), "info")
                return go_to(url_for(then) if then else back)

        return forgiving

    return mark
