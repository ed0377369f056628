"""Pages of calls and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.activity.queries import list_events
from network.calls import jury, projects, queries, services, verbs  # noqa: F401  (it registers how the log reads)
from network.calls.backers import backers_of
from network.calls.chances import Neighbours, find_neighbours, own_chips
from network.calls.chips import Chip
from network.calls.corrections import changes_in_words
from network.calls.criteria import sentences
from network.calls.forms import InterestForm, JurorForm
from network.calls.judged import judged_sentences
from network.calls.labels import KIND_LABELS
from network.calls.models import Interest, InterestAnswer, Project
from network.calls.overlaps import list_overlaps
from network.calls.policies import (
    may_add_project,
    may_assemble,
    may_assemble_project,
    may_coordinate_call,
    may_coordinate_project,
    may_declare_interest,
    may_edit_project,
    may_see_call,
    may_see_interests,
    may_see_project,
    may_write_call,
)
from network.calls.project_forms import ProjectForm, WholeProjectForm, form_of_project
from network.calls.words import interests_in_words
from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations.labels import sector_label
from network.organisations.queries import get_organisation, is_member_of
from network.web.choices import choices
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as BaseResponse

    from network.accounts.models import User
    from network.actors import Actor
    from network.calls.models import Call
    from network.consortia.models import Consortium

bp = Blueprint("calls", __name__, url_prefix="/appels")


@bp.get("/")
@login_required
def index() -> Response:
    """The calls that the person may see."""
    actor = current_actor()
    return render_page(
        "calls/index.html",
        calls=queries.list_calls(actor),
        kinds=KIND_LABELS,
        may_write=actor.organisation_id is not None and may_write_call(actor.organisation_id, actor),
        own_calls={organisation_id for organisation_id in actor.roles if may_write_call(organisation_id, actor)},
    )


@bp.get("/<id:call_id>")
@login_required
def call(call_id: int) -> Response:
    """A call, its criteria in words and its projects."""
    return _call_page(_visible_call(call_id))


@bp.post("/<id:call_id>/projets")
@login_required
def add_project(call_id: int) -> BaseResponse:
    """Add a project to a call."""
    call = _coordinated_call(call_id)
    form = ProjectForm()
    if not form.validate_on_submit():
        return _call_page(call, form, status=422)
    try:
        project = projects.add_project(call, actor=current_actor(), **form.facts())
    except ConflictError:
        db.session.rollback()
        return _call_page(_visible_call(call_id), form, status=409)
    flash(_("The project “%(title)s” is added.", title=project.title))
    return go_to(url_for("calls.project", project_id=project.id))


@bp.post("/<id:call_id>/jury")
@login_required
def name_juror(call_id: int) -> BaseResponse:
    """Put somebody in the jury."""
    call = _coordinated_call(call_id)
    people = {str(person.id): person for person in jury.list_possible_jurors(call)}
    form = _juror_form(people.values())
    if not form.validate_on_submit():
        return _call_page(call, juror_form=form, status=422)
    person = people[form.user_id.data]
    jury.name_juror(call, person, actor=current_actor())
    flash(_("%(name)s is in the jury.", name=person.name))
    return go_to(url_for("calls.call", call_id=call.id))


@bp.post("/<id:call_id>/jury/<id:juror_id>/retirer")
@login_required
@removal()
def dismiss_juror(call_id: int, juror_id: int) -> BaseResponse:
    """Take somebody out of it."""
    call = _coordinated_call(call_id)
    jury.dismiss_juror(call, juror_id, actor=current_actor())
    flash(_("The jury has one person less."))
    return go_to(url_for("calls.call", call_id=call.id))


@bp.post("/<id:call_id>/cloturer")
@login_required
def close(call_id: int) -> BaseResponse:
    """Close a call before its day."""
    services.close_call(_coordinated_call(call_id), actor=current_actor())
    flash(_("The call is closed. You can open it again from its page."))
    return go_to(url_for("calls.call", call_id=call_id))


@bp.post("/<id:call_id>/rouvrir")
@login_required
def reopen(call_id: int) -> BaseResponse:
    """Take the closing back."""
    services.reopen_call(_coordinated_call(call_id), actor=current_actor())
    flash(_("The call is open again."))
    return go_to(url_for("calls.call", call_id=call_id))


@bp.get("/projets/<id:project_id>")
@login_required
def project(project_id: int) -> Response:
    """A project: who is interested, and its groupement."""
    return _project_page(_visible_project(project_id))


@bp.route("/projets/<id:project_id>/modifier", methods=["GET", "POST"])
@login_required
def edit_project(project_id: int) -> BaseResponse:
    """Correct a project."""
    project = _visible_project(project_id)
    require(may_edit_project(project, current_actor()))
    form = form_of_project(project) if request.method == "GET" else WholeProjectForm(project=project)
    form.offer_federations({})
    if form.validate_on_submit():
        try:
            projects.update_project(project, actor=current_actor(), version=form.read_version, **form.facts())
        except StaleError:
            return _overtaken_page(project_id, form)
        flash(_("The project is corrected."))
        return go_to(url_for("calls.project", project_id=project.id))
    return render_page(
        "calls/edit_project.html", status=422 if form.is_submitted() else 200, project=project, form=form
    )


@bp.post("/projets/<id:project_id>/interet")
@login_required
def declare_interest(project_id: int) -> BaseResponse:
    """Say whether one's organisation is interested."""
    project, actor = _visible_project(project_id), current_actor()
    require(actor.organisation_id is not None and may_declare_interest(project, actor.organisation_id, actor))
    form = _without_prices(project, InterestForm())
    if not form.validate_on_submit():
        return _project_page(project, interest_form=form, status=422)
    services.declare_interest(
        project,
        actor.organisation_id or 0,
        actor=actor,
        answer=InterestAnswer(form.answer.data),
        asks=form.asks.data or 0 if form.asks else 0,
        brings=form.brings.data or "",
        expects=form.expects.data or "",
        is_shared=form.is_shared.data,
    )
    until = _("You can change it until the call closes.") if project.call else _("You can change it.")
    flash(_("Thank you: the coordination knows your answer.") + " " + until)
    return go_to(url_for("calls.project", project_id=project.id))


