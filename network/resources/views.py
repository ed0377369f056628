"""What is offered and what is needed: the list, the page of each, declaring, correcting, renewing and ending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from network import clock
from network.accounts.queries import get_user
from network.activity.queries import list_events
from network.activity.services import record
from network.activity.verbs import register_verb
from network.database import db
from network.errors import NotFoundError, StaleError
from network.organisations.models import Organisation
from network.organisations.queries import get_organisation
from network.resources import services, ticks  # noqa: F401  (what it does each minute)
from network.resources.export import resources_csv
from network.resources.forms import FORMS, RenewalForm, ResourceFilters, ResourceForm, form_of, new_form
from network.resources.history import changes_since
from network.resources.labels import (
    DECLARED,
    audience_label,
    capability_amount,
    capability_icon,
    capability_label,
    capability_unit,
    conditions_label,
    frame_label,
    resource_amount,
    resource_text,
    resource_title,
    resource_when,
    resource_where,
    sought_text,
)
from network.resources.models import Capability, Need, Offer, Way
from network.resources.policies import may_change_resources
from network.resources.queries import find_resource, list_own, needs_for, offers_for, search_resources
from network.resources.rows import LISTED, list_rows, merged, point, point_id
from network.resources.sought import count_sought, list_promises, still_free
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page
from network.web.pagination import paginate_columns
from network.web.policies import login_required, require

MOST_FITS = 8
RING_KM = 30
R = TypeVar("R", Offer, Need)

bp = Blueprint("resources", __name__, url_prefix="/ressources")
for word in (
    audience_label,
    capability_amount,
    capability_icon,
    capability_label,
    capability_unit,
    conditions_label,
    frame_label,
    resource_amount,
    resource_text,
    resource_title,
    resource_when,
    resource_where,
    sought_text,
):
    bp.add_app_template_filter(word)

register_verb("resources.exported", _l("exported a list of resources"), fields={"resources": _l("Resources")})


@bp.get("/")
@login_required
def index() -> Response:
    """What is offered, or what is needed, as far as the reader may see, beside its map."""
    form = ResourceFilters(request.args)
    filters = form.filters()
    query, values = search_resources(current_actor(), **filters)
    number = request.args.get("page", 1, type=int)
    results = paginate_columns(query, number, LISTED[filters["way"]], values=values)
    rows = list_rows(results.items, filters["way"], place=filters["place"])
    return render_page(
        "resources/index.html",
        fragment="resources/_results.html",
        form=form,
        way=filters["way"],
        results=results,
        rows=rows,
        points=merged(row.point for row in rows),
        may_declare=_may_declare(),
    )


@bp.get("/les-notres")
@login_required
def own() -> Response:
    """What the reader's organisations offer and look for, and what they ended."""
    actor = current_actor()
    return render_page(
        "resources/own.html",
        offers=_standing_and_over(list_own(Offer, actor)),
        needs=_standing_and_over(list_own(Need, actor)),
        engaged={organisation_id for organisation_id in actor.roles if may_change_resources(organisation_id, actor)},
        today=clock.today(),
        may_declare=_may_declare(),
    )


@bp.post("/export")
@login_required
def export() -> Response:
    """The list with the same filters, as a file; who took it away is logged."""
    actor = current_actor()
    filters = ResourceFilters(request.form).filters()
    query, values = search_resources(actor, **filters)
    found = list(db.session.scalars(query, values))
    table = resources_csv(found)
    record("resources.exported", get_user(actor.user_id or 0), actor=actor, after={"resources": len(found)})
    return download(table, f"{filters['way']}-{clock.today().isoformat()}.csv")


@bp.get("/<way>/declarer/<id:organisation_id>")
@login_required
def declare(way: str, organisation_id: int) -> Response:
    """An empty form."""
    organisation = _engaged(organisation_id)
    capability, quantity = request.args.get("capability", ""), request.args.get("quantity", type=int)
    return _declare_page(organisation, new_form(_way(way), organisation, capability=capability, quantity=quantity))


@bp.post("/<way>/declarer/<id:organisation_id>")
@login_required
def create(way: str, organisation_id: int) -> Response | BaseResponse:
    """Declare an offer or a need."""
    organisation = _engaged(organisation_id)
    form = FORMS[_way(way)]()
    if not form.validate():
        return _declare_page(organisation, form, status=422)
    resource = services.declare(
        form.way,
        organisation,
        actor=current_actor(),
        capability=Capability(form.capability.data),
        terms=form.terms(),
    )
    flash(str(DECLARED[form.way]), "success")
    return _to(resource)


@bp.get("/<way>/<id:resource_id>")
@login_required
def resource(way: str, resource_id: int) -> Response:
    """An offer with the needs that it could serve, or a need with the offers that could serve it."""
    return _resource_page(_visible(way, resource_id), RenewalForm(formdata=None))


@bp.get("/<way>/<id:resource_id>/corriger")
@login_required
def edit(way: str, resource_id: int) -> Response:
    """An offer or a need to correct."""
    resource = _own(way, resource_id)
    return _edit_page(resource, form_of(resource))


