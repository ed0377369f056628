"""What demands and shared posts leave to do and propose, as lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from network.dashboard.once import once
from network.dashboard.rows import Deadline, Row
from network.hires.board import Group, coordinated, grouped, list_joinable
from network.hires.models import PostState, ShareState
from network.hires.queries import list_coordinated_posts, list_free_demands, list_received
from network.hires.week import half_days_text
from network.hires.words import answers_so_far, half_days_asked
from network.web.formats import answer_by, distance

if TYPE_CHECKING:
    from network.actors import Actor
    from network.hires.board import Joinable
    from network.hires.models import Post, Share

MOST_JOINABLE = 3


def list_tasks(actor: Actor) -> list[Row]:
    """Posts to answer; for a coordination, posts that wait for it and professions that several look for."""
    answers = [_to_answer(share) for share in _list_asked(actor)]
    waiting = [row for post in list_coordinated_posts(actor) if (row := _waiting(post))]
    groups = grouped(list_free_demands(coordinated(actor)))
    return answers + waiting + [_to_search(group) for group in groups if len(group.demands) > 1]


def list_suggestions(actor: Actor) -> list[Row]:
    """Demands of neighbours that the person's organisation could join, the nearest first."""
    if not actor.engages(actor.organisation_id) or actor.coordinates(actor.organisation_id):
        return []
    return [_joinable(row, actor) for row in list_joinable(actor)[:MOST_JOINABLE] if row.metres is not None]


def list_deadlines(actor: Actor) -> list[Deadline]:
    """The last days to answer a post."""
    return [
        Deadline(
            on=share.post.reply_by,
            text=_("answer for the shared post “%(title)s”", title=share.post.trade.title),
            url=url_for("shares.share", share_id=share.id),
        )
        for share in _list_asked(actor)
        if share.post.reply_by
    ]


@once
def _list_asked(actor: Actor) -> list[Share]:
    """The parts that the organisations which the actor engages have still to answer."""
    return [
        share
        for share in list_received(actor)
        if share.state is ShareState.ASKED
        and share.post.state is PostState.PROPOSED
        and actor.engages(share.demand.organisation_id)
    ]


def _to_answer(share: Share) -> Row:
    parts = [_("with you %(days)s", days=half_days_text(share.half_days))]
    if share.post.reply_by:
        parts.append(answer_by(share.post.reply_by))
    return Row(
        title=_("Answer the shared post “%(title)s”", title=share.post.trade.title),
        text=" · ".join(parts),
        url=url_for("shares.share", share_id=share.id),
        action=_("Answer"),
    )


def _waiting(post: Post) -> Row | None:
    """What a coordinator has to do for a post; None while answers are awaited."""
    title, url = post.trade.title, url_for("posts.post", post_id=post.id)
    if post.undecided:
        names = ", ".join(share.organisation.name for share in post.undecided)
        words = _("Say how the shared post “%(title)s” goes on", title=title), names, _("Decide")
    elif post.state is PostState.PREPARED:
        words = _("Propose the shared post “%(title)s”", title=title), half_days_asked(post.total), _("Go on")
    elif post.state is PostState.PROPOSED and post.is_accepted:
        words = _("See what is missing for the shared post “%(title)s”", title=title), answers_so_far(post), _("Look")
    else:
        return None
    return Row(title=words[0], text=words[1], url=url, action=words[2])


def _to_search(group: Group) -> Row:
    return Row(
        title=group.sentence,
        text=half_days_asked(group.total),
        url=url_for("hires.search", federation_id=group.federation_id, profession=group.profession.code),
        action=_("Look for posts"),
        count=len(group.demands),
    )


def _joinable(row: Joinable, actor: Actor) -> Row:
    demand = row.demand
    away = distance(row.metres or 0)
    return Row(
        title=_(
            "%(profession)s to share: %(count)s, %(distance)s away",
            profession=str(demand.trade.name).capitalize(),
            count=half_days_asked(demand.half_days),
            distance=away,
        ),
        text=_(
            "%(name)s, %(place)s: declare your own, together it may make a post.",
            name=demand.organisation.name,
            place=demand.organisation.locality.name,
        ),
        url=url_for("hires.declare", organisation_id=actor.organisation_id, profession=demand.profession),
        action=_("Join"),
        icon="users-group",
    )
