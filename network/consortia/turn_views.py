"""The page of the turn of those seldom invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network.calls.policies import may_write_call
from network.consortia.forms import TurnForm
from network.consortia.queries import USUAL_TURN, find_turn_rule
from network.consortia.turns import read_concentration, set_turn
from network.errors import StaleError
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("turns", __name__, url_prefix="/appels/tour-de-role")


@bp.route("/<id:federation_id>", methods=["GET", "POST"])
@login_required
def turn(federation_id: int) -> BaseResponse:
    """What a federation gives those seldom invited, and on whom its teams fell."""
    federation, actor = get_organisation(federation_id), current_actor()
    require(may_write_call(federation_id, actor))
    form = TurnForm()
    if not form.is_submitted():
        return _page(federation_id, _form_of(federation_id))
    if not form.validate():
        return _page(federation_id, form, status=422)
    try:
        set_turn(federation, form.turn.data, actor=actor, version=form.read_version)
    except StaleError:
        form.refuse_stale(find_turn_rule(federation_id))
        return _page(federation_id, form, status=409)
    flash(_("Kept: it counts in every search from now on."))
    return go_to(url_for("turns.turn", federation_id=federation_id))


def _form_of(federation_id: int) -> TurnForm:
    rule = find_turn_rule(federation_id)
    data = {"turn": rule.points, "version": rule.version} if rule else {"turn": USUAL_TURN, "version": 0}
    return TurnForm(formdata=None, data=data)


def _page(federation_id: int, form: TurnForm, status: int = 200) -> Response:
    found = read_concentration(federation_id, current_actor())
    return render_page("consortia/turn.html", status=status, federation_id=federation_id, form=form, found=found)
