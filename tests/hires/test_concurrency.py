"""Clicks at the same instant, over connections of their own."""

from __future__ import annotations

import pytest

from network.app import create_app
from network.database import db
from network.hires.models import Post, PostState, Share, ShareState
from network.hires.posts import search_posts
from network.notifications.models import Notification
from tests.factories.hires import RULES, finish, neighbours
from tests.helpers.clicks import at_once


@pytest.fixture
def app(new_database, tmp_path):
    """An application over a database of its own, whose connections see one another."""
    app = create_app(
        TESTING=True, DATA=tmp_path, SQLALCHEMY_DATABASE_URI=new_database(), SECRET_KEY="test", WTF_CSRF_ENABLED=False
    )
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_last_yes__of_all_at_once_and_twice_each(app):
    with app.app_context():
        tale = neighbours(2, 2, 2, 2)
        post = tale.proposed()
        keys = {demand.id: user.get_id() for demand, user in zip(tale.demands, tale.managers, strict=True)}
        clicks = [
            (keys[share.demand_id], f"/postes-partages/parts/{share.id}/accepter") for share in [*post.shares] * 2
        ]
        post_id, coordinator_id = post.id, tale.coordinator.id
        db.session.remove()
    assert set(at_once(app, clicks)) == {303}
    with app.app_context():
        assert db.session.get(Post, post_id).state is PostState.AGREED
        assert Share.query.filter_by(state=ShareState.ACCEPTED).count() == 4
        assert Notification.query.filter_by(kind="post.accepted", user_id=coordinator_id).count() == 4
        assert Notification.query.filter_by(kind="post.agreed", user_id=coordinator_id).count() == 1


def test_a_proposal_taken_by_several_clicks_is_one_post(app):
    with app.app_context():
        tale = neighbours(3, 3, 3)
        run = search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=RULES)
        finish(run)
        click = (tale.coordinator.get_id(), f"/postes-partages/propositions/{run.id}/1/preparer")
        db.session.remove()
    assert set(at_once(app, [click] * 5)) == {303}
    with app.app_context():
        assert Post.query.count() == 1
