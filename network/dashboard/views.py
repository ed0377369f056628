"""The dashboard: what waits for a person."""

from __future__ import annotations

from flask import Blueprint, Response

from network.web.htmx import render_page
from network.web.policies import login_required

bp = Blueprint("dashboard", __name__)


@bp.get("/")
@login_required
def index() -> Response:
    """What waits for the person, of all the organisations they act for."""
    return render_page("dashboard/index.html")
