"""Pages of consortia."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("consortia", __name__, url_prefix="/groupements")
