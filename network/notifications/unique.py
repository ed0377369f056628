"""Writing rows that must stand once, whoever else writes them at the same instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from network.database import Base, db

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_new(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert the rows that break no unique constraint; the ids of those that are new."""
    if not rows:
        return []
    insert: Any = _INSERT[db.session.get_bind().dialect.name](model)
    key = sa.inspect(model).primary_key[0]
    return list(db.session.scalars(insert.on_conflict_do_nothing().returning(key), list(rows)))
