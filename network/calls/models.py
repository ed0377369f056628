"""Calls for projects, and projects: those that answer a call, and those that stand by themselves."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from network import clock
from network.activity.models import Event
from network.calls.needs import join_criteria
from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.accounts.models import User
    from network.consortia.models import Consortium, Partner
    from network.dossiers.models import Dossier
    from network.organisations.models import Organisation


JUDGE_DISMISSED = "call.judge_dismissed"


class CallState(enum.StrEnum):
    """Where a call stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    DECIDED = "decided"


class CallKind(enum.StrEnum):
    """What a call asks for: projects to support, or work to be done for a public or a private buyer."""

    PROJECTS = "projects"
    PROCUREMENT = "procurement"
    ORDER = "order"


class Call(Versioned, Model):
    """A call; `criteria` are rules on the set of partners: `call` of the consortium problem; `judged` is what people
    judge (judged.py).

    `federation`: whose coordinators write it and follow it here. Who finances, launches and decides is named in words;
    where they are an organisation of the network, its id stands beside (backers.py).
    """

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    kind: Mapped[CallKind] = mapped_column(default=CallKind.PROJECTS)
    funder: Mapped[str] = mapped_column(sa.String(160), default="")
    funder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    launcher: Mapped[str] = mapped_column(sa.String(160), default="")
    launcher_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    decider: Mapped[str] = mapped_column(sa.String(160), default="")
    decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    sector: Mapped[str] = mapped_column(sa.String(40))
    envelope: Mapped[int | None]
    criteria: Mapped[dict[str, Any]] = mapped_column(default=dict)
    judged: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[CallState] = mapped_column(default=CallState.DRAFT)
    published_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT, foreign_keys=[federation_id])
    projects: Mapped[list[Project]] = relationship(back_populates="call", order_by="Project.id")
    corrections: Mapped[list[Correction]] = relationship(
        back_populates="call", order_by="Correction.made_at.desc()", cascade="all, delete-orphan"
    )

    jurors: Mapped[list[Juror]] = relationship(
        back_populates="call", order_by="Juror.id", cascade="all, delete-orphan", lazy="selectin"
    )
    dossiers: Mapped[list[Dossier]] = relationship(back_populates="call", order_by="Dossier.id")
    dismissals: Mapped[list[Event]] = relationship(
        primaryjoin=lambda: sa.and_(
            foreign(Event.subject_id) == Call.id,
            Event.subject_type == Call.__tablename__,
            Event.verb == JUDGE_DISMISSED,
        ),
        viewonly=True,
        lazy="selectin",
    )

    @property
    def experience_sector(self) -> str:
        """The sector in which experience counts."""
        return self.sector

    def is_judged_by(self, user_id: int | None) -> bool:
        """The person is in its jury."""
        return any(juror.user_id == user_id for juror in self.jurors)

    @property
    def judges(self) -> set[int]:
        """The ids of those who assemble nothing for it: its jury, and who was taken out of it after having judged."""
        return {juror.user_id for juror in self.jurors} | {event.before["user_id"] for event in self.dismissals}

    @property
    def is_market(self) -> bool:
        """Work for a buyer: the partners are liable together, each stands in one bid only, prices stay elsewhere."""
        return self.kind is not CallKind.PROJECTS

    @property
    def is_open(self) -> bool:
        """Published, and its closing date has not passed."""
        return self.state is CallState.PUBLISHED and (self.closes_at is None or clock.now() < self.closes_at)


class Juror(Model):
    """A person who judges the projects of a call, and so assembles nothing for it."""

    __tablename__ = "jurors"
    __table_args__ = (sa.UniqueConstraint("call_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    named_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="jurors")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)


class Correction(Model):
    """What was put right in a published call, told to all; `closes_at` is the new closing date, where it moved,
    `changes` what else is changed: {column of the call: [before, after]}."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    closes_at: Mapped[datetime | None]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]

    call: Mapped[Call] = relationship(back_populates="corrections")


class ProjectState(enum.StrEnum):
    """Where a project stands; `left_aside`: proposed by an organisation and not taken up by the federation."""

    PROPOSED = "proposed"
    OPEN = "open"
    LEFT_ASIDE = "left_aside"
    WITHDRAWN = "withdrawn"


originators = sa.Table(
    "originators",
    Model.metadata,
    sa.Column("project_id", sa.ForeignKey("projects.id"), primary_key=True),
    sa.Column("organisation_id", sa.ForeignKey("organisations.id"), primary_key=True, index=True),
)


class Project(Versioned, Model):
    """An idea for which a groupement is composed, whether a call asks for it or not.

    `federation`: whose coordinators compose; `sector`: its theme, where experience counts while no call says so;
    `needs`: what the project itself asks of its partners, under the keys of `Call.criteria`; `originators`: those who
    had the idea; `proposer`: the organisation that proposed it; `reason`: why it was left aside or withdrawn.
    """

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calls.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    sector: Mapped[str] = mapped_column(sa.String(40))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    expected_jobs: Mapped[int | None]
    needs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[ProjectState] = mapped_column(default=ProjectState.OPEN)
    proposer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT, foreign_keys=[federation_id])
    proposer: Mapped[Organisation | None] = relationship(foreign_keys=[proposer_id])
    originators: Mapped[list[Organisation]] = relationship(secondary=originators, order_by="Organisation.id")
    call: Mapped[Call | None] = relationship(back_populates="projects", lazy="joined")
    interests: Mapped[list[Interest]] = relationship(
        back_populates="project", order_by="Interest.id", cascade="all, delete-orphan"
    )
    consortia: Mapped[list[Consortium]] = relationship(back_populates="project", order_by="Consortium.id")

    @property
    def criteria(self) -> dict[str, Any]:
        """The rules on its team: those of its call, joined with what the project needs."""
        return join_criteria(self.call.criteria if self.call else {}, self.needs)

    @property
    def experience_sector(self) -> str:
        """The sector in which experience counts: its call's, else its own."""
        return self.call.sector if self.call else self.sector

    @property
    def is_open(self) -> bool:
        """Organisations may say whether it interests them; so long as its call is open, where it has one."""
        return self.state is ProjectState.OPEN and (self.call is None or self.call.is_open)

    @property
    def invited(self) -> list[Partner]:
        """Who has been invited to a groupement that was not given up, and stands in it still."""
        standing = [consortium for consortium in self.consortia if not consortium.is_abandoned]
        return [partner for consortium in standing for partner in consortium.team if partner.is_informed]

    @property
    def is_market(self) -> bool:
        """It answers a public contract or an order."""
        return self.call is not None and self.call.is_market

    @property
    def judges(self) -> set[int]:
        """The ids of those who judge its call, or have judged in it, and assemble nothing for it."""
        return self.call.judges if self.call else set()


class InterestAnswer(enum.StrEnum):
    """What an organisation says of a project before anyone is invited."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Interest(Model):
    """An organisation's interest in a project: what it would bring and expect, in words, and ask, in euros.

    Known to the coordination; `is_shared`: fellow members that are interested too may know that it is.
    """

    __tablename__ = "interests"
    __table_args__ = (sa.UniqueConstraint("project_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    answer: Mapped[InterestAnswer]
    asks: Mapped[int] = mapped_column(default=0)
    brings: Mapped[str] = mapped_column(sa.Text, default="")
    expects: Mapped[str] = mapped_column(sa.Text, default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime]

    project: Mapped[Project] = relationship(back_populates="interests")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
