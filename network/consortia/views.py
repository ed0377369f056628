"""Pages of groupements for those who compose them, and for their partners."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.accounts.queries import list_names
from network.activity.queries import list_events
from network.calls.policies import may_see_project
from network.calls.queries import get_project
from network.calls.words import lead_role
from network.consortia import answers, queries, searches, services, ticks, verbs  # noqa: F401  (what they register)
from network.consortia.board import bars, board_of, contribution_text, unmet_criteria
from network.consortia.forms import DECLINE_REASONS, TURNS, InvitationForm, SearchForm
from network.consortia.lenses import settings_of
from network.consortia.policies import (
    may_compose,
    may_see_asks,
    may_see_charter,
    may_see_consortium,
    may_see_partner,
)
from network.consortia.reasons import reasons_of
from network.consortia.workflow import EDITABLE
from network.database import MAX_ID, db
from network.errors import ConflictError, NotFoundError, StaleError
from network.runs.queries import get_run
from network.web.current import current_actor
from network.web.forms import parse_whole_number
from network.web.htmx import go_to, render_page, wants_fragment
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.consortia.models import Consortium
    from network.runs.models import Run

bp = Blueprint("consortia", __name__, url_prefix="/groupements")
bp.add_app_template_filter(lead_role)
searches.register()

CHANGES = {
    "add": services.add_partner,
    "remove": services.remove_partner,
    "pin": services.pin,
    "exclude": services.exclude,
    "lead": services.choose_lead,
}


@bp.post("/projet/<id:project_id>")
@login_required
def open_consortium(project_id: int) -> BaseResponse:
    """Begin the groupement of a project, or go on with the one under way."""
    project = get_project(project_id)
    hide_unless(may_see_project(project, current_actor()))
    consortium = services.open_consortium(project, actor=current_actor())
    return go_to(url_for("consortia.compose", consortium_id=consortium.id))


@bp.get("/<id:consortium_id>")
@login_required
def consortium(consortium_id: int) -> Response:
    """A groupement for its partners and its coordination."""
    consortium, actor = queries.get_consortium(consortium_id), current_actor()
    hide_unless(may_see_consortium(consortium, actor))
    composes = may_compose(consortium, actor)
    partners = [
        partner
        for partner in consortium.partners
        if partner.is_informed and may_see_partner(consortium, partner, actor)
    ]
    return render_page(
        "consortia/consortium.html",
        consortium=consortium,
        partners=partners,
        brings={partner.id: contribution_text(partner.contribution) for partner in partners},
        asks={partner.id: partner.asks for partner in partners if may_see_asks(consortium, partner, actor)},
        unmet=unmet_criteria(consortium),
        bars=bars(consortium, [partner for partner in partners if partner.is_standing]),
        answered_by=list_names({partner.answered_by_id for partner in partners}) if composes else {},
        contribution_text=contribution_text,
        reasons=DECLINE_REASONS,
        may_compose=composes,
        may_read_charter=may_see_charter(consortium, actor),
        mine=[partner for partner in partners if actor.belongs_to(partner.organisation_id)],
        events=list_events(consortium) if composes else [],
    )


@bp.get("/<id:consortium_id>/composer")
@login_required
def compose(consortium_id: int) -> BaseResponse:
    """The coordinator's table: structures possible, team, proposals."""
    consortium = _composed(consortium_id)
    if consortium.state not in EDITABLE:
        return go_to(url_for("consortia.consortium", consortium_id=consortium.id))
    return _board_page(consortium)


@bp.post("/<id:consortium_id>/composer")
@login_required
def change(consortium_id: int) -> BaseResponse:
    """One change of the team: add, remove, pin, exclude, lead; all of the page follows."""
    consortium = _composed(consortium_id)
    try:
        _change_asked()(consortium, _id("organisation_id"), actor=current_actor(), version=_version())
    except StaleError:
        return _overtaken(consortium_id)
    return _changed(consortium)


