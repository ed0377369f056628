"""Pages that belong to no feature: the component gallery and the health check."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from network.database import db
from network.web.gallery import sample_form
from network.web.htmx import render_page

bp = Blueprint("web", __name__)


@bp.get("/composants")
def gallery() -> Response:
    """Every component in every state, for those who build pages."""
    return render_page("web/gallery.html", form=sample_form())


@bp.get("/health")
def health() -> Response:
    """Whether the application answers and reaches its database."""
    db.session.execute(db.text("SELECT 1"))
    return jsonify(status="ok")
