"""Pages of grids, for the coordination that writes them and the members who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.audits import grids, queries, verbs  # noqa: F401  (it registers how the log reads)
from network.audits.forms import GridForm, QuestionForm, SectionForm
from network.audits.labels import question_kind
from network.audits.policies import may_coordinate, may_see_grid
from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.forms import VersionedForm
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as BaseResponse

    from network.audits.grid_models import Grid, Question, Section

bp = Blueprint("grids", __name__, url_prefix="/audits/grilles")
bp.add_app_template_filter(question_kind)


@bp.route("/nouvelle/<id:federation_id>", methods=["GET", "POST"])
@login_required
def create(federation_id: int) -> BaseResponse:
    """Begin a grid."""
    federation = get_organisation(federation_id)
    require(current_actor().coordinates(federation.id))
    form = GridForm()
    if not form.validate_on_submit():
        return render_page("audits/grid_create.html", status=_status(form), form=form, federation=federation)
    grid = grids.create_grid(
        federation, actor=current_actor(), title=form.title.data, introduction=form.introduction.data or ""
    )
    return _to_grid(grid)


@bp.get("/<id:grid_id>")
@login_required
def grid(grid_id: int) -> Response:
    """A grid to read; for its coordination, a draft to write."""
    return _grid_page(_visible(grid_id))


@bp.route("/<id:grid_id>/modifier", methods=["GET", "POST"])
@login_required
def edit(grid_id: int) -> BaseResponse:
    """The title and the introduction."""
    grid = _draft(grid_id)
    form = GridForm(obj=grid)
    return _edit_page(
        grid,
        form,
        _("Title and introduction"),
        lambda version: grids.update_grid(
            grid,
            actor=current_actor(),
            version=version,
            title=form.title.data,
            introduction=form.introduction.data or "",
        ),
    )


@bp.route("/<id:grid_id>/rubriques", methods=["GET", "POST"])
@login_required
def add_section(grid_id: int) -> BaseResponse:
    """A section more."""
    grid = _draft(grid_id)
    form = SectionForm(version=grid.version)
    return _edit_page(
        grid,
        form,
        _("A new section"),
        lambda version: grids.add_section(
            grid,
            actor=current_actor(),
            version=version,
            title=form.title.data,
            introduction=form.introduction.data or "",
        ),
    )


@bp.route("/rubriques/<id:section_id>", methods=["GET", "POST"])
@login_required
def edit_section(section_id: int) -> BaseResponse:
    """The words of a section."""
    section = _section(section_id)
    form = SectionForm(obj=section, version=section.grid.version)
    return _edit_page(
        section.grid,
        form,
        _("Section “%(title)s”", title=section.title),
        lambda version: grids.update_section(
            section,
            actor=current_actor(),
            version=version,
            title=form.title.data,
            introduction=form.introduction.data or "",
        ),
    )


@bp.route("/rubriques/<id:section_id>/questions", methods=["GET", "POST"])
@login_required
def add_question(section_id: int) -> BaseResponse:
    """A question more in a section."""
    section = _section(section_id)
    form = QuestionForm(version=section.grid.version)
    return _edit_page(
        section.grid,
        form,
        _("A new question in “%(title)s”", title=section.title),
        lambda version: grids.add_question(section, actor=current_actor(), version=version, **form.words()),
    )


@bp.route("/questions/<id:question_id>", methods=["GET", "POST"])
@login_required
def edit_question(question_id: int) -> BaseResponse:
    """A question."""
    question = _question(question_id)
    form = QuestionForm(obj=question, version=question.section.grid.version)
    return _edit_page(
        question.section.grid,
        form,
        _("Question of “%(title)s”", title=question.section.title),
        lambda version: grids.update_question(question, actor=current_actor(), version=version, **form.words()),
    )


@bp.post("/rubriques/<id:section_id>/changer")
@login_required
@removal()
def change_section(section_id: int) -> BaseResponse:
    """Move a section up or down, or remove it."""
    section = _section(section_id)
    return _change(section.grid, section)


@bp.post("/questions/<id:question_id>/changer")
@login_required
@removal()
def change_question(question_id: int) -> BaseResponse:
    """Move a question up or down, or remove it."""
    question = _question(question_id)
    return _change(question.section.grid, question)


@bp.post("/<id:grid_id>/publier")
@login_required
def publish(grid_id: int) -> BaseResponse:
    """Freeze a grid so that campaigns can use it."""
    grid = _coordinated(grid_id)
    try:
        grids.publish_grid(grid, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        return _grid_page(queries.get_grid(grid_id), notice=error.message, status=422)
    flash(_("The grid is published: a campaign can use it."))
    return _to_grid(grid)


@bp.post("/<id:grid_id>/copier")
@login_required
def copy(grid_id: int) -> BaseResponse:
    """Begin a new edition."""
    return _to_grid(grids.copy_grid(_coordinated(grid_id), actor=current_actor()))


def _visible(grid_id: int) -> Grid:
    grid, actor = queries.get_grid(grid_id), current_actor()
    hide_unless(may_see_grid(grid, actor, queries.federation_ids_of(actor)))
    return grid


def _coordinated(grid_id: int) -> Grid:
    grid = _visible(grid_id)
    require(may_coordinate(grid, current_actor()))
    return grid


def _draft(grid_id: int) -> Grid:
    grid = _coordinated(grid_id)
    if not grid.is_draft:
        raise ConflictError(_("This grid is published: make a new edition to change it."))
    return grid


def _section(section_id: int) -> Section:
    section = queries.get_section(section_id)
    _draft(section.grid_id)
    return section


def _question(question_id: int) -> Question:
    question = queries.get_question(question_id)
    _draft(question.section.grid_id)
    return question


def _grid_page(grid: Grid, *, notice: str = "", status: int = 200) -> Response:
    writes = may_coordinate(grid, current_actor())
    return render_page(
        "audits/grid.html",
        fragment="audits/_grid.html",
        status=status,
        grid=grid,
        notice=notice,
        may_write=writes and grid.is_draft,
        may_copy=writes and not grid.is_draft,
    )


def _edit_page(grid: Grid, form: VersionedForm, title: str, save: Callable[[int], Any]) -> BaseResponse:
    """A form over a part of a draft: saved, or shown again with what was typed."""
    status = _status(form)
    if form.validate_on_submit():
        try:
            save(form.read_version)
        except StaleError:
            form.refuse_stale(grid)
            status = 409
        else:
            return _to_grid(grid)
    return render_page("audits/grid_edit.html", status=status, grid=grid, form=form, title=title)


def _change(grid: Grid, part: Section | Question) -> BaseResponse:
    form = VersionedForm()
    action = request.form.get("action", "")
    hide_unless(action in ("up", "down", "remove"))
    try:
        if action == "remove":
            grids.remove_part(part, actor=current_actor(), version=form.read_version)
        else:
            grids.move_part(part, actor=current_actor(), version=form.read_version, up=action == "up")
    except StaleError:
        db.session.rollback()
        notice = _("Somebody else changed the grid in the meantime: this is how it stands now.")
        return _grid_page(queries.get_grid(grid.id), notice=notice, status=409)
    return _to_grid(grid)


def _to_grid(grid: Grid) -> BaseResponse:
    return go_to(url_for("grids.grid", grid_id=grid.id))


def _status(form: VersionedForm) -> int:
    return 422 if form.is_submitted() else 200
