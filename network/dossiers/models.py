"""Dossiers, the points that jurors give them, and the decision on a call."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.consortia.models import ConsortiumState, PartnerState
from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.accounts.models import User
    from network.calls.models import Call, Project
    from network.consortia.models import Consortium


class DossierState(enum.StrEnum):
    """What became of a dossier."""

    DEPOSITED = "deposited"
    FUNDED = "funded"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class Dossier(Versioned, Model):
    """What a confirmed groupement hands in for a call: `asks` euros for so many jobs, and a text.

    The call is kept here: a project that was refused may leave it and go on.
    """

    __tablename__ = "dossiers"
    __table_args__ = (sa.UniqueConstraint("call_id", "consortium_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"))
    consortium_id: Mapped[int] = mapped_column(sa.ForeignKey("consortia.id"), index=True)
    asks: Mapped[int]
    expected_jobs: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[DossierState] = mapped_column(default=DossierState.DEPOSITED)
    deposited_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="dossiers", lazy="joined", innerjoin=FLAT)
    consortium: Mapped[Consortium] = relationship(back_populates="dossiers", lazy="joined", innerjoin=FLAT)
    scores: Mapped[list[Score]] = relationship(
        back_populates="dossier", order_by="Score.id", cascade="all, delete-orphan"
    )

    @property
    def project(self) -> Project:
        """What it is about."""
        return self.consortium.project

    @property
    def is_in_call(self) -> bool:
        """It was not taken back, nor its project out of the call."""
        return not self.is_taken_back and self.project.call_id == self.call_id

    @property
    def is_taken_back(self) -> bool:
        """Who deposited it thought better of it."""
        return self.state is DossierState.TAKEN_BACK

    @property
    def is_funded(self) -> bool:
        """It was chosen."""
        return self.state is DossierState.FUNDED

    @property
    def awaits_decision(self) -> bool:
        """It stands, and nothing was decided yet."""
        return self.state is DossierState.DEPOSITED

    @property
    def is_complete(self) -> bool:
        """Its groupement stands: nobody has left since it was confirmed."""
        return self.consortium.state is ConsortiumState.CONFIRMED

    @property
    def members(self) -> list[int]:
        """The organisations that agreed, by id."""
        return [p.organisation_id for p in self.consortium.partners if p.state is PartnerState.ACCEPTED]


class Score(Model):
    """The points, 0 to 10, that a juror gives a dossier on one criterion (criteria.py), and why in a word."""

    __tablename__ = "scores"
    __table_args__ = (sa.UniqueConstraint("dossier_id", "user_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossiers.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    criterion: Mapped[str] = mapped_column(sa.String(20))
    points: Mapped[int]
    word: Mapped[str] = mapped_column(sa.String(300), default="")
    scored_at: Mapped[datetime]

    dossier: Mapped[Dossier] = relationship(back_populates="scores")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)


class Decision(Model):
    """What was decided on a call: the dossiers are funded or refused; `problem` and `proposal` are what the engine was
    asked and said, `reason` why people chose otherwise."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"), unique=True)
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    call: Mapped[Call] = relationship(lazy="joined", innerjoin=FLAT)
