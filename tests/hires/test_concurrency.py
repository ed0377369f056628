"""Clicks at the same instant, over connections of their own."""

from __future__ import annotations

from network.database import db
from network.hires.models import Post, PostState, Share, ShareState
from network.hires.posts import search_posts
from network.notifications.models import Notification
from tests.factories.hires import RULES, finish, neighbours
from tests.helpers.clicks import at_once


def test_the_last_yes__of_all_at_once_and_twice_each(open_app):
    with open_app.app_context():
        tale = neighbours(2, 2, 2, 2)
        post = tale.proposed()
        keys = {demand.id: user.get_id() for demand, user in zip(tale.demands, tale.managers, strict=True)}
        clicks = [
            (keys[share.demand_id], f"/postes-partages/parts/{share.id}/accepter") for share in [*post.shares] * 2
        ]
        post_id, coordinator_id = post.id, tale.coordinator.id
        db.session.remove()
    assert set(at_once(open_app, clicks)) == {303}
    with open_app.app_context():
        assert db.session.get(Post, post_id).state is PostState.AGREED
        assert Share.query.filter_by(state=ShareState.ACCEPTED).count() == 4
        assert Notification.query.filter_by(kind="post.accepted", user_id=coordinator_id).count() == 4
        assert Notification.query.filter_by(kind="post.agreed", user_id=coordinator_id).count() == 1


def test_a_proposal_taken_by_several_clicks_is_one_post(open_app):
    with open_app.app_context():
        tale = neighbours(3, 3, 3)
        run = search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=RULES)
        finish(run)
        click = (tale.coordinator.get_id(), f"/postes-partages/propositions/{run.id}/1/preparer")
        db.session.remove()
    assert set(at_once(open_app, [click] * 5)) == {303}
    with open_app.app_context():
        assert Post.query.count() == 1