@bp.post("/<id:consortium_id>/remplacer")
@login_required
def replace(consortium_id: int) -> BaseResponse:
    """Invite those who take the place of who left, and on their refusal the next ones."""
    consortium = _composed(consortium_id)
    organisation_ids = _ids("organisation_id")
    try:
        services.replace_partners(
            consortium,
            organisation_ids,
            actor=current_actor(),
            version=_version(),
            is_cascade="is_cascade" in request.form,
        )
    except StaleError:
        return _overtaken(consortium_id)
    flash(_("The invitation is sent. You will be told of the answer."))
    return go_to(url_for("consortia.compose", consortium_id=consortium.id))


@bp.post("/<id:consortium_id>/relais/arreter")
@login_required
def stop_cascade(consortium_id: int) -> BaseResponse:
    """Nobody is invited any more without the coordination."""
    consortium = _composed(consortium_id)
    try:
        services.stop_cascade(consortium, actor=current_actor(), version=_version())
    except StaleError:
        return _overtaken(consortium_id)
    return _changed(consortium)


@bp.post("/<id:consortium_id>/propositions")
@login_required
def adopt(consortium_id: int) -> BaseResponse:
    """Take over a proposed team."""
    consortium = _composed(consortium_id)
    _run, proposal = _proposal_of(consortium, _id("run_id"), _number("proposal"))
    try:
        services.adopt_team(consortium, proposal, actor=current_actor(), version=_version())
    except StaleError:
        return _overtaken(consortium_id)
    return _changed(consortium)


@bp.get("/<id:consortium_id>/recherches/<id:run_id>")
@login_required
def reasons(consortium_id: int, run_id: int) -> Response:
    """Why a proposed team is as it is, and how firm: the first one, or the one that `equipe` numbers."""
    number = request.args.get("equipe", 0, type=int)
    consortium = _composed(consortium_id)
    run, _proposal = _proposal_of(consortium, run_id, number)
    return render_page(
        "consortia/reasons.html",
        fragment="consortia/_reasons.html",
        consortium=consortium,
        letter=ascii_uppercase[number],
        reasons=reasons_of(run, number, in_market=consortium.project.is_market),
    )


@bp.post("/<id:consortium_id>/recherche")
@login_required
def search(consortium_id: int) -> BaseResponse:
    """Look for teams: a run, whose result waits on the page."""
    consortium = _composed(consortium_id)
    form = SearchForm()
    if form.km_weight.raw_data:
        if not form.validate_on_submit():
            return _board_page(consortium, status=422, search_form=form)
        try:
            services.set_search(
                consortium,
                actor=current_actor(),
                version=form.read_version,
                settings=form.settings(),
                searches_everyone=form.searches_everyone.data,
            )
        except StaleError:
            return _overtaken(consortium_id)
    run = services.search_teams(consortium, actor=current_actor())
    return go_to(url_for("runs.run", run_id=run.id))


@bp.route("/<id:consortium_id>/inviter", methods=["GET", "POST"])
@login_required
def invite(consortium_id: int) -> BaseResponse:
    """Write to the partners."""
    consortium = _composed(consortium_id)
    form = InvitationForm(obj=consortium)
    if not form.validate_on_submit():
        return _invite_page(consortium, form, status=422 if form.is_submitted() else 200)
    try:
        services.invite_partners(
            consortium,
            actor=current_actor(),
            version=form.read_version,
            message=form.message.data or "",
            reply_by=form.reply_by.data,
        )
    except StaleError:
        return _overtaken_invite_page(consortium, form)
    except ConflictError as error:
        if not error.message:
            raise
        form.refuse(error.message)
        return _invite_page(queries.get_consortium(consortium_id), form, status=409)
    flash(_("The invitations are sent. You will be told of every answer."))
    return go_to(url_for("consortia.consortium", consortium_id=consortium.id))


@bp.post("/<id:consortium_id>/abandonner")
@login_required
def abandon(consortium_id: int) -> BaseResponse:
    """Give up a groupement."""
    consortium = _composed(consortium_id)
    services.abandon_consortium(consortium, actor=current_actor(), version=_version())
    flash(_("The consortium is abandoned; those who were invited are told."))
    return go_to(url_for("calls.project", project_id=consortium.project_id))


