"""The sites of an organisation: kept by those who engage it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.errors import ConflictError, StaleError
from network.organisations import sites
from network.organisations.models import Organisation, Site
from network.organisations.policies import may_edit
from network.organisations.queries import get_organisation
from network.organisations.site_forms import SiteForm, form_of
from network.web.current import current_actor
from network.web.forms import VersionedForm
from network.web.htmx import go_to, render_page
from network.web.policies import login_required, require
from network.web.removals import removal

bp = Blueprint("sites", __name__, url_prefix="/structures")


@bp.get("/<id:organisation_id>/sites")
@login_required
def index(organisation_id: int) -> Response:
    """The seat and the other sites."""
    return _index_page(_editable(organisation_id), SiteForm(formdata=None))


@bp.post("/<id:organisation_id>/sites")
@login_required
def add(organisation_id: int) -> Response | BaseResponse:
    """One more."""
    organisation = _editable(organisation_id)
    form = SiteForm()
    if not form.validate():
        return _index_page(organisation, form, status=422)
    try:
        sites.add_site(organisation, form.facts(), actor=current_actor())
    except ConflictError as error:
        form.refuse(error.message)
        return _index_page(organisation, form, status=422)
    flash(_("The site is on the sheet."), "success")
    return _to_sites(organisation_id)


@bp.get("/sites/<id:site_id>/modifier")
@login_required
def edit(site_id: int) -> Response:
    """A site to correct."""
    site = _kept(site_id)
    return _edit_page(site, form_of(site))


@bp.post("/sites/<id:site_id>/modifier")
@login_required
def update(site_id: int) -> Response | BaseResponse:
    """Store the correction."""
    site = _kept(site_id)
    form = SiteForm()
    if not form.validate():
        return _edit_page(site, form, status=422)
    try:
        sites.update_site(site, form.facts(), actor=current_actor(), version=form.read_version)
    except StaleError:
        form.refuse_stale(site)
        return _edit_page(site, form, status=409)
    flash(_("The site is up to date."), "success")
    return _to_sites(site.organisation_id)


@bp.post("/sites/<id:site_id>/siege")
@login_required
def make_seat(site_id: int) -> Response | BaseResponse:
    """The site becomes the seat, and the seat a site."""
    site = _kept(site_id)
    try:
        sites.make_seat(site, actor=current_actor(), version=VersionedForm().read_version)
    except StaleError:
        form = SiteForm(formdata=None)
        form.refuse(_("The sites have changed in the meantime: look at them, then choose the seat."))
        return _index_page(site.organisation, form, status=409)
    flash(_("The seat is now in %(place)s.", place=site.organisation.locality), "success")
    return _to_sites(site.organisation_id)


@bp.post("/sites/<id:site_id>/retirer")
@login_required
@removal()
def remove(site_id: int) -> BaseResponse:
    """They work there no more."""
    site = _kept(site_id)
    organisation_id = site.organisation_id
    sites.remove_site(site, actor=current_actor())
    flash(_("The site is removed."), "success")
    return _to_sites(organisation_id)


def _editable(organisation_id: int) -> Organisation:
    organisation = get_organisation(organisation_id)
    require(may_edit(organisation, current_actor()))
    return organisation


def _kept(site_id: int) -> Site:
    site = sites.get_site(site_id)
    require(may_edit(site.organisation, current_actor()))
    return site


def _index_page(organisation: Organisation, form: SiteForm, status: int = 200) -> Response:
    return render_page("organisations/sites.html", status=status, organisation=organisation, form=form)


def _edit_page(site: Site, form: SiteForm, status: int = 200) -> Response:
    return render_page("organisations/site_edit.html", status=status, site=site, form=form)


def _to_sites(organisation_id: int) -> BaseResponse:
    return go_to(url_for("sites.index", organisation_id=organisation_id))
