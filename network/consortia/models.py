"""Groupements and their partners."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.database import Model, Versioned

if TYPE_CHECKING:
    from network.calls.models import Project
    from network.organisations.models import Organisation


class ConsortiumState(enum.StrEnum):
    """Where a groupement stands."""

    COMPOSING = "composing"
    INVITING = "inviting"
    CONFIRMED = "confirmed"
    ABANDONED = "abandoned"


class PartnerState(enum.StrEnum):
    """Where one partner stands."""

    CHOSEN = "chosen"
    INVITED = "invited"
    ACCEPTED = "accepted"
    RESERVED = "reserved"
    OTHER_CONTRIBUTION = "other_contribution"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Consortium(Versioned, Model):
    """A groupement composed for a project; `pinned` and `excluded` are organisation ids, `weights` what the search uses."""

    __tablename__ = "consortia"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    state: Mapped[ConsortiumState] = mapped_column(default=ConsortiumState.COMPOSING)
    pinned: Mapped[list[Any]] = mapped_column(default=list)
    excluded: Mapped[list[Any]] = mapped_column(default=list)
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    reply_by: Mapped[datetime | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    lead: Mapped[Organisation | None] = relationship()
    partners: Mapped[list[Partner]] = relationship(
        back_populates="consortium", order_by="Partner.id", cascade="all, delete-orphan"
    )


class Partner(Model):
    """An organisation in a groupement; `contribution` maps a capability to a whole quantity."""

    __tablename__ = "partners"
    __table_args__ = (sa.UniqueConstraint("consortium_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(sa.ForeignKey("consortia.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[PartnerState] = mapped_column(default=PartnerState.CHOSEN)
    contribution: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asks: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    board_on: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    remark: Mapped[str] = mapped_column(sa.Text, default="")

    consortium: Mapped[Consortium] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
