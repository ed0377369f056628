"""What organisations have to share, and what they look for."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column, relationship

from network.database import FLAT, Model, Period, Versioned

if TYPE_CHECKING:
    from network.organisations.models import Organisation
    from network.places.models import Locality

RENEWED_BEFORE_DAYS = 30
KEPT_AFTER_DAYS = 60


class Capability(enum.StrEnum):
    """What can be pooled, as whole quantities; the unit is part of the name."""

    TRUCKS = "trucks"
    VANS = "vans"
    STORAGE_M2 = "storage_m2"
    ROOMS = "rooms"
    LABOUR_HOURS = "labour_hours"
    STAFF_HOURS = "staff_hours"
    EQUIPMENT = "equipment"
    KNOW_HOW_DAYS = "know_how_days"
    MONEY_EUR = "money_eur"


class Audience(enum.StrEnum):
    """Who may see it: the network, members of its federations, their coordinators, or nobody (calculation)."""

    NETWORK = "network"
    FEDERATION = "federation"
    COORDINATION = "coordination"
    CALCULATION = "calculation"


class Frame(enum.StrEnum):
    """In which form the time of staff may be shared: to put one's staff at another's disposal is forbidden."""

    OWN_AUTHORITY = "own_authority"
    ADVICE = "advice"
    EMPLOYERS_GROUP = "employers_group"
    EXCHANGE = "exchange"


class Conditions(enum.StrEnum):
    """What it costs to have it; a price is spoken of between the two and never written here."""

    FREE = "free"
    AT_COST = "at_cost"
    PRICED = "priced"


class Way(enum.StrEnum):
    """Offered or looked for, by the word in addresses."""

    OFFER = "offres"
    NEED = "besoins"


class Resource(Versioned):
    """A quantity of something at a place over a period. One that is ended keeps its period, so that it can go on."""

    way: ClassVar[Way]
    TERMS: ClassVar[tuple[str, ...]] = ("quantity", "details", "frame", "locality", "period", "audience")

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    locality_id: Mapped[int] = mapped_column(sa.ForeignKey("localities.id"), index=True)
    capability: Mapped[Capability]
    quantity: Mapped[int]
    details: Mapped[str] = mapped_column(sa.String(160), default="")
    frame: Mapped[Frame | None]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    audience: Mapped[Audience]
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]

    @declared_attr
    def period(cls) -> Mapped[Period]:
        return composite(Period, "from_day", "until_day")

    @declared_attr
    def organisation(cls) -> Mapped[Organisation]:
        return relationship(lazy="joined", innerjoin=FLAT)

    @declared_attr
    def locality(cls) -> Mapped[Locality]:
        return relationship(lazy="joined", innerjoin=FLAT)

    @property
    def terms(self) -> dict[str, Any]:
        """All that can be corrected."""
        return {name: getattr(self, name) for name in self.TERMS}

    def is_over(self, today: date) -> bool:
        """It was ended, or its last day has passed."""
        return self.ended_on is not None or (self.until_day is not None and self.until_day < today)

    def may_be_renewed(self, today: date) -> bool:
        """It ends within a month, or its last day passed within two."""
        if self.until_day is None or self.ended_on is not None:
            return False
        return -KEPT_AFTER_DAYS <= (self.until_day - today).days <= RENEWED_BEFORE_DAYS

    def may_go_on(self, today: date) -> bool:
        """It was ended within two months: that may have been a slip."""
        return self.ended_on is not None and today - self.ended_on <= timedelta(days=KEPT_AFTER_DAYS)


class Offer(Resource, Model):
    """Spare capacity of an organisation over a period."""

    __tablename__ = "offers"
    __table_args__ = (sa.CheckConstraint("quantity > 0", name="quantity"),)

    way = Way.OFFER
    TERMS = (*Resource.TERMS, "conditions")

    conditions: Mapped[Conditions | None]


class Need(Resource, Model):
    """What an organisation looks for; `within_km`: how far away it may be, as the crow flies (None: anywhere)."""

    __tablename__ = "needs"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("within_km > 0", name="within_km"),
    )

    way = Way.NEED
    TERMS = (*Resource.TERMS, "within_km")

    within_km: Mapped[int | None]


RESOURCES: dict[Way, type[Offer] | type[Need]] = {Way.OFFER: Offer, Way.NEED: Need}
