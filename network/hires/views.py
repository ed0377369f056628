"""Demands: the page of all of them, declaring, correcting, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask_babel import gettext as _

from network import clock
from network.accounts.queries import get_user
from network.activity.services import record
from network.database import db
from network.errors import StaleError
from network.files.spreadsheets import ENDINGS
from network.hires import posts, queries, searches, services, ticks, under_way, verbs  # noqa: F401  (what they register)
from network.hires.board import demand_state, overview, wanted
from network.hires.export import demands_table, list_exported
from network.hires.findings import findings_of, why_left_out
from network.hires.forms import DemandForm, RulesForm, demand_form
from network.hires.policies import may_change_demand, may_coordinate, may_declare, may_see_demand
from network.hires.professions import PROFESSIONS, Profession, search_professions
from network.hires.week import half_day_label, half_days_text
from network.hires.words import answers_so_far, fullness, half_days_asked, post_state, share_state
from network.organisations.queries import get_organisation, list_federations
from network.runs.policies import may_see_run
from network.runs.queries import find_run, get_run
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.hires.models import Demand
    from network.organisations.models import Organisation

bp = Blueprint("hires", __name__, url_prefix="/postes-partages")
for word in (
    answers_so_far,
    demand_state,
    fullness,
    half_day_label,
    half_days_asked,
    half_days_text,
    post_state,
    share_state,
):
    bp.add_app_template_filter(word)
searches.register()


@bp.get("/")
@login_required
def index() -> Response:
    """The person's demands and posts, the demands they could join, and for a coordination all that wait."""
    return render_page("hires/index.html", overview=overview(current_actor()))


@bp.post("/export")
@login_required
def export() -> Response:
    """The demands that the reader may see, as a file; who took it away is logged."""
    actor, ending = current_actor(), request.form.get("format", "csv")
    hide_unless(ending in ENDINGS)
    demands = list_exported(actor)
    table = demands_table(demands, actor, ending)
    record("demand.exported", get_user(actor.user_id or 0), actor=actor, after={"demands": len(demands)})
    return download(table, f"demandes-{clock.today().isoformat()}.{ending}")


@bp.get("/professions")
@login_required
def professions() -> Response:
    """At most eight professions that fit `q`, best first."""
    found = search_professions(request.args.get("q", ""))
    return jsonify([{"id": p.code, "label": str(p.name), "detail": p.code} for p in found])


@bp.get("/demandes/nouvelle/<id:organisation_id>")
@login_required
def declare(organisation_id: int) -> Response:
    """An empty form, but for the profession of a demand that one joins."""
    organisation, form = _organisation(organisation_id), demand_form(list_federations(organisation_id))
    form.profession.data = PROFESSIONS.get(request.args.get("profession", ""))
    return _declare_page(organisation, form)


@bp.post("/demandes/nouvelle/<id:organisation_id>")
@login_required
def create(organisation_id: int) -> BaseResponse:
    """Declare a demand."""
    organisation = _organisation(organisation_id)
    form = demand_form(list_federations(organisation_id))
    if not form.validate():
        return _declare_page(organisation, form, status=422)
    demand = services.declare_demand(
        organisation,
        actor=current_actor(),
        federation_id=form.federation.data,
        profession=form.profession.data.code,
        **form.values(),
    )
    flash(_("Your demand is declared. You will be told as soon as a post is proposed to you."))
    return go_to(url_for("hires.demand", demand_id=demand.id))


@bp.get("/demandes/<id:demand_id>")
@login_required
def demand(demand_id: int) -> Response:
    """A demand for its own people and the coordination."""
    demand, actor = _visible(demand_id), current_actor()
    return render_page(
        "hires/demand.html",
        demand=demand,
        may_change=may_change_demand(demand, actor),
        why_left_out=why_left_out(demand) if demand.is_free else [],
    )


@bp.get("/demandes/<id:demand_id>/corriger")
@login_required
def edit(demand_id: int) -> Response:
    """A demand to correct."""
    demand = _own(demand_id)
    return _edit_page(demand, demand_form([demand.federation], demand))


