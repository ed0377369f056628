"""What tests of notifications share."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from tests.notifications.mail_server import mail_server


@pytest.fixture
def server(app, monkeypatch):
    """A mail server that MAIL_URL names."""
    with mail_server() as server:
        monkeypatch.setitem(app.config, "MAIL_URL", server.url)
        yield server


@pytest.fixture
def english(database):
    """Outside pages, sentences are the English ones."""
    with force_locale("en"):
        yield
