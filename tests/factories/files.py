"""Files as browsers send them."""

from __future__ import annotations

import io

from werkzeug.datastructures import FileStorage


def upload(content: bytes, name: str = "document.pdf") -> FileStorage:
    """An uploaded file."""
    return FileStorage(io.BytesIO(content), filename=name)
