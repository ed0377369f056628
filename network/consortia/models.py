"""Groupements and their partners."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from network import clock
from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.actors import Actor
    from network.calls.models import Project
    from network.consortia.charter_models import Charter
    from network.dossiers.models import Dossier
    from network.organisations.models import Organisation


class ConsortiumState(enum.StrEnum):
    """Where a groupement stands."""

    COMPOSING = "composing"
    INVITING = "inviting"
    AGREED = "agreed"
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
    CANCELLED = "cancelled"


STANDING = frozenset(
    {
        PartnerState.CHOSEN,
        PartnerState.INVITED,
        PartnerState.ACCEPTED,
        PartnerState.RESERVED,
        PartnerState.OTHER_CONTRIBUTION,
    }
)


class Consortium(Versioned, Model):
    """A groupement for a project; `weights` are the settings of its search (lenses.py).

    `pinned`, `excluded` and `cascade`, who is invited next on a refusal, are organisation ids.
    """

    __tablename__ = "consortia"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("projects.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    state: Mapped[ConsortiumState] = mapped_column(default=ConsortiumState.COMPOSING)
    pinned: Mapped[list[Any]] = mapped_column(default=list)
    excluded: Mapped[list[Any]] = mapped_column(default=list)
    cascade: Mapped[list[Any]] = mapped_column(default=list)
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    searches_everyone: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    reply_by: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(back_populates="consortia", lazy="joined", innerjoin=FLAT)
    lead: Mapped[Organisation | None] = relationship()
    partners: Mapped[list[Partner]] = relationship(
        back_populates="consortium", order_by="Partner.id", cascade="all, delete-orphan"
    )
    charter: Mapped[Charter | None] = relationship(back_populates="consortium")
    dossiers: Mapped[list[Dossier]] = relationship(back_populates="consortium")

    @property
    def federation_id(self) -> int:
        """The federation whose coordinators compose this groupement."""
        return self.project.federation_id

    @property
    def team(self) -> list[Partner]:
        """The partners who stand: chosen, asked or agreed."""
        return [partner for partner in self.partners if partner.state in STANDING]

    @property
    def has_announced_lead(self) -> bool:
        """Invitations have named the single contact."""
        lead = self.partner_of(self.lead_id) if self.lead_id is not None else None
        return lead is not None and lead.is_standing and lead.is_informed

    @property
    def left(self) -> list[Partner]:
        """Those who were asked and are no longer in: declined, silent or withdrawn."""
        gone = (PartnerState.DECLINED, PartnerState.LAPSED, PartnerState.WITHDRAWN)
        return [partner for partner in self.partners if partner.state in gone]

    @property
    def is_abandoned(self) -> bool:
        """Its coordination gave it up."""
        return self.state is ConsortiumState.ABANDONED

    @property
    def is_agreed(self) -> bool:
        """Everyone in the team has accepted."""
        return bool(self.team) and all(partner.state is PartnerState.ACCEPTED for partner in self.team)

    def mark_changed(self) -> None:
        """A change of the partners is a change of the groupement: its version grows."""
        self.changed_at = clock.now()
        flag_modified(self, "changed_at")

    def partner_of(self, organisation_id: int) -> Partner | None:
        """The organisation's place, whatever its state."""
        return next((partner for partner in self.partners if partner.organisation_id == organisation_id), None)

    def is_visible_to(self, actor: Actor) -> bool:
        """Seen by its coordination, the jury aside, and by the people of those who were invited."""
        if actor.coordinates(self.federation_id) and actor.user_id not in self.project.judges:
            return True
        return any(actor.belongs_to(partner.organisation_id) for partner in self.partners if partner.is_informed)


class Partner(Model):
    """An organisation in a groupement; `contribution` maps a capability to a whole quantity.

    `interested_at`: somebody said from the e-mail that it is interested, which engages nobody.
    """

    __tablename__ = "partners"
    __table_args__ = (sa.UniqueConstraint("consortium_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(sa.ForeignKey("consortia.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[PartnerState] = mapped_column(default=PartnerState.CHOSEN)
    contribution: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asks: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime | None]
    interested_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    board_on: Mapped[date | None]
    other_contribution: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    remark: Mapped[str] = mapped_column(sa.Text, default="")

    consortium: Mapped[Consortium] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)

    @property
    def is_informed(self) -> bool:
        """It was invited, whatever it answered."""
        return self.invited_at is not None

    @property
    def is_standing(self) -> bool:
        """It is of the team."""
        return self.state in STANDING


class TurnRule(Versioned, Model):
    """How much of a turn a federation gives those seldom invited, in every search for its projects: points of
    remoteness (lenses.py)."""

    __tablename__ = "turn_rules"

    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, autoincrement=False)
    points: Mapped[int]
