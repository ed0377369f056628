"""Reading runs."""

from __future__ import annotations

import sqlalchemy as sa

from network.database import Base, db, get_row
from network.runs.models import OVER, Run
from network.runs.results import same_result


def get_run(run_id: int) -> Run:
    """The run; NotFoundError when there is none."""
    return get_row(Run, run_id)


def find_run(purpose: str, subject: Base) -> Run | None:
    """The newest run about a row; replays aside."""
    return _newest(purpose, subject, Run.replay_of_id.is_(None))


def find_under_way(purpose: str, subject: Base) -> Run | None:
    """The newest run about a row that is not over; replays aside."""
    return _newest(purpose, subject, Run.replay_of_id.is_(None), Run.state.not_in(OVER))


def find_solved(purpose: str, subject: Base, *, kind: str) -> Run | None:
    """The newest run about a row that has a result, of this kind of problem."""
    return _newest(purpose, subject, Run.kind == kind, Run.solution.is_not(None))


def has_same_result(replay: Run) -> bool | None:
    """Whether a replay ended like the run it repeats; None when it is none, or one of the two has no result."""
    original = db.session.get(Run, replay.replay_of_id) if replay.replay_of_id else None
    if original is None or replay.solution is None or original.solution is None:
        return None
    return same_result(replay.solution, original.solution)


def _newest(purpose: str, subject: Base, *conditions: sa.ColumnElement[bool]) -> Run | None:
    about = {"subject_type": subject.__tablename__, "subject_id": subject.id, "purpose": purpose}  # type: ignore[attr-defined]
    query = sa.select(Run).filter_by(**about).where(*conditions)
    return db.session.scalar(query.order_by(Run.id.desc()).limit(1))
