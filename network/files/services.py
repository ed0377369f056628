"""Keeping the files that people bring."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from network import clock
from network.actors import Actor
from network.database import Base, db
from network.errors import MaillageError
from network.files.models import File
from network.files.names import clean_name
from network.files.signatures import file_type

MAX_BYTES = 10 * 1024 * 1024
ACCEPTED = _l(
    "This type of file is not accepted. Send a PDF, an image (PNG, JPEG), a document or a spreadsheet without macros "
    "(DOCX, XLSX, ODT, ODS), a CSV or plain text."
)


class RefusedFileError(MaillageError):
    """The file cannot be kept; the message says why (400, or the error of its field)."""


def attach_file(subject: Base, upload: FileStorage, *, actor: Actor) -> File:
    """Keep an uploaded file with a row; RefusedFileError when it is empty, too large or of another type.

    The caller has checked that the actor may change the row.
    """
    content = upload.stream.read(MAX_BYTES + 1)
    if not content:
        raise RefusedFileError(_("This file is empty."))
    if len(content) > MAX_BYTES:
        raise RefusedFileError(_("A file may be 10 MB at most."))
    kind = file_type(content, upload.filename or "")
    if kind is None:
        raise RefusedFileError(str(ACCEPTED))
    if sa.inspect(subject).pending:
        db.session.flush()
    file = File(
        subject_type=subject.__tablename__,
        subject_id=subject.id,  # type: ignore[attr-defined]
        name=clean_name(upload.filename or "", kind),
        mimetype=kind.mimetype,
        size=len(content),
        content=content,
        uploaded_by_id=actor.user_id,
        uploaded_at=clock.now(),
    )
    db.session.add(file)
    db.session.flush()
    return file
