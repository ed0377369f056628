"""What two organisations did together, who met whom, and who shows it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network import clock
from network.database import FLAT, Model

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class EvidenceKind(enum.StrEnum):
    """What two organisations can have done together; how much each counts is in `weights.py`."""

    MEETING = "meeting"
    WORKING_GROUP = "working_group"
    VISIT = "visit"
    SUBCONTRACT = "subcontract"
    SHARED_STAND = "shared_stand"
    SHARED_POST = "shared_post"
    AUDIT = "audit"
    LOAN = "loan"
    CONSORTIUM = "consortium"


class Presence(enum.StrEnum):
    """What an organisation says of a meeting: whether it was there, or that it will not come."""

    AWAITED = "awaited"
    YES = "yes"
    NO = "no"


class Again(enum.StrEnum):
    """Whether an organisation would work with another again."""

    YES = "yes"
    OTHERWISE = "otherwise"
    NO = "no"


class Afterthought(Model):
    """What an organisation says, to nobody, of having worked with another; `kind` and `subject` as in `Evidence`."""

    __tablename__ = "afterthoughts"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "other_id", "kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    kind: Mapped[EvidenceKind]
    subject: Mapped[str] = mapped_column(sa.String(60))
    answer: Mapped[Again]
    said_at: Mapped[datetime]


class ShownTies(Model):
    """An organisation that lets everyone logged in see its ties with those that do so too, but audits and loans."""

    __tablename__ = "shown_ties"

    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True)
    since: Mapped[datetime]


class Evidence(Model):
    """Something that two organisations did together on a day, `first_id` below `second_id`.

    `unconfirmed_by_id` is the one of the two that has not yet confirmed what the other said: until then it counts for
    nothing. `subject` names the row it comes from (`subject_of`), empty when people said it. `title` is what it was.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id", "kind", "happened_on", "subject", name="uq_evidence_once"),
        sa.CheckConstraint("first_id < second_id", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    kind: Mapped[EvidenceKind]
    happened_on: Mapped[date]
    subject: Mapped[str] = mapped_column(sa.String(60), default="")
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    unconfirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    first: Mapped[Organisation] = relationship(foreign_keys=first_id)
    second: Mapped[Organisation] = relationship(foreign_keys=second_id)

    @property
    def is_confirmed(self) -> bool:
        return self.unconfirmed_by_id is None

    @property
    def pair(self) -> tuple[int, int]:
        """The two organisations' ids, the lower first."""
        return self.first_id, self.second_id

    @property
    def declared_by(self) -> Organisation:
        """The one that said it, while the other has not confirmed it."""
        return self.second if self.unconfirmed_by_id == self.first_id else self.first

    def other_than(self, organisation_id: int) -> int:
        """The id of the other of the two."""
        return self.second_id if organisation_id == self.first_id else self.first_id


class Meeting(Model):
    """A meeting that the coordination of a federation noted, or proposes while its day is to come."""

    __tablename__ = "meetings"
    __table_args__ = (sa.UniqueConstraint("federation_id", "happens_on", "place", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    happens_on: Mapped[date] = mapped_column(index=True)
    place: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(160))
    created_at: Mapped[datetime]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", order_by="Attendance.id", cascade="all, delete-orphan"
    )

    @property
    def is_to_come(self) -> bool:
        """Its day is after today: nobody has been there yet."""
        return self.happens_on > clock.today()

    @property
    def present(self) -> list[Attendance]:
        """Those who say that they were there."""
        return [attendance for attendance in self.attendances if attendance.answer is Presence.YES]


class Attendance(Model):
    """An organisation that was at a meeting, or is asked to come, and what it says of that itself."""

    __tablename__ = "attendances"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    answer: Mapped[Presence] = mapped_column(default=Presence.AWAITED)
    answered_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="attendances", lazy="joined", innerjoin=FLAT)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
