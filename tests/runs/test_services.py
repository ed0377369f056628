"""Asking for a solve, cancelling it, running it again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from network.actors import Actor
from network.database import db
from network.errors import NotAllowedError, ProblemError
from network.jobs.models import Job
from network.matching.solver import Limits
from network.runs.models import Run, RunState
from network.runs.services import cancel_run, replay_run, request_run
from tests.factories.accounts import UserFactory
from tests.factories.runs import RunFactory
from tests.runs import slow


@pytest.fixture
def anne(database):
    return UserFactory()


@pytest.fixture
def actor(anne):
    return Actor(user_id=anne.id)


@pytest.fixture
def ask(anne, actor):
    """A function that asks for a solve about a person."""

    def ask(*, kind="slow", purpose="test.count", limits=None, **problem):
        return request_run(
            kind, slow.problem(**problem), purpose=purpose, subject=anne, actor=actor, limits=limits or Limits()
        )

    return ask


def test_request__keeps_all_that_the_result_depends_on(ask, anne, noon):
    run = ask(steps=7, limits=Limits(seconds=20, workers=1, seed=3))
    assert (run.state, run.created_at, run.created_by_id) == (RunState.WAITING, noon, anne.id)
    assert (run.subject_type, run.subject_id) == ("users", anne.id)
    assert run.problem == slow.problem(steps=7)
    assert run.limits == {"seconds": 20, "workers": 1, "seed": 3, "memory_mb": 2048}
    job = db.session.scalars(sa.select(Job)).one()
    assert (job.kind, job.payload) == ("runs.solve", {"run_id": run.id})


def test_request__what_cannot_work_is_refused_at_once(ask):
    with pytest.raises(LookupError):
        ask(purpose="nobody.registered")
    with pytest.raises(ProblemError, match="steps: must be a whole number"):
        ask(steps=-1)
    with pytest.raises(ProblemError, match="kind"):
        ask(kind="consortium")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Run)) == 0


def test_request__a_double_click_is_one_run(ask):
    run = ask(steps=7)
    assert ask(steps=7) is run
    assert ask(steps=8) is not run
    assert ask(steps=7, limits=Limits(seed=1)) is not run


def test_request__after_the_end_it_is_a_new_run(ask):
    run = ask(steps=7)
    run.state = RunState.DONE
    assert ask(steps=7) is not run


def test_cancel__twice_is_once(ask, actor, noon):
    run = ask()
    run.state = RunState.RUNNING
    cancel_run(run, actor=actor)
    assert (run.state, run.cancel_asked_at) == (RunState.RUNNING, noon)
    cancel_run(run, actor=actor)
    assert run.cancel_asked_at == noon


def test_cancel__what_is_over_stays(ask, actor):
    run = ask()
    run.state = RunState.DONE
    cancel_run(run, actor=actor)
    assert (run.state, run.cancel_asked_at) == (RunState.DONE, None)


def test_replay__the_same_problem_limits_and_seed(actor):
    run = RunFactory(state=RunState.DONE, limits={"seconds": 5, "workers": 1, "seed": 9, "memory_mb": 512})
    replay = replay_run(run, actor=actor)
    assert replay.id != run.id
    assert (replay.problem, replay.limits, replay.replay_of_id) == (run.problem, run.limits, run.id)
    assert (replay.state, replay.solution, replay.best) == (RunState.WAITING, None, None)
    assert replay_run(run, actor=actor) is replay


def test_policy__a_run_whose_feature_is_gone_is_nobody_s(actor):
    with pytest.raises(NotAllowedError):
        cancel_run(RunFactory(purpose="gone"), actor=actor)


@pytest.mark.parametrize("service", [cancel_run, replay_run])
def test_services__are_for_those_who_may_see_the_run(ask, service):
    with pytest.raises(NotAllowedError):
        service(ask(), actor=Actor(user_id=0))
