"""Signed links of e-mails: each opens one page for one purpose; nothing is recorded until a button is pressed there."""

from __future__ import annotations

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from network.errors import DeadLinkError


def sign(purpose: str, **data: Any) -> str:
    """A token that `read` gives back for the same purpose only."""
    return _serializer(purpose).dumps(data)


def read(purpose: str, token: str, *, max_age_days: float) -> dict[str, Any]:
    """The data of a token; DeadLinkError when it is false, too old or made for something else."""
    try:
        data: dict[str, Any] = _serializer(purpose).loads(token, max_age=round(max_age_days * 86400))
    except BadData:
        raise DeadLinkError from None
    return data


def path_for(endpoint: str, **values: Any) -> str:
    """The path of a page, with or without a request at hand."""
    return current_app.url_map.bind("localhost").build(endpoint, values)


def absolute_url(path: str) -> str:
    """A path as the address in an e-mail: from BASE_URL, never from the request's Host header."""
    base: str = current_app.config["BASE_URL"]
    return base + path


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"link.{purpose}")
