"""The places that a field proposes."""

from __future__ import annotations

from tests.factories.accounts import UserFactory
from tests.factories.places import place
from tests.helpers.queries import recorded_queries

URL = "/lieux/localites"


def test_proposals(client):
    client.log_in(UserFactory())
    answer = client.get(URL, query_string={"q": "la louv"}).get_json()
    assert answer[0] == {
        "id": place("7100 La Louvière").id,
        "label": "7100 La Louvière",
        "detail": "La Louvière, Hainaut",
        "commune": "La Louvière",
        "area": "hainaut",
    }
    assert len(answer) <= 8


def test_nothing_typed(client):
    client.log_in(UserFactory())
    assert client.get(URL).get_json() == []


def test_for_those_who_are_logged_in(client):
    assert client.get(URL, query_string={"q": "namur"}).status_code == 303


def test_one_query_for_the_places(client):
    client.log_in(UserFactory())
    with recorded_queries() as queries:
        client.get(URL, query_string={"q": "saint"})
    assert len([query for query in queries if "localities" in query]) == 1
