"""Asking for a solve, cancelling it, running it again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from network import clock
from network.actors import Actor
from network.database import Base, db, lock
from network.jobs.services import bring_forward, submit
from network.matching.registry import kind_named
from network.matching.solver import Limits
from network.runs.execution import SOLVE
from network.runs.models import Run, RunState
from network.runs.policies import may_see_run
from network.runs.registry import purpose_named
from network.web.policies import require

DEFAULT_MEMORY_MB = 2048
_IS_UNFINISHED = Run.state.in_((RunState.WAITING, RunState.RUNNING)) & Run.cancel_asked_at.is_(None)


def request_run(
    kind: str, problem: dict[str, Any], *, purpose: str, subject: Base, actor: Actor, limits: Limits
) -> Run:
    """Store a problem about a row (`subject`, flushed) to be solved in the background.

    Asked twice while the first is not over (a double click), it gives that one back.
    ProblemError when the problem cannot be used; LookupError when no feature registered the purpose.
    """
    purpose_named(purpose)
    kind_named(kind).read_problem(problem)
    asked = {
        "kind": kind,
        "purpose": purpose,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,  # type: ignore[attr-defined]
        "problem": problem,
        "limits": _as_data(limits),
    }
    lock(subject)
    return _find_unfinished(asked) or _start(**asked, created_by_id=actor.user_id)


def cancel_run(run: Run, *, actor: Actor) -> None:
    """End a run soon, with the best found so far; one that is over stays as it is."""
    require(may_see_run(run, actor))
    lock(run)
    if run.is_over or run.cancel_asked_at:
        return
    run.cancel_asked_at = clock.now()
    if run.state is RunState.WAITING:
        run.state, run.finished_at = RunState.CANCELLED, clock.now()
    bring_forward(_job_key(run))  # it may wait for its next attempt
    db.session.flush()


def replay_run(run: Run, *, actor: Actor) -> Run:
    """Solve the same problem again with the same limits and seed; its page says whether the result is the same.

    Asked twice while the first is not over (a double click), it gives that one back.
    """
    require(may_see_run(run, actor))
    lock(run)
    if replay := db.session.scalar(sa.select(Run).where(Run.replay_of_id == run.id, _IS_UNFINISHED)):
        return replay
    same = ("kind", "purpose", "subject_type", "subject_id", "problem", "limits")
    return _start(**{name: getattr(run, name) for name in same}, replay_of_id=run.id, created_by_id=actor.user_id)


def _start(**columns: Any) -> Run:
    run = Run(**columns, created_at=clock.now())
    db.session.add(run)
    db.session.flush()
    submit(SOLVE, payload={"run_id": run.id}, key=_job_key(run))
    return run


def _job_key(run: Run) -> str:
    return f"run {run.id}"


def _find_unfinished(asked: dict[str, Any]) -> Run | None:
    """A run of the same problem that is not over yet."""
    columns = ("kind", "purpose", "subject_type", "subject_id")
    same_subject = sa.select(Run).where(
        *(getattr(Run, name) == asked[name] for name in columns),
        _IS_UNFINISHED,
        Run.replay_of_id.is_(None),
    )
    return next((run for run in db.session.scalars(same_subject) if _asks(run, asked)), None)


def _asks(run: Run, asked: dict[str, Any]) -> bool:
    return bool(run.problem == asked["problem"] and run.limits == asked["limits"])


def _as_data(limits: Limits) -> dict[str, Any]:
    return {
        "seconds": limits.seconds,
        "workers": limits.workers,
        "seed": limits.seed,
        "memory_mb": limits.memory_mb or DEFAULT_MEMORY_MB,
    }
