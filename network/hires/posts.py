"""What coordinators do: searching for posts, preparing one, choosing its form of engagement, proposing, giving up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.database import db, lock
from network.errors import ConflictError
from network.hires.agreement import agree_if_all_said_yes, verdict_on
from network.hires.matching import SEARCH_LIMITS, broken_rule_of, demand_id, demand_row, search_problem
from network.hires.models import Engagement, Post, PostSearch, PostState, Share, ShareState
from network.hires.notices import tell_asked, tell_partner, tell_partners
from network.hires.policies import may_coordinate
from network.hires.queries import SEARCH_PURPOSE, find_post_of, find_search, list_demands_by_id, list_free_demands
from network.hires.workflow import EDITABLE, move, move_post
from network.organisations.queries import get_organisation
from network.runs.services import request_run
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.actors import Actor
    from network.hires.models import Demand
    from network.runs.models import Run


def search_posts(federation_id: int, profession: str, *, actor: Actor, rules: Mapping[str, int]) -> Run:
    """Ask the engine for posts from the demands that wait; the run keeps its inputs, its result waits on the page."""
    require(may_coordinate(federation_id, actor))
    demands = list_free_demands([federation_id], profession)
    if not demands:
        raise ConflictError(_("No demand of this profession waits any more."))
    lock(get_organisation(federation_id))  # of two clicks, one after the other
    search = find_search(federation_id, profession)
    if search is None:
        search = PostSearch(federation_id=federation_id, profession=profession)
        db.session.add(search)
    search.rules = dict(rules)
    db.session.flush()
    return request_run(
        "hires",
        search_problem(demands, rules),
        purpose=SEARCH_PURPOSE,
        subject=search,
        actor=actor,
        limits=SEARCH_LIMITS,
    )


def take_proposal(search: PostSearch, run: Run, place: int, *, actor: Actor) -> Post:
    """Prepare the post that a search proposes; taken twice it is one. ConflictError when its demands have changed."""
    require(may_coordinate(search.federation_id, actor))
    lock(search)  # of two clicks, one after the other
    if taken := find_post_of(run.id, place):
        return taken
    found = (run.solution or {})["posts"][place]
    timetable = {demand_id(key): half_days for key, half_days in found["timetable"].items()}
    demands = {demand.id: demand for demand in list_demands_by_id(timetable)}
    for key in sorted(demands):
        lock(demands[key])
    if not _is_as_searched(demands.values(), run.problem):
        raise ConflictError(_("A demand of this post has changed since, or is in another post. Search again."))
    return open_post(
        search.federation_id,
        actor=actor,
        host=demands[demand_id(found["host"])],
        week=[(demands[key], half_days) for key, half_days in sorted(timetable.items())],
        rules=run.problem["posts"],
        found_by=(run.id, place),
    )


def open_post(
    federation_id: int,
    *,
    actor: Actor,
    host: Demand,
    week: Sequence[tuple[Demand, Sequence[str]]],
    rules: Mapping[str, int],
    found_by: tuple[int | None, int | None] = (None, None),
) -> Post:
    """A post being prepared, from demands with their half-days of the week; nobody is told yet."""
    require(may_coordinate(federation_id, actor))
    run_id, place = found_by
    now = clock.now()
    post = Post(
        federation_id=federation_id,
        host=host.organisation,
        profession=host.profession,
        rules=dict(rules),
        run_id=run_id,
        proposal=place,
        created_at=now,
        changed_at=now,
        shares=[Share(demand=demand, half_days=list(half_days)) for demand, half_days in week],
    )
    db.session.add(post)
    record("post.prepared", post, actor=actor, after={"names": [demand.organisation.name for demand, _days in week]})
    return post


def choose_engagement(
    post: Post, *, actor: Actor, version: int, engagement: Engagement, group_workers: int | None
) -> None:
    """Say who employs the person. ConflictError when labour law does not allow it; who had agreed is asked again."""
    _begin_edit(post, actor)
    if (post.engagement, post.group_workers) == (engagement, group_workers):
        return
    post.expect_version(version)
    if not verdict_on(post, engagement, group_workers).is_allowed:
        raise ConflictError
    before = {"engagement": post.engagement}
    post.engagement, post.group_workers = engagement, group_workers
    post.mark_changed()
    event = record("post.engagement_chosen", post, actor=actor, before=before, after={"engagement": engagement})
    agreed = [share for share in post.team if share.state is ShareState.ACCEPTED]
    for share in agreed:
        move(share, "ask_again")
    tell_asked(event, agreed, "post.asked_again")


def propose_post(post: Post, *, actor: Actor, version: int, starts_on: date, reply_by: date, message: str) -> None:
    """Ask every structure that was not asked yet; the form of engagement must hold."""
    _begin_edit(post, actor)
    chosen = [share for share in post.team if share.state is ShareState.CHOSEN]
    if not chosen:
        return
    post.expect_version(version)
    if post.engagement is None or not verdict_on(post, post.engagement, post.group_workers).is_allowed:
        raise ConflictError(_("Choose a form of engagement that labour law allows first."))
    move_post(post, "propose")
    post.starts_on, post.reply_by, post.message = starts_on, reply_by, message
    for share in chosen:
        move(share, "ask")
        share.asked_at = clock.now()
    post.mark_changed()
    names = [share.organisation.name for share in chosen]
    event = record("post.proposed", post, actor=actor, after={"names": names, "reply_by": reply_by})
    tell_asked(event, chosen, "post.proposed")


def go_on_without(post: Post, *, actor: Actor, version: int) -> None:
    """Those who left or cannot be served are no longer waited for; ConflictError when what remains is no post."""
    _begin_edit(post, actor)
    undecided = post.undecided
    if not undecided:
        return
    post.expect_version(version)
    dismissed = [share for share in undecided if share.state is ShareState.COUNTERED]
    for share in dismissed:
        move(share, "dismiss")
    for share in undecided:
        share.awaits_decision = False
    _find_host(post)
    post.mark_changed()
    event = record("post.goes_on", post, actor=actor, after={"names": [s.organisation.name for s in undecided]})
    for share in dismissed:
        tell_partner(event, share, "post.dismissed")
    agree_if_all_said_yes(post, actor=actor)


def abandon_post(post: Post, *, actor: Actor, version: int) -> None:
    """Give the post up: its demands wait again, and those who were asked are told."""
    require(may_coordinate(post.federation_id, actor))
    lock(post)
    if post.state is PostState.ABANDONED:
        return
    post.expect_version(version)
    move_post(post, "abandon")
    post.mark_changed()
    event = record("post.abandoned", post, actor=actor)
    tell_partners(event, post, "post.abandoned")


def _begin_edit(post: Post, actor: Actor) -> None:
    require(may_coordinate(post.federation_id, actor))
    lock(post)
    db.session.refresh(post, ["shares"])
    if post.state not in EDITABLE:
        raise ConflictError


def _is_as_searched(demands: Any, problem: Mapping[str, Any]) -> bool:
    """The demands still wait, and say what they said when the search was made."""
    searched = {row["id"]: row for row in problem["demands"]}
    rows = [(demand, demand_row(demand)) for demand in demands]
    return all(demand.is_free and searched[row["id"]] == row for demand, row in rows)


def _find_host(post: Post) -> None:
    """The host, or another that can be where it has left; ConflictError when what remains breaks a rule."""
    hosts = [post.host, *(share.organisation for share in post.team if share.demand.can_host)]
    for host in hosts:
        post.host = host
        db.session.flush()
        if broken_rule_of(post) is None:
            return
    raise ConflictError(
        _("What remains is no post by the rules of the search: give it up, the demands will wait for another.")
    )


def lapse_unanswered(today: date) -> list[Share]:
    """The parts whose reply-by day has passed without an answer, each now lapsed; the caller tells of it."""
    query = (
        sa.select(Share)
        .join(Share.post)
        .where(Share.state == ShareState.ASKED, Post.state == PostState.PROPOSED, Post.reply_by < today)
    )
    lapsed = []
    for share in db.session.scalars(query).all():
        lock(share.post)
        db.session.refresh(share)
        if share.state is ShareState.ASKED:
            move(share, "lapse")
            share.awaits_decision = True
            share.post.mark_changed()
            lapsed.append(share)
    return lapsed
