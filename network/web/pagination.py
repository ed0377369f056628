"""Pages of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request

from network.database import MAX_ID, db, read, read_value

PAGE_SIZE = 50
NO_VALUES: Mapping[str, Any] = {}


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


def paginate(query: sa.Select[Any], number: int, size: int = PAGE_SIZE, values: Mapping[str, Any] = NO_VALUES) -> Page:
    """One page of the query's entities, with the values that it left open: two queries, whatever their number."""
    total = read_value(_count(query), values) or 0
    number = clamp(number, total, size)
    found = db.session.scalars(_cut(query), {"size": size, "start": (number - 1) * size, **values}).unique()
    return Page(list(found), number, total, size)


def paginate_columns(
    query: sa.Select[Any],
    number: int,
    columns_of: Callable[[sa.Select[Any]], sa.Select[Any]],
    size: int = PAGE_SIZE,
    values: Mapping[str, Any] = NO_VALUES,
) -> Page:
    """One page of what `columns_of` reads of the query's entities, once they are cut to the page; `values` are what the
    query left open: one query."""
    number = max(1, min(number, MAX_ID))
    rows = read(_page_of(query, columns_of), {"size": size, "start": (number - 1) * size, **values})
    if rows or number == 1:
        return Page(list(rows), number, rows[0].total if rows else 0, size)
    last = clamp(number, read_value(_count(query), values) or 0, size)
    return paginate_columns(query, last, columns_of, size, values)


def clamp(number: int, total: int, size: int = PAGE_SIZE) -> int:
    """The page of this number, or the nearest that there is."""
    return max(1, min(number, -(-total // size)))


@lru_cache(maxsize=256)
def _count(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.order_by(None).with_only_columns(sa.func.count(), maintain_column_froms=True)


@lru_cache(maxsize=256)
def _page_of(query: sa.Select[Any], columns_of: Callable[[sa.Select[Any]], sa.Select[Any]]) -> sa.Select[Any]:
    """Put together once for a query, whatever the page."""
    return columns_of(_cut(query)).add_columns(_count(query).scalar_subquery().label("total"))


@lru_cache(maxsize=256)
def _cut(query: sa.Select[Any]) -> sa.Select[Any]:
    size: sa.BindParameter[int] = sa.bindparam("size", type_=sa.Integer)
    start: sa.BindParameter[int] = sa.bindparam("start", type_=sa.BigInteger)
    return query.limit(size).offset(start)
