"""Addresses of pages, each put together once: it depends on the mount point, the endpoint and its values alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, url_for
from flask.globals import request_ctx

from network.database import MAX_ID
from network.web.environment import Environment

KEPT = 16_384


class Application(Flask):
    """Flask that remembers the addresses it has built."""

    jinja_environment = Environment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._remembered = lru_cache(maxsize=KEPT, typed=True)(self._build)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's, which is asked again where more than a path is wanted or a value cannot be remembered."""
        given = {name: value for name, value in values.items() if name[:1] != "_"}
        special = any(value is not None for name, value in values.items() if name[:1] == "_")
        if special or endpoint[:1] == "." or not has_request_context():
            return super().url_for(endpoint, **values)
        adapter = request_ctx.url_adapter
        try:
            return self._remembered(adapter and adapter.script_name, endpoint, **given)
        except TypeError:
            return super().url_for(endpoint, **given)

    def _build(self, _mounted_at: str | None, endpoint: str, /, **values: Any) -> str:
        return super().url_for(endpoint, **values)


def addresses_of(endpoint: str, name: str, **others: Any) -> Callable[[int], str]:
    """The addresses of the rows of a list, each by its id, which the endpoint takes under this name beside others."""
    values = others | {name: MAX_ID}
    before, _, after = url_for(endpoint, **values).rpartition(str(MAX_ID))
    return lambda row_id: f"{before}{row_id}{after}"
