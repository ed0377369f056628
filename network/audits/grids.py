"""What coordinators do with grids: a draft is written section by section, then published and frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.audits.grid_models import Grid, GridState, Question, QuestionKind, Section
from network.audits.policies import may_coordinate
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor
    from network.organisations.models import Organisation


def create_grid(federation: Organisation, *, actor: Actor, title: str, introduction: str) -> Grid:
    """Begin a grid."""
    require(actor.coordinates(federation.id))
    now = clock.now()
    grid = Grid(federation=federation, title=title, introduction=introduction, created_at=now, changed_at=now)
    db.session.add(grid)
    record("grid.created", grid, actor=actor)
    return grid


def update_grid(grid: Grid, *, actor: Actor, version: int, title: str, introduction: str) -> None:
    """Change the title and the introduction of a draft."""
    if (grid.title, grid.introduction) == (title, introduction):
        return
    _begin_edit(grid, actor, version)
    grid.title, grid.introduction = title, introduction
    _end_edit(grid, actor)


def add_section(grid: Grid, *, actor: Actor, version: int, title: str, introduction: str = "") -> Section:
    """Add a section at the end; the same one twice in a row is one (a double click)."""
    require(may_coordinate(grid, actor))
    last = grid.sections[-1] if grid.sections else None
    if last and (last.title, last.introduction) == (title, introduction):
        return last
    _begin_edit(grid, actor, version)
    section = Section(title=title, introduction=introduction, position=_next_position(grid.sections))
    grid.sections.append(section)
    _end_edit(grid, actor)
    return section


def update_section(section: Section, *, actor: Actor, version: int, title: str, introduction: str) -> None:
    """Change the words of a section."""
    if (section.title, section.introduction) == (title, introduction):
        return
    _begin_edit(section.grid, actor, version)
    section.title, section.introduction = title, introduction
    _end_edit(section.grid, actor)


def add_question(section: Section, *, actor: Actor, version: int, **words: Any) -> Question:
    """Add a question at the end of a section; the same one twice in a row is one (a double click)."""
    require(may_coordinate(section.grid, actor))
    last = section.questions[-1] if section.questions else None
    if last and all(getattr(last, name) == value for name, value in words.items()):
        return last
    _begin_edit(section.grid, actor, version)
    question = Question(position=_next_position(section.questions), **words)
    section.questions.append(question)
    _end_edit(section.grid, actor)
    return question


def update_question(
    question: Question, *, actor: Actor, version: int, kind: QuestionKind, text: str, hint: str
) -> None:
    """Change a question."""
    grid = question.section.grid
    if (question.kind, question.text, question.hint) == (kind, text, hint):
        return
    _begin_edit(grid, actor, version)
    question.kind, question.text, question.hint = kind, text, hint
    _end_edit(grid, actor)


def move_part(part: Section | Question, *, actor: Actor, version: int, up: bool) -> None:
    """Move a section or a question one place up or down; past either end nothing changes."""
    grid, others = _place_of(part)
    _begin_edit(grid, actor, version)
    here = others.index(part)
    there = here - 1 if up else here + 1
    if 0 <= there < len(others):
        part.position, others[there].position = others[there].position, part.position
    _end_edit(grid, actor)


def remove_part(part: Section | Question, *, actor: Actor, version: int) -> None:
    """Take a section, with its questions, or a question out of a draft."""
    grid, _others = _place_of(part)
    _begin_edit(grid, actor, version)
    db.session.delete(part)
    _end_edit(grid, actor)


def publish_grid(grid: Grid, *, actor: Actor) -> None:
    """Freeze a grid so that campaigns can use it; ConflictError with a sentence while a section has no question."""
    require(may_coordinate(grid, actor))
    lock(grid)
    if not grid.is_draft:
        return
    if not grid.questions:
        raise ConflictError(_("A grid without questions cannot be published: add a section, then its questions."))
    empty = [section.title for section in grid.sections if not section.questions]
    if empty:
        raise ConflictError(_("“%(title)s” has no question yet: add one, or remove the section.", title=empty[0]))
    grid.state, grid.published_at = GridState.PUBLISHED, clock.now()
    record("grid.published", grid, actor=actor)


def copy_grid(grid: Grid, *, actor: Actor) -> Grid:
    """A new edition of a published grid, as a draft."""
    require(may_coordinate(grid, actor))
    if grid.is_draft:
        raise ConflictError
    now = clock.now()
    copy = Grid(
        federation=grid.federation,
        title=grid.title,
        introduction=grid.introduction,
        edition=grid.edition + 1,
        created_at=now,
        changed_at=now,
        sections=[_copy_of(section) for section in grid.sections],
    )
    db.session.add(copy)
    record("grid.copied", copy, actor=actor)
    return copy


def _copy_of(section: Section) -> Section:
    questions = [Question(position=q.position, kind=q.kind, text=q.text, hint=q.hint) for q in section.questions]
    return Section(
        position=section.position, title=section.title, introduction=section.introduction, questions=questions
    )


def _place_of(part: Section | Question) -> tuple[Grid, Sequence[Any]]:
    if isinstance(part, Section):
        return part.grid, part.grid.sections
    return part.section.grid, part.section.questions


def _next_position(parts: Sequence[Section | Question]) -> int:
    return max((part.position for part in parts), default=0) + 1


def _begin_edit(grid: Grid, actor: Actor, version: int) -> None:
    require(may_coordinate(grid, actor))
    lock(grid)
    grid.expect_version(version)
    if not grid.is_draft:
        raise ConflictError(_("This grid is published: make a new edition to change it."))


def _end_edit(grid: Grid, actor: Actor) -> None:
    grid.mark_changed()
    record("grid.changed", grid, actor=actor)
