"""Reference data from the command line: `flask --app wsgi seed reference`."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from network.places.load import load_localities


@click.command("reference")
@with_appcontext
def seed_reference() -> None:
    """Bring the localities up to the table that is shipped."""
    click.echo(f"{load_localities()} localities added or changed.")
