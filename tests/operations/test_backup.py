"""Saving and putting back: the same file, on and between both databases, while others write."""

from __future__ import annotations

import threading
import zipfile
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from network.accounts.models import User
from network.database import db, writing
from network.operations.backup import BackupError, restore, save
from tests.conftest import make_app
from tests.factories.accounts import UserFactory
from tests.factories.runs import RunFactory
from tests.helpers.databases import copy_database, new_postgres_database

ODD = {
    "text": "« œuvre » 🙂 \u202f",
    "large": 2**53 + 1,
    "small": 1e-300,
    "list": [None, True, 0.1],
    "nested": {"b": 1, "a": 2},
}


@pytest.fixture
def open_app(tmp_path_factory):
    """A function that gives an application over a database, within its context."""
    contexts = []

    def open_one(url):
        app = make_app(url, tmp_path_factory.mktemp("data"))
        context = app.app_context()
        context.push()
        contexts.append(context)
        return app

    yield open_one
    for context in reversed(contexts):
        db.session.remove()
        db.engine.dispose()
        context.pop()


def content():
    """Every row of every table, as the database's driver gives it."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }


def test_everything_comes_back(open_app, demonstration_template, tmp_path):
    """Saved, changed, and put back: the demonstration is what it was, to the last microsecond."""
    open_app(copy_database(demonstration_template, tmp_path))
    RunFactory(problem=ODD, created_at=datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC))
    db.session.commit()
    before = content()
    rows = save(tmp_path / "saved.zip")
    assert rows == sum(len(table) for table in before.values())
    UserFactory()
    db.session.execute(sa.update(User).values(name="changed"))
    db.session.commit()
    assert restore(tmp_path / "saved.zip", replace=True) == rows
    assert content() == before
    assert UserFactory().id == max(row[0] for row in before["users"]) + 1


def test_it_moves_from_one_database_to_another(open_app, demonstration_template, postgres, tmp_path):
    """From SQLite or PostgreSQL into an empty database of the other kind; the schema is made on the way."""
    open_app(copy_database(demonstration_template, tmp_path))
    UserFactory()
    db.session.commit()
    before = content()
    save(tmp_path / "saved.zip")
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    if db.engine.dialect.name == "sqlite":
        other = new_postgres_database(postgres)
    open_app(other)
    restore(tmp_path / "saved.zip", replace=False)
    assert content() == before


def test_only_its_owner_may_read_it(open_app, new_database, tmp_path):
    open_app(new_database())
    save(tmp_path / "saved.zip")
    assert (tmp_path / "saved.zip").stat().st_mode & 0o777 == 0o600


def test_data_that_stand_are_not_overwritten_unasked(open_app, new_database, tmp_path):
    open_app(new_database())
    save(tmp_path / "saved.zip")
    UserFactory()
    db.session.commit()
    with pytest.raises(BackupError, match="REPLACE=1"):
        restore(tmp_path / "saved.zip", replace=False)
    assert len(content()["users"]) == 1


def test_a_damaged_file_changes_nothing(open_app, new_database, tmp_path):
    open_app(new_database())
    UserFactory()
    db.session.commit()
    save(tmp_path / "saved.zip")
    content = bytearray((tmp_path / "saved.zip").read_bytes())
    content[len(content) // 3] ^= 255
    (tmp_path / "damaged.zip").write_bytes(content)
    (tmp_path / "other.zip").write_bytes(b"not a zip")
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as archive:
        archive.writestr("hello.txt", "hello")
    for name in ("damaged", "other", "foreign", "absent"):
        with pytest.raises(BackupError):
            restore(tmp_path / f"{name}.zip", replace=True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_backup_of_another_schema_is_refused(open_app, new_database, tmp_path):
    open_app(new_database())
    save(tmp_path / "saved.zip")
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'elsewhere'"))
    db.session.commit()
    with pytest.raises(BackupError, match="elsewhere"):
        restore(tmp_path / "saved.zip", replace=True)


def test_it_works_while_others_write(open_app, new_database, tmp_path):
    """Pairs of rows are written all along; a backup never holds half a pair, and putting it back disturbs nobody."""
    app = open_app(new_database())
    over, faults = threading.Event(), []

    def write_pairs():
        number = 0
        while not over.is_set():
            try:
                with app.app_context(), writing():
                    for half in "ab":
                        db.session.add(
                            UserFactory.build(
                                id=None, email=f"{number}{half}@example.org", session_key=f"{number}{half}"
                            )
                        )
                        db.session.flush()
                    db.session.commit()
            except sa.exc.IntegrityError:
                pass  # the backup brought this pair back
            except Exception as error:
                faults.append(error)
            number += 1

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        saved = []
        for number in range(5):
            saved.append(save(tmp_path / f"{number}.zip"))
        restore(tmp_path / "2.zip", replace=True)
    finally:
        over.set()
        writer.join()
    assert faults == []
    assert len(content()["users"]) % 2 == 0
    base = saved[0] % 2
    assert all(rows % 2 == base for rows in saved)