def _visible_call(call_id: int) -> Call:
    call = queries.get_call(call_id)
    hide_unless(may_see_call(call, current_actor()))
    return call


def _coordinated_call(call_id: int) -> Call:
    call = _visible_call(call_id)
    require(may_coordinate_call(call, current_actor()))
    return call


def _visible_project(project_id: int) -> Project:
    project = queries.get_project(project_id)
    hide_unless(may_see_project(project, current_actor()))
    return project


def _overtaken_page(project_id: int, form: WholeProjectForm) -> Response:
    """The form with what was typed, and how the project stands now; saved again, what was typed wins."""
    db.session.rollback()
    project = queries.get_project(project_id)
    form.version.data = project.version
    typed = form.facts()
    needs = sentences(project.needs, in_market=project.is_market)
    words = {
        "title": (form.title.label.text, project.title),
        "summary": (form.summary.label.text, project.summary),
        "expected_jobs": (form.expected_jobs.label.text, project.expected_jobs),
        "sector": (form.sector.label.text, sector_label(project.sector)),
        "originators": (form.who.label.text, ", ".join(o.name for o in project.originators) or None),
        "needs": (
            _("Criteria for the partners"),
            " · ".join(needs) or None,
        ),
    }
    return render_page(
        "calls/edit_project.html",
        status=409,
        project=project,
        form=form,
        stands=[said for name, said in words.items() if getattr(project, name) != typed[name]],
        last=list_events(project, limit=1),
    )


