"""The command line of the application: `flask serve`, `flask backup` … (`flask --help` lists them)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from network import clock
from network.accounts.commands import create_administrator, remove_second_factor
from network.demonstration.commands import seed_demo
from network.errors import MaillageError
from network.jobs.commands import failed_jobs, worker
from network.operations import backup, serving
from network.operations.preparation import prepare
from network.organisations.commands import list_organisation
from network.places.commands import seed_reference

P = ParamSpec("P")
R = TypeVar("R")


def register_commands(app: Flask) -> None:
    """Add the commands of the house."""
    for command in (
        serve,
        worker,
        prepare_database,
        create_administrator,
        remove_second_factor,
        list_organisation,
        save,
        restore,
        failed_jobs,
    ):
        app.cli.add_command(command)
    app.cli.add_command(click.Group("seed", commands=[seed_reference, seed_demo], help="Load data."))


def _command(function: Callable[P, R]) -> Callable[P, R]:
    """Within the application; an expected error is a sentence, without traceback."""

    @with_appcontext
    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except MaillageError as error:
            raise click.ClickException(error.message) from None

    return guarded


@click.command
@_command
def serve() -> None:
    """Serve the pages and do the background work."""
    serving.serve(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("prepare")
@_command
def prepare_database() -> None:
    """Bring the database up to date: schema and reference data."""
    prepare()


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@_command
def save(file: Path | None) -> None:
    """Save the database to one file, also while it runs."""
    file = file or current_app.config["DATA"] / "backups" / f"maillage-{clock.now():%Y-%m-%d-%H%M%S}.zip"
    click.echo(f"{backup.save(file)} rows are saved in {file}.")


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Remove the data that stand.")
@_command
def restore(file: Path, replace: bool) -> None:
    """Put a backup back, also while it runs."""
    click.echo(f"{backup.restore(file, replace=replace)} rows are back.")
