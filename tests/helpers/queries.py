"""Counting what is asked of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from network.database import db

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def recorded_queries() -> Iterator[list[str]]:
    """The statements sent within the block; savepoints are not counted."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(COUNTED):
            statements.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)


def uneven_costs(
    client: FlaskClient, pages: Iterable[tuple[str, str]], few: Mapping[str, Any], many: Mapping[str, Any]
) -> dict[tuple[str, str], tuple[int, int]]:
    """The pages (who, address) that cost another number of statements in a world of many than in one of few."""
    costs = {(who, page): (_cost(client, who, page, few), _cost(client, who, page, many)) for who, page in pages}
    return {page: (least, most) for page, (least, most) in costs.items() if least != most}


def _cost(client: FlaskClient, who: str, page: str, world: Mapping[str, Any]) -> int:
    with client.session_transaction() as session:
        session["_user_id"] = world[who]
    db.session.commit()
    db.session.remove()
    with recorded_queries() as statements:
        assert client.get(page.format(**world)).status_code == 200, (who, page)
    return len(statements)
