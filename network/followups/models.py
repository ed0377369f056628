"""What partners are asked after a groupement is confirmed, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.consortia.models import Partner


class FollowUp(Versioned, Model):
    """What a partner is asked so many `months` after the confirmation.

    `promised` is its contribution when it was asked, `delivered` what it says came of it: {capability: quantity}.
    `jobs` are those it created in its own house, in whole full-time equivalents.
    """

    __tablename__ = "followups"
    __table_args__ = (sa.UniqueConstraint("partner_id", "months"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partners.id"))
    months: Mapped[int]
    promised: Mapped[dict[str, Any]] = mapped_column(default=dict)
    delivered: Mapped[dict[str, Any]] = mapped_column(default=dict)
    jobs: Mapped[int | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    asked_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    partner: Mapped[Partner] = relationship(lazy="joined", innerjoin=FLAT)

    @property
    def is_answered(self) -> bool:
        """The partner has said what it delivered."""
        return self.answered_at is not None

    @property
    def is_kept(self) -> bool:
        """All that was promised was delivered."""
        return all(self.delivered.get(capability, 0) >= amount for capability, amount in self.promised.items())
