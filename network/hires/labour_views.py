"""The figures of labour law that posts are held against: everybody reads them, administrators keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network import clock
from network.activity.queries import list_events
from network.hires.forms import ParameterForm, parameter_form
from network.hires.labour import KEYS, change_parameter, list_coming, parameters_on
from network.hires.models import Engagement
from network.hires.policies import may_change_labour_law
from network.hires.words import ENGAGEMENTS, parameter_label, parameter_value
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.hires.models import LabourParameter

bp = Blueprint("labour", __name__, url_prefix="/droit-du-travail")
for word in (parameter_label, parameter_value):
    bp.add_app_template_filter(word)


@bp.get("/")
@login_required
def index() -> Response:
    """Forms of engagement with their sources; figures with the day they were last checked."""
    today = clock.today()
    standing = parameters_on(today)
    return render_page(
        "labour/index.html",
        parameters=[standing[key] for key in KEYS],
        coming=list_coming(today),
        engagements=list(ENGAGEMENTS),
        refused=Engagement.HOST_INVOICES,
        may_change=may_change_labour_law(current_actor()),
    )


@bp.get("/<key>")
@login_required
def parameter(key: str) -> Response:
    """A figure to change."""
    return _page(key, parameter_form(_standing(key)))


@bp.post("/<key>")
@login_required
def change(key: str) -> BaseResponse:
    """Change a figure from a day on."""
    form = parameter_form(_standing(key))
    if not form.validate():
        return _page(key, form, status=422)
    change_parameter(
        key,
        actor=current_actor(),
        value=form.value.data,
        valid_from=form.valid_from.data,
        source=form.source.data or "",
        verified_on=form.verified_on.data,
    )
    flash(_("The figure is changed from that day on; the change is logged."))
    return go_to(url_for("labour.index"))


def _standing(key: str) -> LabourParameter:
    hide_unless(key in KEYS)
    require(may_change_labour_law(current_actor()))
    return parameters_on(clock.today())[key]


def _page(key: str, form: ParameterForm, status: int = 200) -> Response:
    return render_page("labour/parameter.html", status=status, key=key, form=form, events=list_events(_standing(key)))
