"""The dashboard: what waits for a person."""

from __future__ import annotations

from flask import Blueprint, Response

from network.dashboard import audits, dossiers, followups, hires, people, queries, ties
from network.dashboard.once import one_page
from network.resources.policies import may_change_resources
from network.web.current import current_actor
from network.web.htmx import render_page
from network.web.policies import login_required

bp = Blueprint("dashboard", __name__)


@bp.get("/")
@login_required
@one_page()
def index() -> Response:
    """What waits for the person, of all the organisations they act for."""
    actor = current_actor()
    rooms = (people, queries, dossiers, followups, hires, audits, ties)
    tasks = [task for room in rooms for task in room.list_tasks(actor)]
    deadlines = queries.list_deadlines(actor) + hires.list_deadlines(actor) + audits.list_deadlines(actor)
    suggestions = [row for room in (queries, hires, audits, people) for row in room.list_suggestions(actor)]
    return render_page(
        "dashboard/index.html",
        greeting=queries.greeting(tasks),
        tasks=tasks,
        suggestions=suggestions,
        under_way=queries.list_under_way(actor),
        groupements=queries.list_groupements(actor),
        deadlines=sorted(deadlines, key=lambda deadline: deadline.on),
        offers=queries.list_own_offers(actor),
        network=ties.own_network(actor),
        may_offer=actor.organisation_id is not None and may_change_resources(actor.organisation_id, actor),
    )
