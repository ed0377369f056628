"""How far the localities are from one: facts that do not change while the product runs, therefore kept in memory."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from network.database import read
from network.distance import square_chord
from network.places.models import Locality

HALF_A_METRE = 0.0005


class ranked_ids(GenericFunction[Any]):
    """A list of ids, as JSON, as a table of each `id` and its `rank`: one value, however long the list."""

    inherit_cache = True


class Sphere(NamedTuple):
    """The `ids` of all localities, int64 of shape (n,), and their unit `vectors`, float64 of shape (n, 3)."""

    ids: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float64]


def list_nearest(place: Locality, km: int | None = None) -> list[int]:
    """The ids of the localities at most so many kilometres from the place, to the metre, the nearest first, its own
    included; without `km` all of them."""
    sphere = _sphere()
    apart = 2 - 2 * (sphere.vectors @ (place.x, place.y, place.z))  # the square of the chord
    reached = np.flatnonzero(apart < (np.inf if km is None else square_chord(km + HALF_A_METRE)))
    nearest: list[int] = sphere.ids[reached[np.argsort(apart[reached], kind="stable")]].tolist()
    return nearest


def ranked(locality_ids: list[int]) -> sa.TableValuedAlias:
    """These localities as a table of their `id` and `rank`."""
    return _table(sa.literal(written(locality_ids)))


def ranked_later() -> sa.TableValuedAlias:
    """As `ranked`, of the localities that are filled in as the parameter `ids`, `written`."""
    return _table(sa.bindparam("ids", type_=sa.Text))


def written(locality_ids: list[int]) -> str:
    """A list of ids as the databases read it."""
    return json.dumps(locality_ids)


def learn_localities() -> None:
    """Read them anew: their table has changed."""
    _sphere.cache_clear()
    _sphere()


def _table(ids: sa.ColumnElement[str]) -> sa.TableValuedAlias:
    return ranked_ids(ids).table_valued(sa.column("id", sa.Integer), sa.column("rank", sa.Integer), name="around")


@compiles(ranked_ids, "sqlite")
def _sqlite_ranked(element: ranked_ids, compiler: SQLCompiler, **options: Any) -> str:
    ids = compiler.process(element.clauses, **options)
    return f"(SELECT CAST(value AS INTEGER) AS id, key AS rank FROM json_each({ids}))"


@compiles(ranked_ids, "postgresql")
def _postgresql_ranked(element: ranked_ids, compiler: SQLCompiler, **options: Any) -> str:
    ids = compiler.process(element.clauses, **options)
    listed = f"json_array_elements_text(CAST({ids} AS JSON)) WITH ORDINALITY AS listed (value, rank)"
    return f"(SELECT CAST(value AS INTEGER) AS id, rank FROM {listed})"


@cache
def _sphere() -> Sphere:
    rows = read(sa.select(Locality.id, Locality.x, Locality.y, Locality.z).order_by(Locality.id))
    table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 4)
    return Sphere(table[:, 0].astype(np.int64), table[:, 1:])
