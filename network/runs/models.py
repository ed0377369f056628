"""A stored solve."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from network.database import Model


class RunState(enum.StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


OVER = frozenset({RunState.DONE, RunState.CANCELLED, RunState.FAILED})


class Failure(enum.StrEnum):
    """Why a run failed."""

    UNUSABLE = "unusable"
    MEMORY = "memory"
    BROKEN = "broken"
    FAULT = "fault"
    OVERRAN = "overran"
    CRASHED = "crashed"


class Run(Model):
    """A problem as it was handed to the engine, with limits, seed, versions, what is found so far and the result.

    The large columns are read only where they are asked for: the progress page reads the row every second.
    """

    __tablename__ = "runs"
    __table_args__ = (sa.Index(None, "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    purpose: Mapped[str] = mapped_column(sa.String(60))
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    problem: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    limits: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[RunState] = mapped_column(default=RunState.WAITING)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    best: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    solution: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    is_reproducible: Mapped[bool] = mapped_column(default=False)
    replay_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("runs.id"))
    cancel_asked_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in OVER

    def seconds(self, now: datetime) -> int:
        """Whole seconds from the start to the end, or to now."""
        if self.started_at is None:
            return 0
        return max(0, round(((self.finished_at or now) - self.started_at).total_seconds()))
