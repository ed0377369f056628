"""The demonstration from the command line: `flask --app wsgi seed demo`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from network import clock
from network.demonstration.load import load_demonstration


@click.command("demo")
@with_appcontext
def seed_demo() -> None:
    """Load the demonstration into an empty database."""
    if not load_demonstration(today=clock.today()):
        raise click.ClickException("The database is not empty: nothing was loaded.")
    click.echo("The demonstration is loaded.")
