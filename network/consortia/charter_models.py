"""The charter of a groupement: its versions, who approved which, and what was said of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.consortia.models import ConsortiumState
from network.database import FLAT, Model
from network.errors import StaleError

if TYPE_CHECKING:
    from network.consortia.models import Consortium


class Charter(Model):
    """What the partners of a groupement agree in writing; `number` is that of the version that stands. Once all have
    approved it, a version that follows is proposed, as an amendment, and stands when all have approved that one.

    `asked_on`: the day on which `approve_by` was set, from which half time is counted.
    """

    __tablename__ = "charters"

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(sa.ForeignKey("consortia.id"), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    approve_by: Mapped[date | None]
    asked_on: Mapped[date | None]
    created_at: Mapped[datetime]

    consortium: Mapped[Consortium] = relationship(back_populates="charter", lazy="joined", innerjoin=FLAT)
    versions: Mapped[list[CharterVersion]] = relationship(
        back_populates="charter", order_by="CharterVersion.number", cascade="all, delete-orphan"
    )
    comments: Mapped[list[CharterComment]] = relationship(
        back_populates="charter", order_by="CharterComment.id", cascade="all, delete-orphan"
    )

    @property
    def current(self) -> CharterVersion:
        """The version that stands."""
        return next(version for version in self.versions if version.number == self.number)

    @property
    def proposed(self) -> CharterVersion | None:
        """The amendment that waits for the approvals."""
        follow = (version for version in self.versions if version.number > self.number)
        return next((version for version in follow if version.dropped_at is None), None)

    @property
    def latest(self) -> CharterVersion:
        """The version from which the next is written."""
        return self.proposed or self.current

    @property
    def asked(self) -> CharterVersion | None:
        """The version that the partners are asked to approve, while there is one."""
        if self.consortium.state is ConsortiumState.CONFIRMED:
            return self.proposed
        return self.current if self.consortium.state is ConsortiumState.AGREED else None

    @property
    def half_time(self) -> date | None:
        """The day halfway to the one by which it is to be approved."""
        if self.approve_by is None or self.asked_on is None:
            return None
        return self.asked_on + timedelta(days=(self.approve_by - self.asked_on).days // 2)

    @property
    def approvals(self) -> dict[int, CharterApproval]:
        """Those of the version that is asked, else of the one that stands, by partner id."""
        return self.approvals_of(self.asked or self.current)

    @property
    def is_approved(self) -> bool:
        """All partners have approved what is asked of them."""
        return all(partner.id in self.approvals for partner in self.consortium.team)

    def approvals_of(self, version: CharterVersion) -> dict[int, CharterApproval]:
        """Those of a version by partner id; none while the team is being changed."""
        if self.consortium.state not in (ConsortiumState.AGREED, ConsortiumState.CONFIRMED):
            return {}
        return {approval.partner_id: approval for approval in version.approvals}

    def find_version(self, number: int) -> CharterVersion | None:
        """A version by its number."""
        return next((version for version in self.versions if version.number == number), None)

    def version_before(self, version: CharterVersion) -> CharterVersion | None:
        """The version that it took, or would take, the place of."""
        earlier = (other for other in reversed(self.versions) if other.number < version.number)
        return next((other for other in earlier if other.dropped_at is None), None)

    def expect_number(self, number: int) -> None:
        """Raise StaleError when the latest version is not the one the person was reading."""
        if self.latest.number != number:
            raise StaleError


class CharterVersion(Model):
    """The charter as it read once: texts by section, what each partner gains in words by partner id, and `terms`, what
    the groupement is by it (charter_terms.py). `author_id` None: the platform drew it up; `reason`: why it changed.

    `dropped_at`: an amendment that was withdrawn, written again or, by a partner and with its `refusal`, refused.
    """

    __tablename__ = "charter_versions"
    __table_args__ = (sa.UniqueConstraint("charter_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(sa.ForeignKey("charters.id"))
    number: Mapped[int]
    sections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    benefits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    made_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("partners.id"))
    refusal: Mapped[str] = mapped_column(sa.Text, default="")

    charter: Mapped[Charter] = relationship(back_populates="versions")
    approvals: Mapped[list[CharterApproval]] = relationship(
        back_populates="version", order_by="CharterApproval.approved_at", cascade="all, delete-orphan"
    )

    @property
    def is_in_market(self) -> bool:
        """It is of a bid for a public contract or an order."""
        return bool(self.terms["call"] and self.terms["call"]["is_market"])


class CharterApproval(Model):
    """A partner's yes to one version; it does not hold for the next."""

    __tablename__ = "charter_approvals"
    __table_args__ = (sa.UniqueConstraint("version_id", "partner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("charter_versions.id"))
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partners.id"), index=True)
    approved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    approved_at: Mapped[datetime]

    version: Mapped[CharterVersion] = relationship(back_populates="approvals")


class CharterComment(Model):
    """What a partner, or the coordination (`partner_id` None), says of a section, or of the whole (`section` empty)."""

    __tablename__ = "charter_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(sa.ForeignKey("charters.id"), index=True)
    number: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(40), default="")
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("partners.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime]

    charter: Mapped[Charter] = relationship(back_populates="comments")
