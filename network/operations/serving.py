"""Serving the pages on one port, with the background work beside them in the same process."""

from __future__ import annotations

import errno
import signal
import socket
from types import FrameType

import click
import waitress
from flask import Flask

from network.operations.preparation import prepare


def serve(app: Flask) -> None:
    """Serve until Ctrl-C or SIGTERM; the port is taken first, so that a start that cannot succeed changes nothing."""
    listener = listen(app.config["HOST"], app.config["PORT"])
    prepare(app)
    signal.signal(signal.SIGTERM, _interrupt)
    server = waitress.create_server(app, sockets=[listener], threads=8, ident=None)
    click.echo(f"Maillage is ready: {app.config['BASE_URL']}")
    server.run()


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port; ClickException when another program has it."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise click.ClickException(_why_not(port, error)) from None
    return listener


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one, for instance PORT={port + 1} make run."
    return f"Port {port} cannot be used: {error.strerror}."


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
