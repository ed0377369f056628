"""Saving the whole database to one file, and putting it back; the same file serves SQLite and PostgreSQL.

The file is a zip. `backup.json` holds the revision of the schema and the number of rows of each table; `<table>.jsonl`
holds the names of the columns, then the values of a row a line. Each direction is one transaction, so both work while
the application runs: it sees the data of before or after, never a mixture.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import flask_migrate
import sqlalchemy as sa
from alembic.migration import MigrationContext

from network.database import db, writing
from network.errors import MaillageError

ABOUT = "backup.json"
BATCH = 500
VERSION_TABLE = "alembic_version"


class BackupError(MaillageError):
    """The file or the database does not allow it; the message says what to do."""


def save(path: Path) -> int:
    """Write the database to a file that only its owner may read; the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as file, _snapshot() as connection:
            rows = _write(connection, file)
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
    return rows


def restore(path: Path, *, replace: bool) -> int:
    """Put back what `save` wrote; the number of rows. What stands is replaced only when asked."""
    with _opened(path) as archive, writing():
        about = json.loads(archive.read(ABOUT))
        _meet_revision(about["revision"])
        with db.engine.begin() as connection:
            tables = _tables(connection)
            _empty(connection, tables, replace=replace)
            rows = sum(_read_table(connection, archive, table) for table in tables)
        flask_migrate.upgrade()
    return rows


def _snapshot() -> sa.Connection:
    """A connection that sees one moment of the database, whatever others write meanwhile."""
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """The tables as the database has them, those that others refer to first."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    for column in (column for table in metadata.sorted_tables for column in table.columns):
        if isinstance(column.type, sa.JSON):
            column.type.none_as_null = True
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _write(connection: sa.Connection, file: IO[bytes]) -> int:
    counts = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in _tables(connection):
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                counts[table.name] = _write_table(connection, table, lines)
        about = {"revision": _revision(connection), "rows": counts}
        archive.writestr(ABOUT, json.dumps(about, indent=1))
    return sum(counts.values())


def _write_table(connection: sa.Connection, table: sa.Table, lines: IO[bytes]) -> int:
    lines.write(_line([column.name for column in table.columns]))
    number = 0
    query = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=BATCH).execute(query):
        lines.write(_line([_plain(value) for value in row]))
        number += 1
    return number


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _plain(value: Any) -> Any:
    """A value as JSON holds it; an instant in UTC, without saying so."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _opened(path: Path) -> zipfile.ZipFile:
    """The archive, known to be whole."""
    try:
        archive = zipfile.ZipFile(path)
        if ABOUT in archive.namelist() and archive.testzip() is None:
            return archive
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, OSError):
        pass
    raise BackupError(f"{path} is no backup of Maillage, or it is damaged: nothing was changed.")


def _meet_revision(wanted: str) -> None:
    """Bring an empty database to the schema of the backup; one with another schema is not touched."""
    with db.engine.connect() as connection:
        present = _revision(connection)
    if present is None:
        flask_migrate.upgrade(revision=wanted)
    elif present != wanted:
        raise BackupError(
            f"The backup has the schema {wanted} and this database has {present}: "
            "restore it into an empty database (another DATA folder or DATABASE_URL)."
        )


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _empty(connection: sa.Connection, tables: list[sa.Table], *, replace: bool) -> None:
    """Remove every row, with everybody else held off until the transaction ends."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(connection.dialect.identifier_preparer.format_table(table) for table in tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    users = next(table for table in tables if table.name == "users")
    if not replace and connection.scalar(sa.select(sa.func.count()).select_from(users)):
        raise BackupError("The database holds data: REPLACE=1 removes all of it and puts the backup in its place.")
    for table in reversed(tables):
        connection.execute(table.delete())


def _read_table(connection: sa.Connection, archive: zipfile.ZipFile, table: sa.Table) -> int:
    number = 0
    with archive.open(f"{table.name}.jsonl") as lines:
        for rows in _batches(_rows(table, lines)):
            connection.execute(table.insert(), rows)
            number += len(rows)
    _count_on(connection, table)
    return number


def _rows(table: sa.Table, lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    columns = [table.columns[name] for name in json.loads(lines.readline())]
    for line in lines:
        yield {column.name: _typed(column.type, value) for column, value in zip(columns, json.loads(line), strict=True)}


def _typed(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    """The value as the column takes it."""
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if kind.timezone else moment
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode(value)
    return value


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """The next row gets an id after the last one; SQLite sees to that itself."""
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        last = connection.scalar(sa.select(sa.func.max(table.columns.id)))
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        connection.execute(sa.select(sa.func.setval(sequence, last or 1, last is not None)))
