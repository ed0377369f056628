"""Pages of projects: their list, beginning or proposing one, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network.calls import projects, queries
from network.calls.models import ProjectState
from network.calls.policies import may_coordinate_project, may_edit_project, may_see_project
from network.calls.project_forms import AttachForm, ReasonForm, WholeProjectForm
from network.database import db
from network.errors import ConflictError
from network.organisations.queries import get_organisation, list_federations
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as BaseResponse

    from network.actors import Actor
    from network.calls.models import Project
    from network.web.forms import BaseForm

bp = Blueprint("projects", __name__, url_prefix="/projets")


@bp.get("/")
@login_required
def index() -> Response:
    """The projects that the person may see."""
    actor = current_actor()
    return render_page(
        "calls/projects.html",
        projects=queries.list_projects(actor),
        may_begin=_may_begin(actor),
        begins=actor.coordinates(actor.organisation_id),
    )


@bp.route("/nouveau", methods=["GET", "POST"])
@login_required
def new() -> BaseResponse:
    """Begin a project for the federation that one acts for, or propose one to a federation of one's organisation."""
    actor = current_actor()
    require(_may_begin(actor))
    own = get_organisation(actor.organisation_id or 0)
    begins = actor.coordinates(own.id)
    federations = {own.id: own.name} if begins else {o.id: o.name for o in list_federations(own.id)}
    form = WholeProjectForm()
    form.offer_federations(federations)
    if not federations or not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_page("calls/new_project.html", status=status, form=form, federations=federations, begins=begins)
    if begins:
        project = projects.begin_project(own, actor=actor, **form.facts())
        flash(_("The project is begun, and the members are told."))
    else:
        chosen = form.federation_id.data if "federation_id" in form else next(iter(federations))
        project = projects.propose_project(get_organisation(chosen), own, actor=actor, **form.facts())
        flash(_("Thank you: the federation reads your proposal, and you are told of its answer."))
    return go_to(url_for("calls.project", project_id=project.id))


@bp.post("/<id:project_id>/reprendre")
@login_required
def take_up(project_id: int) -> BaseResponse:
    """The federation makes a proposal its own."""
    project = _coordinated(project_id)
    projects.take_up(project, actor=current_actor())
    flash(_("The project is taken up; who proposed it and the members are told."))
    return _to_project(project)


@bp.route("/<id:project_id>/ecarter", methods=["GET", "POST"])
@login_required
def leave_aside(project_id: int) -> BaseResponse:
    """The federation does not take a proposal up."""
    return _with_reason(
        _coordinated(project_id),
        projects.leave_aside,
        heading=_("Leave the proposal aside"),
        button=_("Leave it aside"),
        done=_("The proposal is left aside; who made it reads why."),
    )


@bp.route("/<id:project_id>/retirer", methods=["GET", "POST"])
@login_required
def withdraw(project_id: int) -> BaseResponse:
    """Nothing more is done with a project."""
    project = _visible(project_id)
    require(may_edit_project(project, current_actor()))
    return _with_reason(
        project,
        projects.withdraw_project,
        heading=_("Withdraw the project"),
        button=_("Withdraw it"),
        done=_("The project is withdrawn; those concerned are told."),
    )


@bp.post("/<id:project_id>/remettre")
@login_required
def resume(project_id: int) -> BaseResponse:
    """Take the withdrawal back."""
    project = _coordinated(project_id)
    projects.resume_project(project, actor=current_actor())
    flash(_("The project goes on."))
    return _to_project(project)


@bp.route("/<id:project_id>/appel", methods=["GET", "POST"])
@login_required
def attach(project_id: int) -> BaseResponse:
    """Let a project without a call answer an open one."""
    project = _coordinated(project_id)
    calls = queries.list_open_calls(project.federation_id)
    form = AttachForm(calls)
    if not form.validate_on_submit():
        return _attach_page(project, form, status=422 if form.is_submitted() else 200)
    call = next(call for call in calls if call.id == form.call_id.data)
    try:
        projects.attach_project(project, call, actor=current_actor())
    except ConflictError as error:
        form.refuse(error.message or _("The call has closed, or the project answers one already."))
        return _attach_page(_coordinated(project_id), form, status=409)
    flash(_("The project answers the call now; its criteria count too."))
    return _to_project(project)


@bp.post("/<id:project_id>/sans-appel")
@login_required
def detach(project_id: int) -> BaseResponse:
    """Let a project go on without its call."""
    project = _coordinated(project_id)
    try:
        projects.detach_project(project, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        flash(error.message, "error")
    else:
        flash(_("The project goes on without the call; its own needs stay."))
    return _to_project(project)


def _may_begin(actor: Actor) -> bool:
    """For whom one acts, one may commit it."""
    return actor.engages(actor.organisation_id)


def _visible(project_id: int) -> Project:
    project = queries.get_project(project_id)
    hide_unless(may_see_project(project, current_actor()))
    return project


def _coordinated(project_id: int) -> Project:
    project = _visible(project_id)
    require(may_coordinate_project(project, current_actor()))
    return project


def _to_project(project: Project) -> BaseResponse:
    return go_to(url_for("calls.project", project_id=project.id))


def _with_reason(project: Project, step: Callable[..., None], *, heading: str, button: str, done: str) -> BaseResponse:
    """A step that says why; once it is done, its page leads back to the project."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _reason_page(project, form, heading, button, status=422 if form.is_submitted() else 200)
    try:
        step(project, actor=current_actor(), reason=form.reason.data)
    except ConflictError as error:
        form.refuse(error.message or _("This is not possible any more."))
        return _reason_page(_visible(project.id), form, heading, button, status=409)
    flash(done)
    return _to_project(project)


def _reason_page(project: Project, form: BaseForm, heading: str, button: str, *, status: int) -> Response:
    return render_page(
        "calls/project_reason.html",
        status=status,
        project=project,
        form=form,
        readers=_who_reads(project),
        heading=heading,
        button=button,
    )


def _who_reads(project: Project) -> str:
    """Who will read why nothing comes of the project (`may_see_project`)."""
    if project.call or not project.proposer:
        return _("Everyone logged in can read it.")
    names = {"proposer": project.proposer.name, "federation": project.federation.name}
    if project.state is ProjectState.PROPOSED:
        return _("Read by the people of %(proposer)s and of %(federation)s.", **names)
    return _("Read by the people of %(proposer)s and of %(federation)s, and by who was asked or interested.", **names)


def _attach_page(project: Project, form: AttachForm, *, status: int) -> Response:
    is_free = project.call_id is None and project.state is ProjectState.OPEN
    return render_page("calls/attach.html", status=status, project=project, form=form, is_free=is_free)
