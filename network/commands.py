"""The command line of the application: `flask serve`, `flask backup` … (`flask --help` lists them)."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from network.operations import serving


def register_commands(app: Flask) -> None:
    """Add the commands of the house."""
    app.cli.add_command(serve)


@click.command
@with_appcontext
def serve() -> None:
    """Serve the pages and do the background work."""
    serving.serve(current_app._get_current_object())  # type: ignore[attr-defined]
