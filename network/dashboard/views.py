"""The dashboard: what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g

from network.dashboard import audits, consortia, dossiers, followups, hires, people, resources, ties
from network.dashboard.once import one_page
from network.dashboard.rows import greeting
from network.resources.models import Need, Offer
from network.resources.policies import may_change_resources
from network.ties.changes import tie_changes
from network.web.current import current_actor
from network.web.htmx import render_page
from network.web.policies import login_required

if TYPE_CHECKING:
    from network.actors import Actor
    from network.organisations.acting import ActingFor

bp = Blueprint("dashboard", __name__)


@bp.get("/")
@login_required
@one_page()
def index() -> Response:
    """What waits for the person, of all the organisations they act for."""
    actor = current_actor()
    acting = (people, consortia, resources, dossiers, followups, hires, audits, ties)
    proposing = (consortia, resources, hires, audits, people)
    tasks = [task for room in acting for task in room.list_tasks(actor)]
    suggestions = [row for room in proposing for row in room.list_suggestions(actor)]
    deadlines = [deadline for room in (consortia, hires, audits) for deadline in room.list_deadlines(actor)]
    return render_page(
        "dashboard/index.html",
        greeting=greeting(tasks),
        tasks=tasks,
        suggestions=suggestions,
        under_way=consortia.list_under_way(actor),
        groupements=consortia.list_groupements(actor),
        deadlines=sorted(deadlines, key=lambda deadline: deadline.on),
        **_of_structure(g.acting_for, actor),
    )


def _of_structure(acting_for: ActingFor | None, actor: Actor) -> dict[str, Any]:
    """What is shown besides to who acts for an organisation that is no federation."""
    if acting_for is None or acting_for.is_federation:
        return {"is_structure": False}
    return {
        "is_structure": True,
        "offers": resources.list_declared(Offer, acting_for.id, actor),
        "needs": resources.list_declared(Need, acting_for.id, actor),
        "network": tie_changes(acting_for.id, actor),
        "may_offer": may_change_resources(acting_for.id, actor),
    }
