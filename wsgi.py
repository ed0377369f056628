"""The entry point of WSGI servers."""

from network.app import create_app

app = create_app()
