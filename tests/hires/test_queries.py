"""Pages of shared posts ask the database as often for many as for few."""

from __future__ import annotations

import pytest

from network.database import db
from network.hires.posts import search_posts
from tests.factories.hires import RULES, finish, neighbours
from tests.helpers.queries import recorded_queries

pytestmark = pytest.mark.usefixtures("noon")


def count(client, session_key, url):
    with client.session_transaction() as session:
        session["_user_id"] = session_key
    db.session.remove()
    with recorded_queries() as statements:
        assert client.get(url).status_code == 200
    return len(statements)


@pytest.mark.parametrize("page", ["post", "share", "dashboard", "list"])
def test_as_many_for_four_structures_as_for_two(client, page):
    found = []
    for half_days in ((4, 4), (2, 2, 2, 2)):
        tale = neighbours(*half_days)
        post = tale.proposed()
        urls = {
            "post": f"/postes-partages/postes/{post.id}",
            "share": f"/postes-partages/parts/{post.shares[0].id}",
            "dashboard": "/",
            "list": "/postes-partages/",
        }
        users = [tale.managers[0]] if page == "share" else [tale.managers[0], tale.coordinator]
        keys = [(user.get_id(), urls[page]) for user in users]
        found.append([count(client, *key) for key in keys])
    assert found[0] == found[1]


def test_search_page__as_many_for_many_demands_as_for_few(client):
    found = []
    for houses in (3, 9):
        tale = neighbours(*[3] * houses)
        finish(search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=RULES))
        found.append(count(client, tale.coordinator.get_id(), f"/postes-partages/chercher/{tale.federation.id}/2266"))
    assert found[0] == found[1]