@bp.post("/<way>/<id:resource_id>/corriger")
@login_required
def update(way: str, resource_id: int) -> Response | BaseResponse:
    """Correct an offer or a need."""
    resource = _own(way, resource_id)
    form = FORMS[resource.way]()
    form.capability.data = resource.capability
    if not form.validate():
        return _edit_page(resource, form, status=422)
    try:
        services.change(resource, actor=current_actor(), version=form.read_version, terms=form.terms())
    except StaleError:
        db.session.rollback()
        changes = changes_since(resource, form.read_version)
        form.version.data = resource.version
        return _edit_page(resource, form, status=409, changes=changes)
    flash(_("It is corrected."), "success")
    return _to(resource)


@bp.post("/<way>/<id:resource_id>/prolonger")
@login_required
def renew(way: str, resource_id: int) -> Response | BaseResponse:
    """Let it stand a year longer, or until the day chosen."""
    resource, form = _own(way, resource_id), RenewalForm()
    if not form.validate():
        return _resource_page(resource, form, status=422)
    services.renew(resource, actor=current_actor(), until_day=form.until_day.data)
    flash(_("It is renewed."), "success")
    return _to(resource)


@bp.post("/<way>/<id:resource_id>/terminer")
@login_required
def end(way: str, resource_id: int) -> BaseResponse:
    """End it; its page offers to undo that."""
    resource = _own(way, resource_id)
    services.end(resource, actor=current_actor())
    return _to(resource)


@bp.post("/<way>/<id:resource_id>/reprendre")
@login_required
def resume(way: str, resource_id: int) -> BaseResponse:
    """Undo its end."""
    resource = _own(way, resource_id)
    services.resume(resource, actor=current_actor())
    flash(_("It goes on as before."), "success")
    return _to(resource)


def _way(text: str) -> Way:
    if text not in list(Way):
        raise NotFoundError
    return Way(text)


def _engaged(organisation_id: int) -> Organisation:
    organisation = get_organisation(organisation_id)
    require(may_change_resources(organisation_id, current_actor()))
    return organisation


def _visible(way: str, resource_id: int) -> Offer | Need:
    """Others than its audience are not told that it exists."""
    return find_resource(_way(way), resource_id, current_actor())


def _own(way: str, resource_id: int) -> Offer | Need:
    resource = _visible(way, resource_id)
    require(may_change_resources(resource.organisation_id, current_actor()))
    return resource


def _declare_page(organisation: Organisation, form: ResourceForm, status: int = 200) -> Response:
    return render_page("resources/declare.html", status=status, organisation=organisation, form=form, resource=None)


def _edit_page(resource: Offer | Need, form: ResourceForm, status: int = 200, **context: Any) -> Response:
    context.setdefault("changes", [])
    return render_page("resources/edit.html", status=status, resource=resource, form=form, **context)


def _resource_page(resource: Offer | Need, form: RenewalForm, status: int = 200) -> Response:
    actor = current_actor()
    fits = offers_for(resource, actor) if isinstance(resource, Need) else needs_for(resource, actor)
    fits = still_free(fits, resource.capability)[:MOST_FITS]
    others = [fit.offer if isinstance(resource, Need) else fit.need for fit in fits]
    is_own, is_offer = actor.belongs_to(resource.organisation_id), isinstance(resource, Offer)
    return render_page(
        "resources/resource.html",
        status=status,
        resource=resource,
        form=form,
        fits=fits,
        points=_points([resource], state="lead") + _points(others),
        ring=_ring(resource),
        sought=count_sought(resource.organisation_id).get(resource.capability, 0) if is_offer else 0,
        promises=list_promises([resource.organisation_id], resource.capability) if is_own and is_offer else [],
        is_own=is_own,
        may_change=may_change_resources(resource.organisation_id, actor),
        events=list_events(resource, limit=20) if is_own else [],
        today=clock.today(),
    )


def _may_declare() -> bool:
    """For the organisation that one looks from."""
    organisation_id = current_actor().organisation_id
    return organisation_id is not None and may_change_resources(organisation_id, current_actor())


def _standing_and_over(resources: Sequence[R]) -> tuple[list[R], list[R]]:
    today = clock.today()
    return (
        [resource for resource in resources if not resource.is_over(today)],
        [resource for resource in resources if resource.is_over(today)],
    )


def _ring(resource: Offer | Need) -> dict[str, Any]:
    """How far a need looks, for the map; else a circle to judge distances by."""
    within_km = resource.within_km if isinstance(resource, Need) else None
    return {"around": point_id(resource.way, resource.id), "km": within_km or RING_KM}


def _points(resources: Iterable[Offer | Need], state: str = "possible") -> list[dict[str, Any]]:
    """A point of the map for each organisation at each place, with all that stands there."""
    return merged(
        point(
            resource,
            resource.way,
            state=state,
            lat=resource.locality.lat,
            lon=resource.locality.lon,
            label=resource.organisation.name,
            detail=resource_amount(resource),
            url=url_for("resources.resource", way=resource.way, resource_id=resource.id),
        )
        for resource in resources
    )


def _to(resource: Offer | Need) -> BaseResponse:
    return go_to(url_for("resources.resource", way=resource.way, resource_id=resource.id))
