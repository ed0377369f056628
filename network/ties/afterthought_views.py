"""« À refaire ? »: what one says of having worked with another, to nobody."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network import clock
from network.errors import NotFoundError
from network.organisations.queries import list_organisations_by_id
from network.ties.afterthought_queries import list_to_look_back_on
from network.ties.afterthoughts import look_back
from network.ties.models import Again
from network.ties.queries import get_evidence
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required
from network.web.removals import removal

bp = Blueprint("afterthoughts", __name__, url_prefix="/reseau/a-refaire")


@bp.get("/")
@login_required
def index() -> Response:
    """The cooperations to look back on."""
    actor = current_actor()
    entries = list_to_look_back_on(actor, clock.today())
    ids = {organisation_id for piece, _own_id in entries for organisation_id in piece.pair}
    named = {organisation.id: organisation for organisation in list_organisations_by_id(ids)}
    return render_page("ties/afterthoughts.html", entries=entries, named=named)


@bp.post("/<id:evidence_id>")
@login_required
@removal()
def say(evidence_id: int) -> BaseResponse:
    """Yes, yes otherwise, or no."""
    evidence, actor = get_evidence(evidence_id), current_actor()
    own_id, other_id = (request.form.get(name, 0, type=int) for name in ("organisation_id", "other_id"))
    # noted anew, as when a partner leaves, a piece of evidence may have the id that another had on the page
    hide_unless(actor.belongs_to(own_id) and {own_id, other_id} == set(evidence.pair))
    try:
        answer = Again(request.form.get("answer", ""))
    except ValueError:
        raise NotFoundError from None
    look_back(evidence, own_id, actor=actor, answer=answer)
    flash(_("Thank you. Nobody reads your answer."), "success")
    return go_to(url_for("afterthoughts.index"))
