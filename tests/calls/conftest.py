"""Who writes calls and answers them."""

from __future__ import annotations

import pytest

from tests.factories.consortia import story


@pytest.fixture
def tale(client):
    return story(members=3)


@pytest.fixture
def coordinator(client, tale):
    client.log_in(tale.coordinator)
    return client
