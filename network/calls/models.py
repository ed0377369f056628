"""Calls for projects and the projects that answer them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.database import Model, Versioned

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class CallState(enum.StrEnum):
    """Where a call stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    DECIDED = "decided"


class Call(Versioned, Model):
    """A call for projects; `criteria` holds the rules on the set of partners, with the keys of `call` in the consortium problem."""

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    funder: Mapped[str] = mapped_column(sa.String(160), default="")
    sector: Mapped[str] = mapped_column(sa.String(40))
    envelope: Mapped[int | None]
    criteria: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[CallState] = mapped_column(default=CallState.DRAFT)
    published_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    projects: Mapped[list[Project]] = relationship(back_populates="call", order_by="Project.id")


class Project(Versioned, Model):
    """An idea that answers a call, and for which a groupement is composed."""

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    expected_jobs: Mapped[int | None]
    created_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="projects", lazy="joined", innerjoin=True)
