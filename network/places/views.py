"""The list of places that a field proposes while one types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from network.places.areas import area_label
from network.places.queries import find_localities
from network.web.policies import login_required

bp = Blueprint("places", __name__, url_prefix="/lieux")


@bp.get("/localites")
@login_required
def localities() -> Response:
    """At most eight localities that fit `q`, best first."""
    return jsonify(
        [
            {"id": place.id, "label": str(place), "commune": place.commune, "area": area_label(place.area)}
            for place in find_localities(request.args.get("q", ""))
        ]
    )
