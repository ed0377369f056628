"""Pages of campaigns: for the coordination that leads them and the structures that enrol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.activity.queries import list_events
from network.audits import queries, searches, services, ticks  # noqa: F401  (what they register)
from network.audits.board import counted_exclusions
from network.audits.forms import CampaignForm, EnrolmentForm, grid_choices, labelled
from network.audits.grid_models import Grid
from network.audits.matching import field_of
from network.audits.models import CampaignState
from network.audits.policies import may_coordinate, may_enrol, may_see_campaign
from network.audits.workflow import CAMPAIGN_TRANSITIONS, EDITABLE, may_move_campaign
from network.clock import today
from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations.queries import get_organisation, is_member_of, list_members, list_organisations_by_id
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as BaseResponse

    from network.audits.models import Campaign

bp = Blueprint("audits", __name__, url_prefix="/audits")
searches.register()


@bp.get("/")
@login_required
def index() -> Response:
    """The campaigns and visits of the person's organisations; for a coordinator, also the grids."""
    actor = current_actor()
    coordinated = list_organisations_by_id(queries.coordinated_ids(actor))
    return render_page(
        "audits/index.html",
        campaigns=queries.list_campaigns(actor),
        enrolled_ids=queries.list_enrolled_ids(actor),
        visits=queries.list_visits(actor),
        awaited=queries.list_awaited(actor),
        grids=queries.list_grids([federation.id for federation in coordinated]),
        coordinated=coordinated,
        actor=actor,
    )


@bp.route("/campagnes/nouvelle/<id:federation_id>", methods=["GET", "POST"])
@login_required
def create(federation_id: int) -> BaseResponse:
    """Prepare a campaign."""
    federation = get_organisation(federation_id)
    require(current_actor().coordinates(federation.id))
    grids = _published(federation.id)
    form = CampaignForm(max_km=60, rounds=2)
    form.grid_id.choices = grid_choices(grids)
    if not form.validate_on_submit():
        return _form_page(form, federation=federation, grids=grids)
    fields = form.fields_of_campaign()
    grid = queries.get_grid(fields.pop("grid_id"))
    campaign = services.create_campaign(federation, actor=current_actor(), grid=grid, **fields)
    flash(_("The campaign is ready: read it once more, then open the enrolments."))
    return _to_campaign(campaign)


@bp.get("/campagnes/<id:campaign_id>")
@login_required
def campaign(campaign_id: int) -> Response:
    """A campaign: its calendar, its rules, where it stands."""
    return _campaign_page(_visible(campaign_id))


@bp.route("/campagnes/<id:campaign_id>/modifier", methods=["GET", "POST"])
@login_required
def edit(campaign_id: int) -> BaseResponse:
    """Change a campaign."""
    campaign = _coordinated(campaign_id)
    if campaign.state not in EDITABLE:
        raise ConflictError
    grids = _published(campaign.federation_id) if campaign.state is CampaignState.DRAFT else [campaign.grid]
    form = CampaignForm(obj=campaign)
    form.grid_id.choices = grid_choices(grids)
    if not form.validate_on_submit():
        return _form_page(form, campaign=campaign, grids=grids)
    fields = form.fields_of_campaign()
    grid = queries.get_grid(fields.pop("grid_id"))
    try:
        services.update_campaign(campaign, actor=current_actor(), version=form.read_version, grid=grid, **fields)
    except StaleError:
        form.refuse_stale(campaign)
        return _form_page(form, campaign=campaign, grids=grids, status=409)
    flash(_("The campaign is changed."))
    return _to_campaign(campaign)


@bp.post("/campagnes/<id:campaign_id>/etape")
@login_required
def advance(campaign_id: int) -> BaseResponse:
    """One step on: open, pair, visit, close; or give up."""
    campaign = _coordinated(campaign_id)
    action = request.form.get("action", "")
    hide_unless(action in CAMPAIGN_TRANSITIONS)
    try:
        services.advance_campaign(campaign, action, actor=current_actor())
    except ConflictError as error:
        if not error.message:
            raise
        db.session.rollback()
        return _campaign_page(queries.get_campaign(campaign_id), notice=error.message, status=422)
    if campaign.state is CampaignState.PAIRING:
        return go_to(url_for("pairings.board", campaign_id=campaign.id))
    return _to_campaign(campaign)


