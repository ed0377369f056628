"""The command line of the application: `flask --app wsgi …`."""

from __future__ import annotations

from flask import Flask


def register_commands(app: Flask) -> None:
    """Add the commands of the features."""
