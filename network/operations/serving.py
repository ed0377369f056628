"""Serving the pages on one port, with the background work beside them in the same process."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from types import FrameType
from typing import Any

import click
import waitress
from flask import Flask

from network.accounts.demo_accounts import PASSWORD, list_demo_accounts
from network.database import db
from network.jobs.worker import start_worker
from network.operations.preparation import check_real_use, prepare
from network.organisations.acting import list_held_mandates
from network.organisations.queries import list_all_federations

THREADS = 8
CONNECTIONS_WAITING = 128


def serve(app: Flask) -> None:
    """Serve until Ctrl-C or SIGTERM. The port is taken first: a start that cannot succeed changes nothing."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits a moment is no news
    listener = listen(app.config["HOST"], app.config["PORT"])
    prepare()
    if not app.config["DEMO"]:
        check_real_use()
    server = waitress.create_server(app, sockets=[listener], **_server_options(app))
    signal.signal(signal.SIGTERM, _interrupt)
    worker = start_worker(app)
    _announce(app)
    db.session.remove()
    server.run()
    worker.stop()


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port; ClickException when another program has it."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(CONNECTIONS_WAITING)
    except (OSError, OverflowError) as error:
        listener.close()
        raise click.ClickException(_why_not(port, error)) from None
    return listener


def _why_not(port: int, error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one, such as PORT={port + 1}."
    return f"Port {port} cannot be used: {error}."


def _server_options(app: Flask) -> dict[str, Any]:
    """Waitress's options; behind a proxy the visitor's address is the one that the proxy names."""
    largest = 4 * app.config["MAX_CONTENT_LENGTH"]  # past its limit the application itself answers, with a page
    options: dict[str, Any] = {"threads": THREADS, "ident": None, "max_request_body_size": largest}
    if proxy := app.config["TRUSTED_PROXY"]:
        options |= {"trusted_proxy": proxy, "trusted_proxy_headers": "x-forwarded-for"}
    return options


def _announce(app: Flask) -> None:
    """Say where it is and, for the demonstration, who can log in."""
    click.echo(f"Maillage is ready: {app.config['BASE_URL']} (Ctrl-C ends it)")
    if not app.config["DEMO"]:
        _announce_lacks(app)
        return
    click.echo(f"Demonstration with invented data. Accounts, all with the password {PASSWORD}:")
    for user in list_demo_accounts():
        roles = [f"{mandate.role} of {mandate.organisation_name}" for mandate in list_held_mandates(user.id)]
        without = "administrator" if user.is_administrator else "acts for nobody yet"
        click.echo(f"  {user.email:45} {user.name}, {' and '.join(roles) or without}")


def _announce_lacks(app: Flask) -> None:
    """Say what real use does without for now."""
    if not app.config["MAIL_URL"]:
        click.echo("MAIL_URL is not set: no e-mail will leave.")
    if not list_all_federations():
        click.echo('No federation is listed yet: make federation NAME="…" PLACE="5000 Namur".')


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
