"""Pages of places."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("places", __name__, url_prefix="/lieux")
