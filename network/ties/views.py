"""The network of a federation, and what organisations say that they did together."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.organisations.models import Organisation
from network.organisations.queries import get_organisation, list_all_federations, list_federations
from network.ties import isolation, services  # noqa: F401  (what it tells once a day)
from network.ties import overview as page
from network.ties.explained import read_explanation
from network.ties.forms import EvidenceForm, GroupFilters, IntroductionFilters, NetworkFilters
from network.ties.groups import read_groups
from network.ties.introductions import read_introductions
from network.ties.labels import Acquaintance, evidence_kind_label, tie_words
from network.ties.models import Evidence, EvidenceKind
from network.ties.policies import coordinated_federation_id, may_be_introduced, may_declare_evidence
from network.ties.queries import evidence_between, get_evidence, list_introducible
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

bp = Blueprint("ties", __name__, url_prefix="/reseau")
for word in (evidence_kind_label, tie_words):
    bp.add_app_template_filter(word)


@bp.get("/")
@login_required
def index() -> Response:
    """The members of a federation: on the map with their links, as a graph, and who is isolated."""
    form = NetworkFilters(request.args, federation_id=_own_federation())
    overview = page.read_overview(current_actor(), **form.filters())
    return render_page(
        "ties/index.html",
        fragment="ties/_network.html",
        form=form,
        may_hold=current_actor().coordinates(overview.federation_id),
        overview=overview,
        points=page.points_of(overview),
        map_options=page.map_options_of(overview),
        chart_options=page.chart_options_of(overview),
        chart_rows=page.chart_rows_of(overview),
        chart_columns=page.chart_columns_of(overview),
        most_lines=page.MOST_LINES,
    )


@bp.get("/comment-les-liens-se-comptent")
@login_required
def explained() -> Response:
    """From what they did together to the words that say how well two know each other."""
    return render_page("ties/explained.html", explanation=read_explanation(), grades=Acquaintance)


@bp.get("/groupes")
@login_required
def groups() -> Response:
    """For the coordination: groups, who joins them, who knows nobody, and the meetings to begin with."""
    actor = current_actor()
    federations = {key: name for key, name in list_all_federations() if actor.coordinates(key)}
    require(bool(federations))
    form = GroupFilters(request.args, federations=federations, federation_id=coordinated_federation_id(actor))
    found = read_groups(actor, **form.filters())
    return render_page("ties/groups.html", fragment="ties/_groups.html", form=form, parts=found)


@bp.get("/presentations/<id:organisation_id>")
@login_required
def introduction(organisation_id: int) -> Response:
    """Who can introduce the organisation acted for, or a member of a federation, to this one."""
    end, actor = get_organisation(organisation_id), current_actor()
    require(may_be_introduced(end, actor))
    origins = {key: name for key, name in list_introducible(actor).items() if key != end.id}
    form = IntroductionFilters(request.args, origins=origins, own_id=actor.organisation_id)
    start_id = form.origin_id()
    return render_page(
        "ties/introduction.html",
        form=form,
        end=end,
        found=read_introductions(get_organisation(start_id), end, actor) if start_id else None,
        federation_id=coordinated_federation_id(actor),
        may_declare=may_declare_evidence(actor.organisation_id or 0, actor),
    )


@bp.post("/liens-montres/<id:organisation_id>")
@login_required
def show(organisation_id: int) -> BaseResponse:
    """Show the ties of an organisation to those that do so too, or no more."""
    shown = bool(request.form.get("shown"))
    services.show_ties(get_organisation(organisation_id), actor=current_actor(), shown=shown)
    flash(_("Your ties are shown.") if shown else _("Your ties are shown no more."), "success")
    return _to_sheet(organisation_id)


@bp.get("/declarer/<id:organisation_id>")
@login_required
def declare(organisation_id: int) -> Response:
    """An empty form."""
    own, other = _sides(organisation_id)
    return _declare_page(own, other, EvidenceForm(formdata=None))


@bp.post("/declarer/<id:organisation_id>")
@login_required
def create(organisation_id: int) -> Response | BaseResponse:
    """Say what the two did together."""
    own, other = _sides(organisation_id)
    form = EvidenceForm()
    if not form.validate():
        return _declare_page(own, other, form, status=422)
    said = {"kind": EvidenceKind(form.kind.data), "on": form.happened_on.data, "title": form.title.data}
    evidence = services.declare_evidence(own, other, actor=current_actor(), **said)
    if evidence.is_confirmed:
        flash(_("It is noted: both of you say the same."), "success")
    else:
        flash(_("It is noted, and counts as soon as %(name)s confirms it.", name=other.name), "success")
    return _to_sheet(other.id)


@bp.post("/preuves/<id:evidence_id>/confirmer")
@login_required
def confirm(evidence_id: int) -> BaseResponse:
    """It was so."""
    evidence, other_id = _own_evidence(evidence_id)
    services.confirm_evidence(evidence, actor=current_actor())
    flash(_("It is confirmed."), "success")
    return _to_sheet(other_id)


@bp.post("/preuves/<id:evidence_id>/refuser")
@login_required
@removal()
def refuse(evidence_id: int) -> BaseResponse:
    """It was not so, or is taken back."""
    evidence, other_id = _own_evidence(evidence_id)
    services.take_away_evidence(evidence, actor=current_actor())
    flash(_("It is taken away; nobody is told."), "success")
    return _to_sheet(other_id)


def _own_federation() -> int | None:
    """The federation that the person looks from, or the first one of the organisation."""
    acting_for = g.get("acting_for")
    if acting_for is None or acting_for.is_federation:
        return acting_for and acting_for.id
    return next((federation.id for federation in list_federations(acting_for.id)), None)


def _sides(other_id: int) -> tuple[Organisation, Organisation]:
    """The organisation acted for, and the other."""
    actor, other = current_actor(), get_organisation(other_id)
    require(actor.organisation_id is not None and may_declare_evidence(actor.organisation_id, actor))
    hide_unless(actor.organisation_id != other_id)
    return get_organisation(actor.organisation_id or 0), other


def _own_evidence(evidence_id: int) -> tuple[Evidence, int]:
    """Evidence of an organisation of the actor, and the id of the other; nobody else is told that there is any."""
    evidence, actor = get_evidence(evidence_id), current_actor()
    own = [side for side in evidence.pair if actor.belongs_to(side)]
    hide_unless(bool(own))
    return evidence, evidence.other_than(own[0])


def _declare_page(own: Organisation, other: Organisation, form: EvidenceForm, status: int = 200) -> Response:
    said = [
        piece
        for piece in evidence_between(own.id, other.id, current_actor())
        if not piece.subject and piece.unconfirmed_by_id != own.id
    ]
    return render_page("ties/declare.html", status=status, own=own, other=other, form=form, said=said)


def _to_sheet(organisation_id: int) -> BaseResponse:
    return go_to(url_for("directory.organisation", organisation_id=organisation_id))
