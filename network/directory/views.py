"""The directory: finding organisations, reading the page of one, taking the list away."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import selectinload

from network import clock
from network.accounts.queries import get_user
from network.activity.services import record
from network.activity.verbs import register_verb
from network.database import db
from network.directory.export import directory_csv
from network.directory.forms import DirectoryFilters
from network.directory.nearest import page_of_nearest, sort_by_nearness
from network.directory.rows import list_rows, listed, points_of
from network.directory.sheet import read_sheet
from network.organisations.models import Organisation
from network.organisations.queries import get_whole_organisation
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import render_page
from network.web.pagination import paginate_columns
from network.web.policies import login_required

bp = Blueprint("directory", __name__, url_prefix="/structures")

register_verb("directory.exported", _l("exported the directory"), fields={"organisations": _l("Organisations")})


@bp.get("/")
@login_required
def index() -> Response:
    """The organisations that fit the filters, with what the reader may see of their offers, beside their map."""
    form = DirectoryFilters(request.args)
    actor, place, km = current_actor(), form.filters()["place"], form.filters()["km"]
    found, number = form.search(actor, anywhere=True), request.args.get("page", 1, type=int)
    if place:
        results, site_ids = page_of_nearest(found, place, km, number)
    else:
        results, site_ids = paginate_columns(found, number, listed), {}
    rows = list_rows(results.items, actor, place=place, site_ids=site_ids)
    return render_page(
        "directory/index.html",
        fragment="directory/_results.html",
        form=form,
        results=results,
        rows=rows,
        points=[row.point for row in rows],
    )


@bp.get("/<id:organisation_id>")
@login_required
def organisation(organisation_id: int) -> Response:
    """Who they are, where, what they have done and what they offer."""
    sheet = read_sheet(get_whole_organisation(organisation_id), current_actor())
    return render_page(
        "directory/organisation.html",
        sheet=sheet,
        points=points_of(sheet.organisation),
    )


@bp.post("/export")
@login_required
def export() -> Response:
    """The list with the same filters, as a file; who took it away is logged."""
    actor = current_actor()
    parts = selectinload(Organisation.sites), selectinload(Organisation.experiences)
    form = DirectoryFilters(request.form)
    organisations = list(db.session.scalars(form.search(actor).options(*parts)))
    if place := form.filters()["place"]:
        organisations = sort_by_nearness(organisations, place)
    table = directory_csv(organisations, actor)
    record("directory.exported", get_user(actor.user_id or 0), actor=actor, after={"organisations": len(organisations)})
    return download(table, f"structures-{clock.today().isoformat()}.csv")