@bp.post("/partenaires/<id:partner_id>/autre-apport/accepter")
@login_required
def take_other(partner_id: int) -> BaseResponse:
    """Take the contribution that a partner offers instead."""
    partner = queries.get_partner(partner_id)
    hide_unless(may_compose(partner.consortium, current_actor()))
    answers.take_other_contribution(partner, actor=current_actor())
    flash(_("The contribution of %(name)s is agreed.", name=partner.organisation.name))
    return go_to(url_for("consortia.compose", consortium_id=partner.consortium_id))


def _composed(consortium_id: int) -> Consortium:
    """A groupement that the actor composes; its partners are told they may not, others that there is none."""
    consortium, actor = queries.get_consortium(consortium_id), current_actor()
    hide_unless(may_see_consortium(consortium, actor))
    require(may_compose(consortium, actor))
    return consortium


def _proposal_of(consortium: Consortium, run_id: int, number: int) -> tuple[Run, dict[str, Any]]:
    """A search for this groupement, and the team of this number that it found."""
    run = get_run(run_id)
    found = (run.solution or {}).get("proposals", [])
    hide_unless(run.subject_id == consortium.id and run.kind == queries.SEARCH_KIND and 0 <= number < len(found))
    return run, found[number]


def _board_page(
    consortium: Consortium, *, status: int = 200, notice: str = "", search_form: SearchForm | None = None
) -> Response:
    board = board_of(consortium, current_actor())
    return render_page(
        "consortia/compose.html",
        fragment="consortia/_board.html",
        status=status,
        board=board,
        consortium=consortium,
        notice=notice,
        search_form=search_form or _search_form(consortium),
        turn=TURNS[queries.turn_points(consortium.federation_id)],
        contribution_text=contribution_text,
        reasons=DECLINE_REASONS,
        to_invite=sum(row.partner.state == "chosen" for row in board.team),
    )


def _invite_page(consortium: Consortium, form: InvitationForm, status: int = 200) -> Response:
    board = board_of(consortium, current_actor())
    return render_page("consortia/invite.html", status=status, consortium=consortium, board=board, form=form)


def _overtaken_invite_page(consortium: Consortium, form: InvitationForm) -> BaseResponse:
    """The team as it stands now, above the words that were typed; where nobody is left to invite, there is no page."""
    form.refuse(_("The team was changed in the meantime: this is how it stands now. Your last change was not made."))
    if all(partner.is_informed for partner in consortium.team):
        return go_to(url_for("consortia.compose", consortium_id=consortium.id))
    form.version.data = consortium.version
    return _invite_page(consortium, form, status=409)


def _search_form(consortium: Consortium) -> SearchForm:
    return SearchForm(
        formdata=None,
        data=settings_of(consortium).to_dict()
        | {"version": consortium.version, "searches_everyone": consortium.searches_everyone},
    )


def _change_asked() -> Any:
    action = CHANGES.get(request.form.get("action", ""))
    if action is None:
        raise NotFoundError
    return action


def _changed(consortium: Consortium) -> BaseResponse:
    if wants_fragment():
        db.session.refresh(consortium, ["partners"])
        return _board_page(consortium)
    return go_to(url_for("consortia.compose", consortium_id=consortium.id))


def _overtaken(consortium_id: int) -> Response:
    """Somebody else changed the team: the page shows it as it stands, and says what they did."""
    db.session.rollback()
    consortium = queries.get_consortium(consortium_id)
    last = next(iter(list_events(consortium, limit=1)), None)
    notice = _("The team was changed in the meantime: this is how it stands now. Your last change was not made.")
    if last is not None:
        notice = _(
            "%(name)s changed the team in the meantime: this is how it stands now. Your last change was not made.",
            name=last.who,
        )
    return _board_page(consortium, status=409, notice=notice)


def _version() -> int:
    return _number("version")


def _id(name: str) -> int:
    return _ids(name)[0]


def _ids(name: str) -> list[int]:
    """The ids sent under a name, at least one."""
    values = [_parsed(text) for text in request.form.getlist(name)]
    hide_unless(bool(values) and all(0 < value <= MAX_ID for value in values))
    return values


def _number(name: str) -> int:
    return _parsed(request.form.get(name, ""))


def _parsed(text: str) -> int:
    try:
        return parse_whole_number(text)
    except ValueError:
        raise NotFoundError from None
