"""Somebody asks for other half-days: the week of the post is found again, with the rest kept if that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.activity.services import record
from network.actors import SYSTEM
from network.database import db, lock
from network.hires.matching import TIMETABLE_LIMITS, found_week, freed_problem, kept_problem
from network.hires.models import Demand, Post, PostState, Share, ShareState
from network.hires.notices import tell_asked, tell_coordination, tell_partner
from network.hires.queries import TIMETABLE_PURPOSE
from network.hires.week import in_order
from network.hires.workflow import move
from network.runs.services import request_run

if TYPE_CHECKING:
    from network.actors import Actor
    from network.runs.models import Run


def request_timetable(asking: Share, *, actor: Actor) -> Run:
    """Look for a week in which only the one who asks changes."""
    return _request(asking.post, kept_problem(asking.post, asking), actor)


def on_timetable_found(run: Run) -> None:
    """Take the week that was found; where the others had to stay and none was, look again with all of them freed."""
    post = db.session.get_one(Post, run.subject_id)
    lock(post)
    db.session.refresh(post, ["shares"])
    asking = [share for share in post.team if share.state is ShareState.COUNTERED and not share.awaits_decision]
    if post.state is not PostState.PROPOSED or not asking:
        return
    problems = [kept_problem(post, share) for share in asking]
    is_freed = run.problem == freed_problem(post)
    if not is_freed and run.problem not in problems:  # somebody has answered in the meantime
        _request(post, problems[0], SYSTEM)
    elif week := found_week(post, run.solution):
        _take_week(post, week)
    elif is_freed:
        _give_up(asking)
    else:
        _request(post, freed_problem(post), SYSTEM)


def _request(post: Post, problem: dict[str, Any], actor: Actor) -> Run:
    return request_run("hires", problem, purpose=TIMETABLE_PURPOSE, subject=post, actor=actor, limits=TIMETABLE_LIMITS)


def _take_week(post: Post, week: dict[int, list[str]]) -> None:
    """Whose half-days changed, and who is now served, is asked (again); the yes of the others stands."""
    changed = []
    for share in post.team:
        half_days = in_order(week[share.demand_id])
        waited = share.state is ShareState.COUNTERED
        if half_days != in_order(share.half_days) or (waited and _serves(half_days, share.demand)):
            share.earlier, share.half_days = in_order(share.half_days), half_days
            move(share, "ask_again")
            changed.append(share)
    post.mark_changed()
    names = [share.organisation.name for share in changed]
    event = record("post.retimed", post, actor=SYSTEM, after={"names": names})
    tell_asked(event, changed, "post.asked_again")
    tell_coordination(event, changed[0], "post.retimed")


def _serves(half_days: list[str], demand: Demand) -> bool:
    """Whether these half-days are what the demand asks."""
    chosen = set(half_days)
    return len(chosen) == demand.half_days and set(demand.must) <= chosen <= set(demand.open)


def _give_up(asking: list[Share]) -> None:
    """No week serves what is asked: the coordination says how it goes on."""
    for share in asking:
        share.awaits_decision = True
        share.post.mark_changed()
        event = record("post.stuck", share.post, actor=SYSTEM, after={"name": share.organisation.name})
        tell_coordination(event, share, "post.stuck")
        tell_partner(event, share, "post.not_found")