@bp.route("/campagnes/<id:campaign_id>/inscription", methods=["GET", "POST"])
@login_required
def enrol(campaign_id: int) -> BaseResponse:
    """What enrolling commits to, and the one click that does it."""
    campaign, actor = _visible(campaign_id), current_actor()
    require(_may_enrol(campaign))
    organisation_id = actor.organisation_id or 0
    enrolment = campaign.enrolment_of(organisation_id)
    form = EnrolmentForm(avoids=enrolment.avoids if enrolment else [])
    fellows = list_members(campaign.federation_id)
    form.avoids.choices = labelled({other.id: other.name for other in fellows if other.id != organisation_id})
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_page("audits/enrol.html", status=status, campaign=campaign, enrolment=enrolment, form=form)
    services.enrol_organisation(campaign, organisation_id, actor=actor, avoids=form.avoids.data or [])
    flash(_("You take part. You will be told with whom you are paired."))
    return _to_campaign(campaign)


@bp.post("/campagnes/<id:campaign_id>/desinscription")
@login_required
def withdraw(campaign_id: int) -> BaseResponse:
    """Step back before the pairs are made."""
    campaign, actor = _visible(campaign_id), current_actor()
    require(_may_enrol(campaign))
    services.withdraw_enrolment(campaign, actor.organisation_id or 0, actor=actor)
    flash(_("You no longer take part in this campaign."))
    return _to_campaign(campaign)


def _visible(campaign_id: int) -> Campaign:
    campaign, actor = queries.get_campaign(campaign_id), current_actor()
    hide_unless(may_see_campaign(campaign, actor, queries.federation_ids_of(actor)))
    return campaign


def _coordinated(campaign_id: int) -> Campaign:
    campaign = _visible(campaign_id)
    require(may_coordinate(campaign, current_actor()))
    return campaign


def _may_enrol(campaign: Campaign) -> bool:
    """The organisation that the person acts for is a member, and theirs to engage."""
    actor = current_actor()
    is_member = actor.organisation_id is not None and is_member_of(actor.organisation_id, campaign.federation_id)
    return is_member and may_enrol(actor.organisation_id, actor)


def _published(federation_id: int) -> Sequence[Grid]:
    return [grid for grid in queries.list_grids([federation_id]) if not grid.is_draft]


def _campaign_page(campaign: Campaign, *, notice: str = "", status: int = 200) -> Response:
    actor = current_actor()
    leads = may_coordinate(campaign, actor)
    enrolment = campaign.enrolment_of(actor.organisation_id)
    is_alone = enrolment in campaign.unpaired and campaign.state is not CampaignState.ENROLLING
    return render_page(
        "audits/campaign.html",
        status=status,
        campaign=campaign,
        notice=notice,
        leads=leads,
        can={action: leads and may_move_campaign(campaign, action) for action in CAMPAIGN_TRANSITIONS},
        may_edit=leads and campaign.state in EDITABLE,
        may_enrol=_may_enrol(campaign),
        is_enrolling=campaign.state is CampaignState.ENROLLING and today() <= campaign.enrol_until,
        enrolment=enrolment,
        why=counted_exclusions(enrolment.organisation_id, field_of(campaign, actor)) if enrolment and is_alone else [],
        own_pairings=[
            pairing
            for pairing in campaign.pairings
            if pairing.proposed_at and any(actor.belongs_to(i) for i in pairing.organisation_ids)
        ],
        events=list_events(campaign) if leads else [],
        actor=actor,
    )


def _form_page(form: CampaignForm, *, grids: Sequence[Grid], status: int = 0, **context: Any) -> Response:
    context = {"campaign": None, "federation": None} | context
    status = status or (422 if form.is_submitted() else 200)
    return render_page("audits/campaign_form.html", status=status, form=form, grids=grids, **context)


def _to_campaign(campaign: Campaign) -> BaseResponse:
    return go_to(url_for("audits.campaign", campaign_id=campaign.id))
