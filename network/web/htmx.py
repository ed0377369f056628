"""One URL serves a page and its fragment."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from network.extensions import htmx


def wants_fragment() -> bool:
    """Whether htmx asks for a piece: boosted and history-restore requests want the page, though `htmx` is true."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(page: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page, or the fragment it includes when htmx asks for it; one context serves both."""
    template = fragment if fragment and wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    if fragment:
        response.headers["Vary"] = "HX-Request"
    return response


def go_to(url: str) -> BaseResponse:
    """After a write: a 303 for a browser, a client-side redirect for htmx."""
    if wants_fragment():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)
