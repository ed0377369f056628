"""Localities of Belgium, keyed by postcode and name (7100 holds five of them)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from network.database import Model


class Locality(Model):
    """A locality; `area` is its province's key, or `bruxelles` (see `areas.py`); `x`, `y`, `z` its `unit_vector`."""

    __tablename__ = "localities"
    __table_args__ = (sa.UniqueConstraint("postal_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    postal_code: Mapped[str] = mapped_column(sa.String(4))
    name: Mapped[str] = mapped_column(sa.String(80))
    commune: Mapped[str] = mapped_column(sa.String(80))
    nis: Mapped[str] = mapped_column(sa.String(5), index=True)
    arrondissement: Mapped[str] = mapped_column(sa.String(80))
    area: Mapped[str] = mapped_column(sa.String(30), index=True)
    lat: Mapped[float]
    lon: Mapped[float]
    x: Mapped[float]
    y: Mapped[float]
    z: Mapped[float]
    search_text: Mapped[str] = mapped_column(sa.String(200))

    def __str__(self) -> str:
        return f"{self.postal_code} {self.name}"
