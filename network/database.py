"""What all tables share: base class, names of constraints, one UTC type, periods, versions, how transactions begin."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.util import identity_key

from network.errors import NotFoundError, StaleError

MAX_ID = 2**31 - 1


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: aware in Python, kept in UTC in every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _stored_values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


# A state or kind is kept as its value in a plain column: a new one needs no migration.
STORED_ENUM = sa.Enum(enum.Enum, native_enum=False, length=40, values_callable=_stored_values, create_constraint=False)

# What is always read with a row is joined to it (`lazy="joined", innerjoin=FLAT`): inner where the row itself must be
# there, else one outer join after another. Nested, `a LEFT JOIN (b JOIN c)`, SQLite would first read all of b and c.
FLAT: Any = "unnested"


class Base(DeclarativeBase):
    """The base of all models."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.StrEnum: STORED_ENUM,
            dict[str, Any]: sa.JSON(none_as_null=True),
            list[Any]: sa.JSON(none_as_null=True),
        },
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Row = TypeVar("Row", bound=Base)


class Versioned:
    """A row that people edit: its version grows at every change, and a change made on an old one is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]

    def expect_version(self, version: int) -> None:
        """Raise StaleError when the row is not the one the person was reading."""
        if self.version != version:
            raise StaleError


@dataclass(frozen=True, slots=True)
class Period:
    """Days `from_day` to `until_day`, both included; an open end is None."""

    from_day: date | None
    until_day: date | None

    def __post_init__(self) -> None:
        if self.from_day and self.until_day and self.until_day < self.from_day:
            raise ValueError("a period ends before it begins")

    def holds(self, other: Period) -> bool:
        """Whether every day of `other` is a day of this period."""
        return (self.from_day is None or (other.from_day is not None and self.from_day <= other.from_day)) and (
            self.until_day is None or (other.until_day is not None and other.until_day <= self.until_day)
        )

    @property
    def days(self) -> int | None:
        """How many days, or None when an end is open."""
        if self.from_day is None or self.until_day is None:
            return None
        return (self.until_day - self.from_day + timedelta(days=1)).days


_writing: ContextVar[bool] = ContextVar("writing", default=False)


def set_writing(value: bool) -> None:
    """Say whether the transactions that this thread begins from now on may write."""
    _writing.set(value)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun within the block may write.

    SQLite in WAL mode refuses at once a transaction that read first and writes after another's commit,
    whatever the busy timeout; one that will write therefore takes the lock when it begins.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def get_row(model: type[Row], row_id: int, *options: ORMOption) -> Row:
    """The row of this id, read with the options; NotFoundError when there is none."""
    row: Row | None
    if identity_key(model, row_id) in db.session.identity_map:
        row = db.session.get(model, row_id)
    else:
        row = db.session.scalars(_row_of(model, *options), {"row_id": row_id}).unique().one_or_none()
    if row is None:
        raise NotFoundError
    return row


@lru_cache(maxsize=256)
def _row_of(model: type[Row], *options: ORMOption) -> sa.Select[Row]:
    """Put together once: options are the same when they are the same objects."""
    key = sa.inspect(model).primary_key[0]
    return sa.select(model).where(key == sa.bindparam("row_id")).options(*options)


def read(query: sa.Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """The rows of a query of columns, with the values that it left open: without what the session does for entities."""
    db.session.flush()
    return db.session.connection().execute(query, values).all()


def read_value(query: sa.Executable, values: Mapping[str, Any] | None = None) -> Any:
    """The value of a query of one column in its first row, None without one; as `read`."""
    db.session.flush()
    return db.session.connection().scalar(query, values)


def lock(row: Base) -> None:
    """Keep others from changing the row until the end of the transaction, and read it again; NotFoundError when it was
    removed meanwhile."""
    key = sa.inspect(type(row)).primary_key[0]
    if db.session.scalar(sa.select(key).where(key == getattr(row, str(key.key))).with_for_update()) is None:
        raise NotFoundError
    db.session.refresh(row)


def prepare_engine(engine: sa.Engine) -> None:
    """Set up a SQLite engine: WAL, foreign keys, busy timeout, explicit BEGIN. PostgreSQL needs nothing."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin on its own
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA busy_timeout = 30000")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
