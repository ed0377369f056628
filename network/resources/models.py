"""What organisations have to share."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from network.database import Model, Period, Versioned

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class Capability(enum.StrEnum):
    """What can be pooled, as whole quantities; the unit is part of the name."""

    TRUCKS = "trucks"
    STORAGE_M2 = "storage_m2"
    LABOUR_HOURS = "labour_hours"


class Audience(enum.StrEnum):
    """Who may see an offer: the network, members of its federations, their coordinators, or nobody (calculation)."""

    NETWORK = "network"
    FEDERATION = "federation"
    COORDINATION = "coordination"
    CALCULATION = "calculation"


class Offer(Versioned, Model):
    """Spare capacity of an organisation over a period."""

    __tablename__ = "offers"
    __table_args__ = (sa.CheckConstraint("quantity > 0", name="quantity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    capability: Mapped[Capability]
    quantity: Mapped[int]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    audience: Mapped[Audience] = mapped_column(default=Audience.COORDINATION)
    created_at: Mapped[datetime]

    period: Mapped[Period] = composite("from_day", "until_day")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    def is_over(self, today: date) -> bool:
        """Its last day has passed."""
        return self.until_day is not None and self.until_day < today
