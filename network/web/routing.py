"""Converters of the addresses."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from network.database import MAX_ID


class IdConverter(IntegerConverter):
    """A row's id: past 32 bits there is no such row, and no database is asked."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=MAX_ID)


def init_app(app: Flask) -> None:
    """Make `<id:…>` known to the addresses."""
    app.url_map.converters["id"] = IdConverter
