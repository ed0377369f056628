"""Demands, the shared posts made of them, searches for posts, and the figures of labour law."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from network import clock
from network.database import FLAT, Model, Versioned
from network.hires.professions import PROFESSIONS, Profession
from network.resources.models import Audience

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class DemandState(enum.StrEnum):
    """Where a demand stands; whether it is in a post is said by its shares."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"


class PostState(enum.StrEnum):
    """Where a post stands."""

    PREPARED = "prepared"
    PROPOSED = "proposed"
    AGREED = "agreed"
    ABANDONED = "abandoned"


class ShareState(enum.StrEnum):
    """What a structure says of its part of a post."""

    CHOSEN = "chosen"
    ASKED = "asked"
    ACCEPTED = "accepted"
    COUNTERED = "countered"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    DISMISSED = "dismissed"


class Engagement(enum.StrEnum):
    """Who employs the person of a post, and how."""

    PART_TIME_EACH = "part_time_each"
    SEVERAL_EMPLOYERS = "several_employers"
    EMPLOYERS_GROUP = "employers_group"
    SELF_EMPLOYED = "self_employed"
    HOST_INVOICES = "host_invoices"


LIVING = frozenset({PostState.PREPARED, PostState.PROPOSED, PostState.AGREED})
STANDING = frozenset({ShareState.CHOSEN, ShareState.ASKED, ShareState.ACCEPTED, ShareState.COUNTERED})


class Demand(Versioned, Model):
    """A few half-days a week of a profession, asked by a structure; `open` and `must` are half-days of the week."""

    __tablename__ = "demands"
    __table_args__ = (
        sa.CheckConstraint("half_days BETWEEN 1 AND 10", name="half_days"),
        sa.Index(None, "federation_id", "profession"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    profession: Mapped[str] = mapped_column(sa.String(4))
    half_days: Mapped[int]
    open: Mapped[list[Any]] = mapped_column(default=list)
    must: Mapped[list[Any]] = mapped_column(default=list)
    can_host: Mapped[bool] = mapped_column(default=True)
    from_day: Mapped[date]
    audience: Mapped[Audience] = mapped_column(default=Audience.FEDERATION)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[DemandState] = mapped_column(default=DemandState.OPEN)
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id, lazy="joined", innerjoin=FLAT)
    federation: Mapped[Organisation] = relationship(foreign_keys=federation_id)
    shares: Mapped[list[Share]] = relationship(back_populates="demand", order_by="Share.id")

    @property
    def trade(self) -> Profession:
        """The profession, with its words."""
        return PROFESSIONS[self.profession]

    @property
    def share(self) -> Share | None:
        """Its part of the post that it is in, if it is in one."""
        return next((share for share in self.shares if share.is_standing and share.post.is_living), None)

    @property
    def is_open(self) -> bool:
        """It was not withdrawn."""
        return self.state is DemandState.OPEN

    @property
    def is_free(self) -> bool:
        """It waits for a post."""
        return self.is_open and self.share is None


class PostSearch(Model):
    """The search for posts of a profession in a federation, with the rules that it was last made with."""

    __tablename__ = "post_searches"
    __table_args__ = (sa.UniqueConstraint("federation_id", "profession"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    profession: Mapped[str] = mapped_column(sa.String(4))
    rules: Mapped[dict[str, Any]]

    federation: Mapped[Organisation] = relationship()

    @property
    def trade(self) -> Profession:
        """The profession, with its words."""
        return PROFESSIONS[self.profession]


class Post(Versioned, Model):
    """A post shared by several structures; `rules` are those of the search, `run_id` and `proposal` what it found."""

    __tablename__ = "posts"
    __table_args__ = (sa.UniqueConstraint("run_id", "proposal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("runs.id"))
    proposal: Mapped[int | None]
    profession: Mapped[str] = mapped_column(sa.String(4))
    rules: Mapped[dict[str, Any]]
    state: Mapped[PostState] = mapped_column(default=PostState.PREPARED)
    engagement: Mapped[Engagement | None]
    group_workers: Mapped[int | None]
    starts_on: Mapped[date | None]
    reply_by: Mapped[date | None]
    message: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]

    federation: Mapped[Organisation] = relationship(foreign_keys=federation_id)
    host: Mapped[Organisation] = relationship(foreign_keys=host_id)
    shares: Mapped[list[Share]] = relationship(back_populates="post", order_by="Share.id", cascade="all, delete-orphan")

    @property
    def trade(self) -> Profession:
        """The profession, with its words."""
        return PROFESSIONS[self.profession]

    @property
    def is_living(self) -> bool:
        """It was not given up."""
        return self.state in LIVING

    @property
    def team(self) -> list[Share]:
        """The parts that stand."""
        return [share for share in self.shares if share.is_standing]

    @property
    def possible_from(self) -> date | None:
        """The day to come from which everyone in it asks for it; None where that is today or past."""
        latest = max((share.demand.from_day for share in self.team), default=clock.today())
        return latest if latest > clock.today() else None

    @property
    def total(self) -> int:
        """The half-days of all its parts."""
        return sum(len(share.half_days) for share in self.team)

    @property
    def undecided(self) -> list[Share]:
        """The parts of those who left or could not be served, until the coordination says how it goes on."""
        return [share for share in self.shares if share.awaits_decision]

    @property
    def is_accepted(self) -> bool:
        """Everyone who stands has said yes."""
        return bool(self.team) and all(share.state is ShareState.ACCEPTED for share in self.team)

    def mark_changed(self) -> None:
        """A change of its parts is a change of the post: its version grows."""
        self.changed_at = clock.now()
        flag_modified(self, "changed_at")


class Share(Model):
    """One demand's part of a post: its `half_days` of the week, and what the structure answered.

    `earlier`: its half-days before the week was found again, where they have changed.

    `awaits_decision`: the coordination has to say how the post goes on without it, or without what it asks.
    `calendar_edition` is in the secret address of its calendar: a new one makes the old address useless.
    """

    __tablename__ = "shares"
    __table_args__ = (sa.UniqueConstraint("post_id", "demand_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("posts.id"))
    demand_id: Mapped[int] = mapped_column(sa.ForeignKey("demands.id"), index=True)
    half_days: Mapped[list[Any]] = mapped_column(default=list)
    earlier: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[ShareState] = mapped_column(default=ShareState.CHOSEN)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    awaits_decision: Mapped[bool] = mapped_column(default=False)
    calendar_edition: Mapped[int] = mapped_column(default=1)

    post: Mapped[Post] = relationship(back_populates="shares")
    demand: Mapped[Demand] = relationship(back_populates="shares", lazy="joined", innerjoin=FLAT)

    @property
    def organisation(self) -> Organisation:
        """Whose part it is."""
        return self.demand.organisation

    @property
    def is_standing(self) -> bool:
        """It is part of the post."""
        return self.state in STANDING

    @property
    def is_informed(self) -> bool:
        """It was asked, whatever it answered."""
        return self.asked_at is not None


class LabourParameter(Model):
    """A figure of labour law from a day on, with its source and the day on which somebody last checked it.

    Durations are in minutes a week or a shift.
    """

    __tablename__ = "labour_parameters"
    __table_args__ = (sa.UniqueConstraint("key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40))
    value: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(300))
    verified_on: Mapped[date]
