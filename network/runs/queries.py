"""Reading runs."""

from __future__ import annotations

import sqlalchemy as sa

from network.database import Base, db, get_row
from network.runs.models import OVER, Run
from network.runs.results import same_result


def get_run(run_id: int) -> Run:
    """The run; NotFoundError when there is none."""
    return get_row(Run, run_id)


def find_under_way(purpose: str, subject: Base) -> Run | None:
    """The newest run about a row that is not over; replays aside."""
    about = {"subject_type": subject.__tablename__, "subject_id": subject.id, "purpose": purpose}  # type: ignore[attr-defined]
    query = sa.select(Run).filter_by(**about, replay_of_id=None)
    return db.session.scalar(query.where(Run.state.not_in(OVER)).order_by(Run.id.desc()).limit(1))


def has_same_result(replay: Run) -> bool | None:
    """Whether a replay ended like the run it repeats; None when it is none, or one of the two has no result."""
    original = db.session.get(Run, replay.replay_of_id) if replay.replay_of_id else None
    if original is None or replay.solution is None or original.solution is None:
        return None
    return same_result(replay.solution, original.solution)
