"""How far the localities are from one: facts that do not change while the product runs, therefore kept in memory."""

from __future__ import annotations

import json
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from network.database import db, read
from network.distance import square_chord
from network.places.models import Locality

HALF_A_METRE = 0.0005

# A list of ids as one value of a question, and their ranks in it.
RANKED = {
    "sqlite": "SELECT CAST(value AS INTEGER) AS id, key AS rank FROM json_each(:ids)",
    "postgresql": "SELECT CAST(value AS INTEGER) AS id, rank"
    " FROM json_array_elements_text(CAST(:ids AS JSON)) WITH ORDINALITY AS listed (value, rank)",
}


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


def ranked(locality_ids: list[int]) -> sa.CTE:
    """These localities as a table of their `id` and `rank`."""
    return _table(sa.text(RANKED[db.engine.dialect.name]).bindparams(ids=written(locality_ids)))


def ranked_later(dialect: str) -> sa.CTE:
    """As `ranked`, of the localities that are filled in as the parameter `ids`, `written`."""
    return _table(sa.text(RANKED[dialect]))


def written(locality_ids: list[int]) -> str:
    """A list of ids as the databases read it."""
    return json.dumps(locality_ids)


def forget_localities() -> None:
    """Read them again: their table has changed."""
    _sphere.cache_clear()


def _table(query: sa.TextClause) -> sa.CTE:
    return query.columns(sa.column("id", sa.Integer), sa.column("rank", sa.Integer)).cte("around")


@cache
def _sphere() -> Sphere:
    rows = read(sa.select(Locality.id, Locality.x, Locality.y, Locality.z).order_by(Locality.id))
    table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 4)
    return Sphere(table[:, 0].astype(np.int64), table[:, 1:])
