"""What every page may show around its content."""

from __future__ import annotations

from typing import Any

from flask import current_app, g
from flask_babel import get_locale

from network.web.current import current_actor
from network.web.htmx import wants_fragment
from network.web.navigation import navigation


def page_context() -> dict[str, Any]:
    """Variables of every template; `acting_for`, `mandates` and `unread_count` are found by the features above."""
    return {
        "actor": current_actor(),
        "navigation": navigation(),
        "acting_for": g.get("acting_for"),
        "mandates": g.get("mandates", []),
        "unread_count": g.get("unread_count", 0),
        "is_demo": current_app.config["DEMO"],
        "locale": str(get_locale()),
        "tile_url": current_app.config["TILE_URL"],
        "tile_attribution": current_app.config["TILE_ATTRIBUTION"],
        "wants_fragment": wants_fragment(),
    }
