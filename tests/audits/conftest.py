"""The pages and sentences of these tests are in English, whatever is translated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """A browser that asks for English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def english(database: None) -> Iterator[None]:
    """Sentences asked for without a page."""
    with force_locale("en"):
        yield
