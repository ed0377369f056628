"""Signed links of e-mails: each opens one page for one purpose; nothing is recorded until a button is pressed there."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from network.errors import NotFoundError


def sign(purpose: str, **data: Any) -> str:
    """A token that `read` gives back for the same purpose only."""
    return _serializer(purpose).dumps(data)


def read(purpose: str, token: str, *, max_age_days: int) -> dict[str, Any]:
    """The data of a token; NotFoundError when it is false, too old or made for something else."""
    try:
        data: dict[str, Any] = _serializer(purpose).loads(token, max_age=max_age_days * 86400)
    except BadData:
        raise NotFoundError from None
    return data


def absolute_url(endpoint: str, **values: Any) -> str:
    """An address for an e-mail: made from BASE_URL, never from the request's Host header."""
    base: str = current_app.config["BASE_URL"]
    if not current_app.config.get("SERVER_NAME"):
        with current_app.test_request_context(base_url=base + "/"):
            return base + url_for(endpoint, _external=False, **values)
    return base + url_for(endpoint, _external=False, **values)


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"link.{purpose}")


def path_for(endpoint: str, **values: Any) -> str:
    """The path of a page, with or without a request at hand."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
