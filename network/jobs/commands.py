"""The commands of background work."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from network.jobs.queries import list_failed_jobs
from network.jobs.worker import run_worker


@click.command
@with_appcontext
def worker() -> None:
    """Do background work until stopped."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command
@with_appcontext
def failed_jobs() -> None:
    """List the jobs that were given up, with what went wrong."""
    for job in list_failed_jobs():
        click.echo(f"{job.finished_at:%Y-%m-%d %H:%M} {job.kind} {job.payload} (job {job.id})\n{job.error}")
