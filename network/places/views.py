"""The list of places that a field proposes while one types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from network.places.areas import area_label, covers_area
from network.places.queries import find_localities
from network.web.policies import login_required

bp = Blueprint("places", __name__, url_prefix="/lieux")
bp.add_app_template_filter(area_label)
bp.add_app_template_filter(covers_area)


@bp.get("/localites")
@login_required
def localities() -> Response:
    """At most eight localities that fit `q`, best first."""
    return jsonify(
        [
            {
                "id": place.id,
                "label": str(place),
                "detail": f"{place.commune}, {area_label(place.area)}",
                "commune": place.commune,
                "area": place.area,
            }
            for place in find_localities(request.args.get("q", ""))
        ]
    )
