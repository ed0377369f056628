"""The commands of background work."""

from __future__ import annotations

import signal
import subprocess
import sys

import sqlalchemy as sa

from network.config import ROOT
from network.database import db, writing
from network.jobs.commands import failed_jobs
from network.jobs.models import Job, JobState
from network.jobs.services import submit
from tests.factories.jobs import JobFactory
from tests.jobs import kinds  # noqa: F401
from tests.jobs.workers import wait_until

WORKER = """
import sys
from network.app import create_app
from network.jobs.worker import run_worker
from tests.jobs import kinds
run_worker(create_app(DATA=sys.argv[1], SQLALCHEMY_DATABASE_URI=sys.argv[2], SECRET_KEY="test"))
"""


def test_failed_jobs__says_what_went_wrong(app, database, noon):
    JobFactory(kind="mail.send", payload={"mail_id": 7}, state=JobState.FAILED, error="no route", finished_at=noon)
    JobFactory(kind="mail.send", state=JobState.DONE, finished_at=noon)
    output = app.test_cli_runner().invoke(failed_jobs).output
    assert output.startswith("2026-11-22 11:00 mail.send {'mail_id': 7}")
    assert output.endswith("no route\n")


def test_worker__at_sigterm_gives_its_job_back_and_ends(own_app, tmp_path):
    """A worker that is asked to end leaves nothing for the lease to run out on."""
    with own_app.app_context(), writing():
        job_id = submit("test.hold").id
        url = db.engine.url.render_as_string(hide_password=False)
        db.session.commit()

    def state():
        with own_app.app_context():
            return db.session.scalar(sa.select(Job.state).where(Job.id == job_id))

    with subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path), url], cwd=ROOT) as process:
        wait_until(lambda: state() is JobState.RUNNING)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert state() is JobState.WAITING
