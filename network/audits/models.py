"""Campaigns, pairings, visits, and what both sides of a visit wrote."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from network import clock
from network.audits.grid_models import Grid, Question, QuestionKind, Section
from network.database import FLAT, Model, Period, Versioned

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class CampaignState(enum.StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    ENROLLING = "enrolling"
    PAIRING = "pairing"
    VISITING = "visiting"
    CLOSED = "closed"
    ABANDONED = "abandoned"


class PairingState(enum.StrEnum):
    """Where a pair or a trio stands; `found` is known to the coordination alone."""

    FOUND = "found"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    UNDONE = "undone"


class Consent(enum.StrEnum):
    """What an organisation answers to the pairing that it is proposed."""

    AWAITED = "awaited"
    YES = "yes"
    NO = "no"


class VisitState(enum.StrEnum):
    """Where a visit stands: both sides write, both are compared, the team replies, its plan is set."""

    PREPARING = "preparing"
    COMPARED = "compared"
    REPLIED = "replied"
    DONE = "done"


class Side(enum.StrEnum):
    """Who answers the grid: the team itself, or those who visit it."""

    OWN = "own"
    VISITORS = "visitors"


class ActionState(enum.StrEnum):
    """How far an action of the plan is."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


STANDING = frozenset({PairingState.FOUND, PairingState.PROPOSED, PairingState.CONFIRMED})
ANNOUNCED = frozenset({PairingState.PROPOSED, PairingState.CONFIRMED})


class Campaign(Versioned, Model):
    """A round of audits: a grid, a calendar and rules of pairing; `rounds` is how many past campaigns count as met."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    grid_id: Mapped[int] = mapped_column(sa.ForeignKey("grids.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    enrol_until: Mapped[date]
    pair_by: Mapped[date]
    visits_from: Mapped[date]
    visits_until: Mapped[date]
    report_by: Mapped[date]
    max_km: Mapped[int] = mapped_column(default=60)
    rounds: Mapped[int] = mapped_column(default=2)
    keeps_apart_partners: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
    grid: Mapped[Grid] = relationship(lazy="joined", innerjoin=FLAT)
    enrolments: Mapped[list[Enrolment]] = relationship(
        back_populates="campaign", order_by="Enrolment.id", cascade="all, delete-orphan"
    )
    pairings: Mapped[list[Pairing]] = relationship(
        back_populates="campaign", order_by="Pairing.id", cascade="all, delete-orphan"
    )

    @property
    def visits_period(self) -> Period:
        """The days of the visits."""
        return Period(self.visits_from, self.visits_until)

    @property
    def enrolled(self) -> list[Enrolment]:
        """Those who take part."""
        return [enrolment for enrolment in self.enrolments if enrolment.withdrawn_at is None]

    @property
    def standing_pairings(self) -> list[Pairing]:
        """The pairs and trios found, proposed or confirmed."""
        return [pairing for pairing in self.pairings if pairing.state in STANDING]

    @property
    def unpaired(self) -> list[Enrolment]:
        """Those who take part and stand in no pair."""
        paired = {organisation_id for pairing in self.standing_pairings for organisation_id in pairing.organisation_ids}
        return [enrolment for enrolment in self.enrolled if enrolment.organisation_id not in paired]

    def enrolment_of(self, organisation_id: int | None) -> Enrolment | None:
        """The organisation's enrolment while it stands."""
        return next((e for e in self.enrolled if e.organisation_id == organisation_id), None)

    def mark_changed(self) -> None:
        """Its version grows."""
        self.changed_at = clock.now()
        flag_modified(self, "changed_at")


class Enrolment(Model):
    """An organisation that takes part; `avoids` are organisations it would rather not be paired with."""

    __tablename__ = "enrolments"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    avoids: Mapped[list[Any]] = mapped_column(default=list)
    enrolled_at: Mapped[datetime]
    enrolled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(back_populates="enrolments")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)


