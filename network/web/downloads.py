"""Answers that a browser saves as a file."""

from __future__ import annotations

from flask import Response

MIMETYPES = {
    "csv": "text/csv",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(content: bytes | str, name: str) -> Response:
    """The content, to be saved under a name whose ending says what it is."""
    response = Response(content, mimetype=MIMETYPES[name.rpartition(".")[2]])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
