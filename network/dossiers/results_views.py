"""The public page of a decided call."""

from __future__ import annotations

from flask import Blueprint, Response

from network.calls.backers import backers_of
from network.calls.models import CallState
from network.calls.queries import get_call
from network.dossiers.queries import find_decision
from network.dossiers.results import results_of
from network.web.htmx import render_page
from network.web.policies import hide_unless

bp = Blueprint("results", __name__, url_prefix="/resultats")


@bp.get("/<id:call_id>")
def results(call_id: int) -> Response:
    """What was chosen and what came of it, for everybody."""
    call = get_call(call_id)
    decision = find_decision(call)
    hide_unless(call.state is CallState.DECIDED and decision is not None)
    assert decision
    return render_page(
        "dossiers/results.html",
        call=call,
        results=results_of(call, decision),
        decision=decision,
        backers=[(backer.label, backer.name) for backer in backers_of(call)],
    )