class Pairing(Model):
    """A cycle of a campaign: two or three organisations, each of which visits the next and is visited once."""

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), index=True)
    state: Mapped[PairingState] = mapped_column(default=PairingState.FOUND)
    is_locked: Mapped[bool] = mapped_column(default=False)
    reply_by: Mapped[date | None]
    proposed_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship(back_populates="pairings")
    visits: Mapped[list[Visit]] = relationship(
        back_populates="pairing", order_by="Visit.id", cascade="all, delete-orphan"
    )

    @property
    def organisations(self) -> list[Organisation]:
        """Its two or three organisations, in the order of the cycle."""
        return [visit.auditor for visit in self.visits]

    @property
    def organisation_ids(self) -> list[int]:
        """Their ids, in the same order."""
        return [visit.auditor_id for visit in self.visits]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Who visits whom, (lower id, higher id), each once."""
        return sorted({_pair(visit.auditor_id, visit.audited_id) for visit in self.visits})

    @property
    def is_kept(self) -> bool:
        """A search leaves it as it is."""
        return self.state in ANNOUNCED or (self.state is PairingState.FOUND and self.is_locked)

    @property
    def is_announced(self) -> bool:
        """Its organisations know of it and it still stands."""
        return self.state in ANNOUNCED

    def others(self, organisation_id: int) -> list[Organisation]:
        """Its organisations but this one."""
        return [organisation for organisation in self.organisations if organisation.id != organisation_id]


class Visit(Versioned, Model):
    """An auditor goes to an audited organisation; `consent` is the latter's answer to the pairing.

    `planned_on` counts once the side that did not propose it agrees (`agreed_at`); `proposed_by_id` is an organisation.
    """

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    pairing_id: Mapped[int] = mapped_column(sa.ForeignKey("pairings.id"), index=True)
    auditor_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    audited_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    consent: Mapped[Consent] = mapped_column(default=Consent.AWAITED)
    consented_at: Mapped[datetime | None]
    consented_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    refusal: Mapped[str] = mapped_column(sa.String(40), default="")
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[VisitState] = mapped_column(default=VisitState.PREPARING)
    planned_on: Mapped[date | None]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    agreed_at: Mapped[datetime | None]
    own_finished_at: Mapped[datetime | None]
    visitors_finished_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    replied_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    pairing: Mapped[Pairing] = relationship(back_populates="visits", lazy="joined", innerjoin=FLAT)
    auditor: Mapped[Organisation] = relationship(foreign_keys=auditor_id, lazy="joined", innerjoin=FLAT)
    audited: Mapped[Organisation] = relationship(foreign_keys=audited_id, lazy="joined", innerjoin=FLAT)
    sheets: Mapped[list[Sheet]] = relationship(
        back_populates="visit", order_by="Sheet.id", cascade="all, delete-orphan"
    )
    actions: Mapped[list[Action]] = relationship(
        back_populates="visit", order_by="Action.due_on, Action.id", cascade="all, delete-orphan"
    )

    @property
    def campaign(self) -> Campaign:
        """The campaign it belongs to."""
        return self.pairing.campaign

    @property
    def is_compared(self) -> bool:
        """Both sides have finished: each sees the other's answers."""
        return self.state is not VisitState.PREPARING

    def organisation_id(self, side: Side) -> int:
        """Who writes for a side."""
        return self.audited_id if side is Side.OWN else self.auditor_id

    def finished_at(self, side: Side) -> datetime | None:
        """When a side said that it had finished."""
        return self.own_finished_at if side is Side.OWN else self.visitors_finished_at

    def sheets_of(self, side: Side) -> list[Sheet]:
        """What a side writes, in the order of the grid."""
        return [sheet for sheet in self.sheets if sheet.side is side]


class Sheet(Versioned, Model):
    """What one side of a visit writes on one section of the grid."""

    __tablename__ = "sheets"
    __table_args__ = (sa.UniqueConstraint("visit_id", "section_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visits.id"))
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("grid_sections.id"), index=True)
    side: Mapped[Side]
    strengths: Mapped[str] = mapped_column(sa.Text, default="")
    to_work_on: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    visit: Mapped[Visit] = relationship(back_populates="sheets")
    section: Mapped[Section] = relationship(lazy="joined", innerjoin=FLAT)
    answers: Mapped[list[Answer]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    def answer_to(self, question: Question) -> Answer | None:
        """What it says to a question."""
        return next((answer for answer in self.answers if answer.question_id == question.id), None)

    @property
    def answered(self) -> int:
        """How many questions it answers."""
        return len(self.answers)

    @property
    def mean(self) -> float | None:
        """The mean of its answers on the scale of 0 to 4; None without any."""
        scales = {question.id for question in self.section.questions if question.kind is QuestionKind.SCALE}
        values = [a.value for a in self.answers if a.question_id in scales and a.value is not None]
        return round(sum(values) / len(values), 1) if values else None


class Answer(Model):
    """The answer to a question: `value` 0 to 4, or 1 for yes and 0 for no; `text` for questions answered in lines."""

    __tablename__ = "answers"
    __table_args__ = (sa.UniqueConstraint("sheet_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("sheets.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("grid_questions.id"), index=True)
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(sa.Text, default="")


class Action(Versioned, Model):
    """Something the audited team sets out to do: what, who (a role, no name), by when."""

    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visits.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(400))
    who: Mapped[str] = mapped_column(sa.String(120), default="")
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.TO_DO)
    created_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship(back_populates="actions")

    @property
    def is_open(self) -> bool:
        """Something is left to do."""
        return self.state in (ActionState.TO_DO, ActionState.UNDER_WAY)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (min(a, b), max(a, b))
