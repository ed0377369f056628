"""The grids that organisations look at together: sections of questions."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from network import clock
from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.organisations.models import Organisation


class GridState(enum.StrEnum):
    """A published grid is frozen; a new edition is a copy of it."""

    DRAFT = "draft"
    PUBLISHED = "published"


class QuestionKind(enum.StrEnum):
    """How a question is answered: 0 to 4 with a word for each, yes or no, or in a few lines."""

    SCALE = "scale"
    YES_NO = "yes_no"
    TEXT = "text"


class Grid(Versioned, Model):
    """What a federation and its members look at together: sections of questions."""

    __tablename__ = "grids"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    introduction: Mapped[str] = mapped_column(sa.Text, default="")
    edition: Mapped[int] = mapped_column(default=1)
    state: Mapped[GridState] = mapped_column(default=GridState.DRAFT)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
    sections: Mapped[list[Section]] = relationship(
        back_populates="grid", order_by="Section.position", cascade="all, delete-orphan"
    )

    @property
    def is_draft(self) -> bool:
        """It may still be changed."""
        return self.state is GridState.DRAFT

    @property
    def questions(self) -> list[Question]:
        """All its questions, in order."""
        return [question for section in self.sections for question in section.questions]

    def mark_changed(self) -> None:
        """A change of a section or question is a change of the grid: its version grows."""
        self.changed_at = clock.now()
        flag_modified(self, "changed_at")


class Section(Model):
    """A part of a grid."""

    __tablename__ = "grid_sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int] = mapped_column(sa.ForeignKey("grids.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    introduction: Mapped[str] = mapped_column(sa.Text, default="")

    grid: Mapped[Grid] = relationship(back_populates="sections")
    questions: Mapped[list[Question]] = relationship(
        back_populates="section", order_by="Question.position", cascade="all, delete-orphan"
    )


class Question(Model):
    """A question of a section."""

    __tablename__ = "grid_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(sa.ForeignKey("grid_sections.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(default=QuestionKind.SCALE)
    text: Mapped[str] = mapped_column(sa.String(400))
    hint: Mapped[str] = mapped_column(sa.String(400), default="")

    section: Mapped[Section] = relationship(back_populates="questions")
