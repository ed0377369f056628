"""Pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request

from network.database import db

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `items` of page `number` among `total` rows."""

    items: list[Any]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_prev(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    def url(self, number: int) -> str:
        """The address of another page of the same list, with the same filters."""
        return f"{request.path}?{urlencode({**request.args.to_dict(flat=False), 'page': number}, doseq=True)}"


def paginate(query: sa.Select[Any], number: int, size: int = PAGE_SIZE, *, rows: sa.Select[Any] | None = None) -> Page:
    """One page of the query's entities, or of the `rows` read instead of them: two queries, whatever their number."""
    total = db.session.scalar(query.order_by(None).with_only_columns(sa.func.count(), maintain_column_froms=True)) or 0
    number = max(1, min(number, -(-total // size) or 1))
    read = (query if rows is None else rows).limit(size).offset((number - 1) * size)
    found = db.session.execute(read) if rows is not None else db.session.scalars(read).unique()
    return Page(list(found), number, total, size)