@bp.post("/demandes/<id:demand_id>/corriger")
@login_required
def update(demand_id: int) -> BaseResponse:
    """Correct a demand."""
    demand = _own(demand_id)
    form = demand_form([demand.federation], demand)
    if not form.validate():
        return _edit_page(demand, form, status=422)
    try:
        services.change_demand(demand, actor=current_actor(), version=form.read_version, **form.values())
    except StaleError:
        db.session.rollback()
        form.version.data = demand.version
        return _edit_page(demand, form, status=409, is_overtaken=True)
    flash(_("The demand is corrected."))
    return go_to(url_for("hires.demand", demand_id=demand.id))


@bp.post("/demandes/<id:demand_id>/retirer")
@login_required
def withdraw(demand_id: int) -> BaseResponse:
    """Look for it no longer."""
    services.withdraw_demand(_own(demand_id), actor=current_actor())
    flash(_("The demand is withdrawn. You can take it up again here."))
    return go_to(url_for("hires.demand", demand_id=demand_id))


@bp.post("/demandes/<id:demand_id>/reprendre")
@login_required
def restore(demand_id: int) -> BaseResponse:
    """Look for it again."""
    services.restore_demand(_own(demand_id), actor=current_actor())
    flash(_("The demand waits for a post again."))
    return go_to(url_for("hires.demand", demand_id=demand_id))


@bp.get("/chercher/<id:federation_id>/<profession>")
@login_required
def search(federation_id: int, profession: str) -> Response:
    """The demands of a profession that wait, the rules of a search, and what the last one found."""
    return _search_page(*_searched(federation_id, profession))


@bp.post("/chercher/<id:federation_id>/<profession>")
@login_required
def start_search(federation_id: int, profession: str) -> BaseResponse:
    """Look for posts: a run, whose result waits on the page."""
    federation, trade = _searched(federation_id, profession)
    form = RulesForm()
    if not form.validate():
        return _search_page(federation, trade, form=form, status=422)
    run = posts.search_posts(federation_id, trade.code, actor=current_actor(), rules=form.values())
    return go_to(url_for("runs.run", run_id=run.id))


@bp.post("/propositions/<id:run_id>/<id:number>/preparer")
@login_required
def take(run_id: int, number: int) -> BaseResponse:
    """Prepare a post from a proposal, counted from 1."""
    run = get_run(run_id)
    hide_unless(run.purpose == queries.SEARCH_PURPOSE and may_see_run(run, current_actor()))
    hide_unless(number <= len((run.solution or {}).get("posts", [])))
    search = queries.get_search(run.subject_id)
    post = posts.take_proposal(search, run, number - 1, actor=current_actor())
    return go_to(url_for("posts.post", post_id=post.id))


def _searched(federation_id: int, profession: str) -> tuple[Organisation, Profession]:
    """The federation and the profession, for those who coordinate it."""
    federation = get_organisation(federation_id)
    hide_unless(profession in PROFESSIONS and federation.is_federation)
    require(may_coordinate(federation_id, current_actor()))
    return federation, PROFESSIONS[profession]


def _search_page(
    federation: Organisation, trade: Profession, *, form: RulesForm | None = None, status: int = 200
) -> Response:
    search = queries.find_search(federation.id, trade.code)
    run = find_run(queries.SEARCH_PURPOSE, search) if search else None
    demands = queries.list_free_demands([federation.id], trade.code)
    return render_page(
        "hires/search.html",
        status=status,
        federation=federation,
        trade=trade,
        demands=demands,
        wanted=wanted(trade, demands),
        form=form or RulesForm(formdata=None, data=search.rules if search else {}),
        run=run,
        findings=findings_of(run) if run and run.solution else None,
    )


def _organisation(organisation_id: int) -> Organisation:
    organisation = get_organisation(organisation_id)
    require(may_declare(organisation_id, current_actor()))
    return organisation


def _visible(demand_id: int) -> Demand:
    demand = queries.get_demand(demand_id)
    hide_unless(may_see_demand(demand, current_actor()))
    return demand


def _own(demand_id: int) -> Demand:
    demand = _visible(demand_id)
    require(may_change_demand(demand, current_actor()))
    return demand


def _declare_page(organisation: Organisation, form: DemandForm, status: int = 200) -> Response:
    return render_page("hires/declare.html", status=status, organisation=organisation, form=form)


def _edit_page(demand: Demand, form: DemandForm, status: int = 200, *, is_overtaken: bool = False) -> Response:
    return render_page("hires/edit.html", status=status, demand=demand, form=form, is_overtaken=is_overtaken)
