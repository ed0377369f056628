"""Runs with the engine itself: the only tests of runs that import OR-Tools, in the solver process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from network.actors import SYSTEM
from network.config import ROOT
from network.database import db, writing
from network.matching.solver import Limits
from network.runs.models import Run, RunState
from network.runs.queries import has_same_result
from network.runs.results import is_valid, started_from
from network.runs.services import replay_run, request_run
from tests.factories.accounts import UserFactory
from tests.jobs.workers import wait_until

TEAM = {
    "kind": "consortium",
    "call": {"min_partners": 2, "max_partners": 3, "requires": {"trucks": 2}},
    "candidates": [
        {"id": name, "kind": "eta", "lat": 50 + number / 10, "lon": 4.5, "areas": ["namur"], "offers": {"trucks": 1}}
        for number, name in enumerate("abcde")
    ],
    "alternatives": 1,
}


@pytest.fixture
def team_run(own_app, new_worker, run_now):
    """A run for a team that is over, and then its replay."""
    with own_app.app_context(), writing():
        subject = UserFactory()
        limits = Limits(seconds=30, workers=1)
        run_id = request_run("consortium", TEAM, purpose="test.count", subject=subject, actor=SYSTEM, limits=limits).id
        db.session.commit()
    new_worker()
    wait_until(lambda: run_now(run_id).is_over, 60)
    return run_now(run_id)


def test_consortium__found_kept_and_found_again(own_app, team_run, run_now):
    """A proven team is reproducible: the replay gives it to the byte. The solution serves as a start, too."""
    assert (team_run.state, team_run.solution["status"]) == (RunState.DONE, "optimal")
    assert team_run.is_reproducible
    with own_app.app_context(), writing():
        replay_id = replay_run(db.session.get_one(Run, team_run.id), actor=SYSTEM).id
        db.session.commit()
    wait_until(lambda: run_now(replay_id).is_over, 60)
    with own_app.app_context():
        assert has_same_result(db.session.get_one(Run, replay_id))
    assert is_valid(started_from(TEAM, team_run.solution), team_run.solution)


def test_solver_process__holds_neither_flask_nor_the_database():
    """What solves is small, and cannot reach the data."""
    code = (
        "import sys, network.runs.solver_process;sys.exit(len({'flask', 'sqlalchemy', 'ortools'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
