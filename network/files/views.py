"""Sending files back."""

from __future__ import annotations

import io

from flask import Blueprint, Response, send_file

from network.files import queries
from network.files.registry import may_see_file
from network.web.current import current_actor
from network.web.policies import hide_unless, login_required

bp = Blueprint("files", __name__, url_prefix="/fichiers")


@bp.get("/<id:file_id>")
@login_required
def download(file_id: int) -> Response:
    """A file, to be saved: the browser neither shows nor runs it."""
    file = queries.get_file(file_id)
    hide_unless(may_see_file(file, current_actor()))
    response = send_file(io.BytesIO(file.content), file.mimetype, as_attachment=True, download_name=file.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
