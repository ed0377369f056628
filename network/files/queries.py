"""Finding files. Their content is read only where it is sent."""

from __future__ import annotations

import sqlalchemy as sa

from network.database import Base, db, get_row
from network.files.models import File


def get_file(file_id: int) -> File:
    """The file; NotFoundError when there is none."""
    return get_row(File, file_id)


def list_files(subject: Base) -> list[File]:
    """The files attached to a row, newest first."""
    about = sa.and_(File.subject_type == subject.__tablename__, File.subject_id == subject.id)  # type: ignore[attr-defined]
    return list(db.session.scalars(sa.select(File).where(about).order_by(File.id.desc())))


def list_files_of_person(user_id: int) -> list[File]:
    """The files that a person brought, oldest first."""
    return list(db.session.scalars(sa.select(File).where(File.uploaded_by_id == user_id).order_by(File.id)))
