"""Finding localities."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from network.database import db
from network.errors import NotFoundError
from network.places.models import Locality
from network.web.search import fold

POSTAL_CODE = re.compile(r"[0-9]{4}")
SHORTENED = {"st": "saint", "ste": "sainte"}

_WRITTEN = sa.select(Locality).where(
    Locality.postal_code == sa.bindparam("postal_code"), Locality.name == sa.bindparam("name")
)


def get_locality(postal_code: str, name: str) -> Locality:
    """The locality of this postcode and name, as the table writes them."""
    locality = db.session.scalar(sa.select(Locality).filter_by(postal_code=postal_code, name=name))
    if locality is None:
        raise NotFoundError
    return locality


def find_written(label: str) -> Locality | None:
    """The locality that is proposed in these very words, « 7100 La Louvière »; None when none is."""
    postal_code, _, name = label.partition(" ")
    return db.session.scalar(_WRITTEN, {"postal_code": postal_code, "name": name})


def find_localities(words: str, limit: int = 8) -> list[Locality]:
    """Localities whose postcode, name or commune have words that begin as typed; the same name first."""
    typed = _words(words)
    if not typed:
        return []
    text = sa.literal(" ") + Locality.search_text
    spelled = _spelled_out(typed)
    is_part = Locality.name != Locality.commune
    return list(
        db.session.scalars(
            sa.select(Locality)
            .where(*(sa.or_(text.like(f"% {word}%"), text.like(f"% {_spelled_out([word])}%")) for word in typed))
            .order_by(~_begins(f"{spelled} /"), ~_begins(spelled), is_part, Locality.name, Locality.postal_code)
            .limit(limit)
        )
    )


def list_same_name(words: str) -> list[Locality]:
    """Localities whose name, or postcode and name, is what was typed."""
    typed = _words(words)
    query = sa.select(Locality).where(_begins(f"{_spelled_out(typed)} /"))
    if typed and POSTAL_CODE.fullmatch(typed[0]):
        query = query.where(Locality.postal_code == typed[0])
    return list(db.session.scalars(query.order_by(Locality.postal_code)))


def list_localities_at(postal_codes: Collection[str]) -> list[Locality]:
    """The localities of these postcodes, by postcode and name."""
    query = sa.select(Locality).where(Locality.postal_code.in_(postal_codes))
    return list(db.session.scalars(query.order_by(Locality.postal_code, Locality.name)))


def spelled_name(name: str) -> str:
    """A name of a place as it is compared: without accents, case or hyphens, St as Saint."""
    return _spelled_out(_words(name))


def apart(locality: type[Locality], place: Any) -> sa.ColumnElement[float]:
    """Grows with the distance of a locality from a place: the square of their chord."""
    x, y, z = locality.x - place.x, locality.y - place.y, locality.z - place.z
    return x * x + y * y + z * z


def place_columns(locality: type[Locality]) -> tuple[Any, ...]:
    """A locality as columns of a list: where it is, and what `str` says of it as `place`."""
    return locality.lat, locality.lon, (locality.postal_code + " " + locality.name).label("place")


def _words(text: str) -> list[str]:
    """Up to eight words of letters and digits, without accents or case."""
    return re.findall(r"[^\W_]+", fold(text[:80]))[:8]


def _spelled_out(words: list[str]) -> str:
    """St-Servais is Saint-Servais."""
    return " ".join(SHORTENED.get(word, word) for word in words)


def _begins(text: str) -> sa.ColumnElement[bool]:
    """The searched text begins so, at the postcode or just after it."""
    return sa.or_(Locality.search_text.like(f"{text}%"), Locality.search_text.like(f"____ {text}%"))
