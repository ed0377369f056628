"""The agreement that follows from the last yes, where the rules of the post and labour law hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.database import db
from network.hires.labour import figures_on
from network.hires.labour_law import Verdict, judge
from network.hires.matching import broken_rule_of
from network.hires.models import PostState
from network.hires.notices import tell_coordination, tell_everyone
from network.hires.workflow import move_post
from network.ties.models import EvidenceKind
from network.ties.services import record_cooperation

if TYPE_CHECKING:
    from network.actors import Actor
    from network.hires.models import Engagement, Post


def verdict_on(post: Post, engagement: Engagement, group_workers: int | None) -> Verdict:
    """Whether a form of engagement can carry the post as it stands, by the figures of the day it starts."""
    half_days = {share.id: len(share.half_days) for share in post.team}
    figures = figures_on(post.starts_on or clock.today())
    return judge(engagement, half_days, figures, group_workers=group_workers)


def agree_if_all_said_yes(post: Post, *, actor: Actor) -> None:
    """When everyone has said yes the post is agreed; where a rule does not hold, the coordination is told instead."""
    db.session.flush()
    if post.state is not PostState.PROPOSED or post.undecided or not post.is_accepted or post.engagement is None:
        return
    if broken_rule_of(post) or not verdict_on(post, post.engagement, post.group_workers).is_allowed:
        event = record("post.short", post, actor=actor)
        tell_coordination(event, post.team[0], "post.short")
        return
    move_post(post, "agree")
    post.agreed_at = clock.now()
    post.mark_changed()
    event = record("post.agreed", post, actor=actor)
    record_cooperation(
        EvidenceKind.SHARED_POST,
        [share.demand.organisation_id for share in post.team],
        on=clock.today(),
        subject=post,
        title=post.trade.title,
        actor=actor,
    )
    tell_everyone(event, post, "post.agreed")
