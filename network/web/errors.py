"""From errors to pages: each says what happened and what to do next; htmx gets the same as a message."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from network.database import db
from network.errors import ConflictError, DeadLinkError, MaillageError, NotAllowedError, NotFoundError
from network.web.htmx import wants_fragment

STATUS = {NotFoundError: 404, NotAllowedError: 403, ConflictError: 409}


def init_app(app: Flask) -> None:
    """Map every error to its page."""
    app.register_error_handler(MaillageError, _on_expected)
    app.register_error_handler(DeadLinkError, _on_dead_link)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(StaleDataError, _on_overtaken)
    app.register_error_handler(IntegrityError, _on_overtaken)
    app.register_error_handler(500, _on_bug)


def error_page(status: int, message: str = "", *, title: str = "") -> Response:
    """The page of an error; nothing of the failed request is kept."""
    db.session.rollback()
    heading, advice = _words(status)
    context = {"status": status, "title": title or heading, "message": message or advice}
    template = "errors/_message.html" if wants_fragment() else "errors/error.html"
    response = make_response(render_template(template, **context), status)
    if wants_fragment():
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _words(status: int) -> tuple[str, str]:
    """Title and advice for a status."""
    known = {
        400: (_("This request could not be read"), _("Go back to the page, check what was filled in and try again.")),
        403: (
            _("You cannot do that here"),
            _("Another person of your organisation may, or another of your organisations."),
        ),
        404: (_("This page does not exist"), _("It was moved or removed, or the address has a mistake.")),
        405: (_("This page does not exist"), _("It was moved or removed, or the address has a mistake.")),
        409: (_("Things have changed in the meantime"), _("Open the page again: it shows where things stand now.")),
        413: (_("This is too large"), _("A file may be 10 MB at most.")),
        429: (_("Too many attempts"), _("Wait a quarter of an hour, then try again.")),
        500: (_("Something went wrong on our side"), _("Nothing was changed. Try again in a moment.")),
    }
    return known.get(status, (_("This request could not be answered"), _("Go back to the page and try again.")))


def _on_expected(error: MaillageError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return error_page(status, error.message)


def _on_dead_link(error: DeadLinkError) -> Response:
    return error_page(
        404,
        _(
            "It was used or withdrawn, or it is too old. Ask for another one: for an account or a password on the page "
            "where one logs in, for an invitation from whoever sent it."
        ),
        title=_("This link opens nothing any more"),
    )


def _on_csrf(error: CSRFError) -> Response:
    return error_page(400, _("The page had been open for too long. Open it again and send it once more."))


def _on_http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return make_response(error.get_response())
    return error_page(error.code or 500)


def _on_overtaken(error: Exception) -> Response:
    return error_page(409, _("Somebody was faster than you. Open the page again: it shows where things stand now."))


def _on_bug(error: Exception) -> Response:
    return error_page(500)
