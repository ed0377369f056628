"""« Première fois »: number, sheet, something to share, three neighbours; each screen useful on its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network import clock
from network.database import Period, db
from network.directory.rows import point, rows_of
from network.first_time.forms import NumberForm, ResourceForm, sheet_form
from network.first_time.policies import may_see_welcome
from network.organisations.bce import parse_bce
from network.organisations.models import Organisation
from network.organisations.queries import find_by_bce, get_organisation, list_asked_federations
from network.organisations.requests import ask_claim, find_claim
from network.organisations.services import BceTakenError, register_own_organisation
from network.resources.forms import usual_audience
from network.resources.labels import DECLARED
from network.resources.models import Capability, Way
from network.resources.policies import may_change_resources
from network.resources.services import declare
from network.ties.queries import list_near
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

bp = Blueprint("first_time", __name__, url_prefix="/premiere-fois")

NEIGHBOURS = 3
FURTHEST_KM = 300  # the whole country: the three nearest are shown however far they are


@bp.get("")
@login_required
def start() -> Response:
    """The enterprise number: it says whether the organisation is listed already."""
    return render_page("first_time/number.html", form=NumberForm(formdata=None))


@bp.post("")
@login_required
def look_up() -> Response | BaseResponse:
    """Go on with a sheet to claim or to fill in."""
    form = NumberForm()
    if not form.validate():
        return render_page("first_time/number.html", form=form, status=422)
    return _to_known(form.bce.data) or go_to(url_for("first_time.sheet", bce=form.bce.data))


@bp.get("/fiche")
@login_required
def sheet() -> Response | BaseResponse:
    """The sheet of an organisation that nobody has listed."""
    try:
        bce = parse_bce(request.args.get("bce", ""))
    except ValueError:
        return go_to(url_for("first_time.start"))
    return _to_known(bce) or render_page("first_time/sheet.html", form=sheet_form(bce))


@bp.post("/fiche")
@login_required
def register() -> Response | BaseResponse:
    """List the organisation; its federation is asked to confirm."""
    form = sheet_form()
    if not form.validate():
        return render_page("first_time/sheet.html", form=form, status=422)
    federation = get_organisation(form.federation.data) if form.federation.data else None
    try:
        organisation = register_own_organisation(form.facts(), federation=federation, actor=current_actor())
    except BceTakenError:
        db.session.rollback()
        return _to_known(form.bce.data) or go_to(url_for("first_time.start"))
    session["organisation_id"] = organisation.id
    return go_to(url_for("first_time.resource", organisation_id=organisation.id))


@bp.get("/reprendre/<id:organisation_id>")
@login_required
def known(organisation_id: int) -> Response:
    """A sheet that stands already: is it theirs?"""
    actor = current_actor()
    claim = find_claim(actor.user_id or 0, organisation_id)
    return render_page("first_time/known.html", organisation=get_organisation(organisation_id), claim=claim)


@bp.post("/reprendre/<id:organisation_id>")
@login_required
def claim(organisation_id: int) -> BaseResponse:
    """Ask to act for it."""
    if ask_claim(get_organisation(organisation_id), actor=current_actor()):
        flash(_("Your request is sent. Until it is answered, here is who is around."), "success")
    return go_to(url_for("first_time.neighbours", organisation_id=organisation_id))


@bp.get("/<id:organisation_id>/ressource")
@login_required
def resource(organisation_id: int) -> Response:
    """One thing to share or to look for."""
    return _resource_page(_own(organisation_id), ResourceForm(formdata=None))


@bp.post("/<id:organisation_id>/ressource")
@login_required
def offer(organisation_id: int) -> Response | BaseResponse:
    """Offer it or say that it is looked for, from today on."""
    organisation = _own(organisation_id)
    form = ResourceForm()
    if not form.validate():
        return _resource_page(organisation, form, status=422)
    capability, way = Capability(form.capability.data), form.chosen_way
    if form.needs_frame:
        page, quantity = "resources.declare", form.quantity.data
        return go_to(url_for(page, way=way, organisation_id=organisation_id, capability=capability, quantity=quantity))
    declare(way, organisation, actor=current_actor(), capability=capability, terms=_terms(way, organisation, form))
    flash(str(DECLARED[way]), "success")
    return go_to(url_for("first_time.neighbours", organisation_id=organisation_id))


@bp.get("/<id:organisation_id>/voisins")
@login_required
def neighbours(organisation_id: int) -> Response:
    """The three nearest organisations, with what they offer as far as the reader may see."""
    organisation, actor = get_organisation(organisation_id), current_actor()
    hide_unless(may_see_welcome(organisation, actor))
    near = list_near(organisation, within_km=FURTHEST_KM, limit=NEIGHBOURS)
    rows = rows_of([entry.id for entry in near], actor)
    points = [point(organisation, state="lead", detail=str(organisation.locality))]
    points += [row.point | {"detail": row.kind} for row in rows]
    return render_page(
        "first_time/neighbours.html",
        organisation=organisation,
        near=list(zip(near, rows, strict=True)),
        points=points,
        waiting_for=list_asked_federations(organisation_id),
        is_own=actor.belongs_to(organisation_id),
    )


def _to_known(bce: str | None) -> BaseResponse | None:
    """On to the organisation of this number, if it is listed: one's own goes on with its next screen."""
    organisation = find_by_bce(bce or "")
    if organisation is None:
        return None
    page = "first_time.resource" if current_actor().engages(organisation.id) else "first_time.known"
    return go_to(url_for(page, organisation_id=organisation.id))


def _own(organisation_id: int) -> Organisation:
    organisation = get_organisation(organisation_id)
    require(may_change_resources(organisation_id, current_actor()))
    return organisation


def _terms(way: Way, organisation: Organisation, form: ResourceForm) -> dict[str, Any]:
    """From today on, where the organisation is, shown as usual; its page corrects all of it."""
    terms: dict[str, Any] = {
        "quantity": form.quantity.data,
        "details": "",
        "frame": None,
        "locality": organisation.locality,
        "period": Period(clock.today(), None),
        "audience": usual_audience(way, organisation),
    }
    return terms | ({"within_km": None} if way is Way.NEED else {"conditions": None})


def _resource_page(organisation: Organisation, form: ResourceForm, status: int = 200) -> Response:
    return render_page("first_time/resource.html", organisation=organisation, form=form, status=status)
