"""What fills the addresses of demands and shared posts in the small world of tests/helpers/world.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from network.accounts.models import User
from network.hires.calendar import PURPOSE
from network.hires.posts import open_post, search_posts
from network.hires.queries import find_search
from network.organisations.acting import actor_of
from network.organisations.models import Organisation
from network.web.links import sign
from tests.factories.hires import RULES, DemandFactory, finish, propose


def hires_values(federation: Organisation, coordinator: User, members: Sequence[Organisation]) -> dict[str, Any]:
    """By part of addresses, or by `endpoint.part`: the first member has a demand and is asked for a post."""
    actor = actor_of(coordinator)
    waiting = [DemandFactory(federation=federation, organisation=member, half_days=4) for member in members]
    run = search_posts(federation.id, "2266", actor=actor, rules=RULES)
    finish(run)
    search = find_search(federation.id, "2266")
    assert search
    asked = [DemandFactory(federation=federation, organisation=member, profession="2222") for member in members]
    week = [(asked[0], ["mon_am", "mon_pm", "tue_am"]), (asked[1], ["wed_am", "wed_pm", "thu_am"])]
    post = open_post(federation.id, actor=actor, host=asked[0], week=week, rules=RULES | {"min_half_days": 5})
    propose(post, actor)
    share = next(share for share in post.shares if share.demand is asked[0])
    return {
        "demand_id": waiting[0].id,
        "profession": "2266",
        "number": 1,
        "hires.take.run_id": run.id,
        "post_id": post.id,
        "share_id": share.id,
        "shares.calendar.token": sign(PURPOSE, share=share.id, edition=share.calendar_edition),
        "labour.parameter.key": "shift_minutes",
        "labour.change.key": "shift_minutes",
    }
