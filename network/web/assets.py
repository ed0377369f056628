"""The files of `static/`: their addresses carry one version of them all, so that a browser may keep each for a year.

The version stands in the path, not behind it: what a script or a style fetches beside itself carries it too.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory

from network.config import ROOT

FOLDER = ROOT / "static"
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Serve the files; `url_for("static", filename=…)` gives the address of today's version."""
    version = version_of(FOLDER)

    def send(version_asked: str, filename: str) -> Response:
        """A file; under another version, as pages opened before an update ask for, it is not kept."""
        response = send_from_directory(FOLDER, filename, max_age=YEAR if version_asked == version else None)
        response.cache_control.immutable = version_asked == version
        return response

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version_asked", version)

    app.add_url_rule("/static/<version_asked>/<path:filename>", endpoint="static", view_func=send)
    app.url_defaults(add_version)


@cache
def version_of(folder: Path) -> str:
    """Ten signs that differ when a file of the folder differs, the same on every machine."""
    digest = hashlib.blake2b(digest_size=5)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
