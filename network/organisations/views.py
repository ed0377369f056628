"""Keeping the sheet of an organisation. Reading it is in `directory`, where all that concerns an organisation meets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.database import db
from network.errors import StaleError
from network.organisations import services
from network.organisations.facts import facts_of
from network.organisations.forms import ListedForm, OrganisationForm, values_of
from network.organisations.history import changes_since
from network.organisations.labels import (
    basis_label,
    kind_in_full,
    kind_label,
    languages_in_words,
    legal_form_label,
    sector_label,
)
from network.organisations.models import Organisation
from network.organisations.policies import may_edit
from network.organisations.queries import get_whole_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import login_required, require

bp = Blueprint("organisations", __name__, url_prefix="/structures")
for word in (basis_label, kind_in_full, kind_label, languages_in_words, legal_form_label, sector_label):
    bp.add_app_template_filter(word)


@bp.get("/<id:organisation_id>/modifier")
@login_required
def edit(organisation_id: int) -> Response:
    """The sheet to correct."""
    organisation = _editable(organisation_id)
    values = values_of(facts_of(organisation), organisation.version)
    return _edit_page(organisation, _form_of(organisation, formdata=None, data=values))


@bp.post("/<id:organisation_id>/modifier")
@login_required
def update(organisation_id: int) -> Response | BaseResponse:
    """Store the corrected sheet."""
    organisation = _editable(organisation_id)
    form = _form_of(organisation)
    if not form.validate():
        return _edit_page(organisation, form, status=422)
    try:
        services.update_organisation(organisation, form.facts(), actor=current_actor(), version=form.read_version)
    except services.BceTakenError:
        db.session.rollback()
        form.bce.errors.append(_("Another organisation of the directory has this enterprise number."))
        return _edit_page(organisation, form, status=422)
    except StaleError:
        db.session.rollback()
        return _overtaken_page(organisation, form)
    flash(_("The sheet is up to date."), "success")
    return go_to(url_for("directory.organisation", organisation_id=organisation.id))


def _editable(organisation_id: int) -> Organisation:
    organisation = get_whole_organisation(organisation_id)
    require(may_edit(organisation, current_actor()))
    return organisation


def _form_of(organisation: Organisation, **values: Any) -> OrganisationForm:
    form = (OrganisationForm if current_actor().engages(organisation.id) else ListedForm)(**values)
    form.offer_kinds(organisation)
    return form


def _edit_page(organisation: Organisation, form: OrganisationForm, status: int = 200, **context: Any) -> Response:
    context.setdefault("changes", [])
    return render_page("organisations/edit.html", status=status, organisation=organisation, form=form, **context)


def _overtaken_page(organisation: Organisation, form: OrganisationForm) -> Response:
    """The form with what was typed, and what somebody else changed meanwhile; saved again, it wins."""
    changes = changes_since(organisation, form.read_version)
    form.version.data = organisation.version
    return _edit_page(organisation, form, status=409, changes=changes)
