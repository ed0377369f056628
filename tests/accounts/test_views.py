"""Logging in and out."""

from __future__ import annotations

from tests.factories.accounts import PASSWORD, UserFactory

LOGIN = "/compte/connexion"


def log_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, data={"email": email, "password": password, **more})


def test_log_in__then_the_page_one_was_going_to(client):
    UserFactory(email="anne@example.org")
    response = log_in(client, " Anne@Example.org ", next="/notifications")
    assert response.status_code == 303
    assert response.location == "/notifications"