def _call_page(
    call: Call,
    form: ProjectForm | None = None,
    juror_form: JurorForm | None = None,
    status: int = 200,
) -> Response:
    actor = current_actor()
    coordinates, may_add = may_coordinate_call(call, actor), may_add_project(call, actor)
    if coordinates and juror_form is None:
        juror_form = _juror_form(jury.list_possible_jurors(call), formdata=None)
    return render_page(
        "calls/call.html",
        status=status,
        call=call,
        sentences=sentences(call.criteria, in_market=call.is_market),
        judged=judged_sentences(call.judged),
        form=form or (ProjectForm(formdata=None) if may_add else None),
        corrections=[(correction, changes_in_words(correction)) for correction in call.corrections],
        juror_form=juror_form,
        may_coordinate=coordinates,
        kind=KIND_LABELS[call.kind],
        backers=backers_of(call),
        may_add_project=may_add,
        overlaps=list_overlaps(call, actor) if coordinates else [],
        own_chips=_own_chips(call, actor),
        interested=queries.count_interested(call) if may_assemble(call, actor) else {},
        standing={project.id: consortium for project in call.projects if (consortium := _standing(project, actor))},
        may_compose_together=call.is_open and len(call.projects) > 1 and may_assemble(call, actor),
    )


def _juror_form(people: Iterable[User], **kwargs: Any) -> JurorForm:
    form = JurorForm(**kwargs)
    form.user_id.choices = choices({person.id: person.name for person in people}, none=_l("Choose"))
    return form


def _standing(project: Project, actor: Actor) -> Consortium | None:
    """The groupement of a project that was not given up, where the actor may see it."""
    visible = [consortium for consortium in project.consortia if consortium.is_visible_to(actor)]
    return next((consortium for consortium in visible if not consortium.is_abandoned), None)


def _project_page(project: Project, interest_form: InterestForm | None = None, status: int = 200) -> Response:
    actor = current_actor()
    mine = queries.find_interest(project, actor.organisation_id) if actor.organisation_id else None
    interests = queries.list_interests(project) if may_see_interests(project, actor) else None
    may_declare = actor.organisation_id is not None and may_declare_interest(project, actor.organisation_id, actor)
    return render_page(
        "calls/project.html",
        status=status,
        project=project,
        sentences=sentences(project.criteria, in_market=project.is_market),
        judged=judged_sentences(project.call.judged) if project.call else [],
        theme=sector_label(project.sector),
        project_kind=KIND_LABELS[project.call.kind] if project.call else "",
        may_edit=may_edit_project(project, actor),
        may_coordinate=may_coordinate_project(project, actor),
        may_assemble=may_assemble_project(project, actor),
        is_taken_back=projects.is_taken_back(project),
        may_declare=may_declare,
        interest_form=interest_form or (_without_prices(project, _interest_form(mine)) if may_declare else None),
        my_interest=mine,
        own_chips=_own_chips(project, actor, asks=mine.asks if mine else 0),
        neighbours=_neighbours(project, mine, actor),
        interests=interests,
        interests_in_words=interests_in_words(interests or []),
        standing=_standing(project, actor),
        consortia=[consortium for consortium in project.consortia if consortium.is_visible_to(actor)],
        events=list_events(project) if may_see_interests(project, actor) else [],
    )


def _own_chips(asked: Call | Project, actor: Actor, asks: int = 0) -> list[Chip]:
    """What the organisation that the person acts for counts for, where it may take part."""
    if actor.organisation_id is None or not _may_take_part(asked, actor.organisation_id):
        return []
    return own_chips(asked, get_organisation(actor.organisation_id), asks=asks)


def _may_take_part(asked: Call | Project, organisation_id: int) -> bool:
    if isinstance(asked, Project):
        return queries.is_in_circle(asked, organisation_id)
    return is_member_of(organisation_id, asked.federation_id)


def _neighbours(project: Project, mine: Interest | None, actor: Actor) -> Neighbours | None:
    """For an organisation that is interested and lets the others know it, those who do so too."""
    if mine is None or not mine.is_shared:
        return None
    return find_neighbours(project, mine.organisation, actor)


def _without_prices(project: Project, form: InterestForm) -> InterestForm:
    """Nothing is asked in euros where prices are agreed elsewhere."""
    if project.is_market:
        del form.asks
    return form


def _interest_form(mine: Interest | None) -> InterestForm:
    if mine is None:
        return InterestForm(formdata=None)
    form = InterestForm(formdata=None, obj=mine)
    form.asks.data = mine.asks or None
    return form
