"""A federation brings a table of its members: the page of the file, what it would do, what it did."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as BaseResponse

from network.database import db
from network.errors import ConflictError
from network.files.services import RefusedFileError
from network.files.spreadsheets import ENDINGS
from network.organisations import imports
from network.organisations.import_columns import COLUMNS, HeadingError, model_file
from network.organisations.import_rows import RowState, check_rows
from network.organisations.models import ImportState, Organisation, OrganisationImport
from network.organisations.policies import may_import
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.downloads import download
from network.web.forms import BaseForm, Required
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

bp = Blueprint("imports", __name__, url_prefix="/importations")


class ImportForm(BaseForm):
    """The table."""

    file = FileField(_l("Your table"), [Required(_l("Choose a file."))], description=_l("XLSX or CSV, 5 MB at most."))


@bp.get("/federation/<id:federation_id>")
@login_required
def index(federation_id: int) -> Response:
    """What a table looks like, the model, and what was imported."""
    return _index_page(_coordinated(federation_id), ImportForm(formdata=None))


@bp.post("/federation/<id:federation_id>")
@login_required
def read(federation_id: int) -> Response | BaseResponse:
    """Read a table; nothing is listed yet."""
    federation = _coordinated(federation_id)
    form = ImportForm()
    if not form.validate():
        return _index_page(federation, form, status=422)
    try:
        imported = imports.read_import(federation, form.file.data, actor=current_actor())
    except (RefusedFileError, HeadingError) as error:
        form.file.errors = [error.message]
        return _index_page(federation, form, status=422)
    return _to_import(imported)


@bp.get("/modele/<ending>")
@login_required
def model(ending: str) -> Response:
    """The table to fill in."""
    hide_unless(ending in ENDINGS)
    return download(model_file(ending), _("model-of-members") + f".{ending}")


@bp.get("/<id:import_id>")
@login_required
def preview(import_id: int) -> Response:
    """What each row would become; once it is done, what it brought."""
    return _import_page(_own(import_id))


@bp.post("/<id:import_id>/importer")
@login_required
def carry_out(import_id: int) -> BaseResponse:
    """List what is new."""
    imported = _own(import_id)
    imports.carry_out(imported, actor=current_actor())
    count = sum(entry.is_new for entry in imports.list_imported(import_id))
    flash(ngettext("%(num)s organisation is listed.", "%(num)s organisations are listed.", count), "success")
    return _to_import(imported)


@bp.post("/<id:import_id>/annuler")
@login_required
def undo(import_id: int) -> Response | BaseResponse:
    """Take the import back."""
    imported = _own(import_id)
    try:
        imports.undo_import(imported, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        return _import_page(_own(import_id), refusal=error.message, status=409)
    flash(_("The import is undone."), "success")
    return _to_import(imported)


@bp.post("/structure/<id:organisation_id>/retirer")
@login_required
@removal("directory.index")
def remove(organisation_id: int) -> BaseResponse:
    """Take away one organisation that the federation listed and that nobody has claimed."""
    organisation = get_organisation(organisation_id)
    name = organisation.name
    imports.remove_listed(organisation, actor=current_actor())
    flash(_("%(name)s has left the directory.", name=name), "success")
    return go_to(url_for("directory.index"))


def _coordinated(federation_id: int) -> Organisation:
    federation = get_organisation(federation_id)
    require(may_import(federation, current_actor()))
    return federation


def _own(import_id: int) -> OrganisationImport:
    """Others are not told that there is one."""
    imported = imports.get_import(import_id)
    hide_unless(may_import(imported.federation, current_actor()))
    return imported


def _index_page(federation: Organisation, form: ImportForm, status: int = 200) -> Response:
    return render_page(
        "organisations/imports.html",
        status=status,
        federation=federation,
        form=form,
        columns=COLUMNS,
        most_rows=imports.MOST_ROWS,
        imports=imports.list_imports(federation.id),
    )


def _import_page(imported: OrganisationImport, refusal: str = "", status: int = 200) -> Response:
    checked = check_rows(imported.rows)
    rows: dict[str, Any] = {state.value: [row for row in checked if row.state is state] for state in RowState}
    to_ask = imports.list_to_ask(checked, imported.federation_id)
    brought = imports.list_imported(imported.id)
    return render_page(
        "organisations/import.html",
        status=status,
        imported=imported,
        refusal=refusal,
        is_read=imported.state is ImportState.READ,
        **rows,
        to_ask=to_ask,
        answers=imports.list_answers(imported),
        listed=[entry.organisation for entry in brought if entry.is_new],
        offered=[entry.organisation for entry in brought if not entry.is_new],
    )


def _to_import(imported: OrganisationImport) -> BaseResponse:
    return go_to(url_for("imports.preview", import_id=imported.id))
