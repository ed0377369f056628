"""Loading the table of localities that is shipped beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from network.database import db, writing
from network.distance import unit_vector
from network.places.models import Locality
from network.places.nearness import learn_localities
from network.web.search import fold

FOLDER = Path(__file__).parent


def load_localities() -> int:
    """Bring the localities up to the table, in a transaction of its own; how many rows were added or changed.

    A row keeps its id, also when its name is spelled better; one that left the table stays,
    since organisations may stand there.
    """
    with writing():
        stored = db.session.execute(sa.select(Locality.__table__)).mappings()
        known = {_letters(row["search_text"]): row for row in stored}
        added, changed = [], []
        for row in read_localities():
            old = known.get(_letters(row["search_text"]))
            if old is None:
                added.append(row)
            elif any(old[column] != value for column, value in row.items()):
                changed.append({"id": old["id"], **row})
        if added:
            db.session.execute(sa.insert(Locality), added)
        if changed:
            db.session.execute(sa.update(Locality), changed)
        learn_localities()
        db.session.commit()
    return len(added) + len(changed)


def read_localities() -> Iterator[dict[str, Any]]:
    """The rows of the table, each with the columns of its commune."""
    communes = {row["nis"]: row for row in _read("communes.csv")}
    for row in _read("localities.csv"):
        commune = communes[row["nis"]]
        lat, lon = float(row["lat"]), float(row["lon"])
        place = {"lat": lat, "lon": lon, **dict(zip("xyz", unit_vector(lat, lon), strict=True))}
        words = search_text(row["postal_code"], row["name"], commune["commune"])
        yield {**row, **commune, **place, "search_text": words}


def _letters(words: str) -> str:
    """What stays of a locality when its name is spelled better: postcode and name as they are searched."""
    return words.partition(" /")[0]


def search_text(postal_code: str, name: str, commune: str) -> str:
    """What is searched: « 7100 trivieres / la louviere »; the stroke says where the name ends."""
    return f"{postal_code} {fold(name)} / {fold(commune)}"


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
