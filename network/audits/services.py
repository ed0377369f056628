"""What coordinators do with campaigns, and how organisations enrol."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.audits.grid_models import Grid, GridState
from network.audits.models import Campaign, CampaignState, Enrolment, PairingState
from network.audits.notices import tell_enrolled, tell_members
from network.audits.policies import may_coordinate, may_enrol
from network.audits.queries import hold_campaign
from network.audits.workflow import CAMPAIGN_TRANSITIONS, EDITABLE, move_campaign
from network.database import db, lock
from network.errors import ConflictError, NotAllowedError
from network.organisations.queries import is_member_of
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor
    from network.organisations.models import Organisation

LEAST_ENROLLED = 3


def create_campaign(federation: Organisation, *, actor: Actor, grid: Grid, **fields: Any) -> Campaign:
    """Prepare a campaign on a published grid of the federation."""
    require(actor.coordinates(federation.id))
    _check_grid(grid, federation.id)
    now = clock.now()
    campaign = Campaign(federation=federation, grid=grid, created_at=now, changed_at=now, **fields)
    db.session.add(campaign)
    record("campaign.created", campaign, actor=actor)
    return campaign


def update_campaign(campaign: Campaign, *, actor: Actor, version: int, grid: Grid, **fields: Any) -> None:
    """Change a campaign until its visits begin; its grid as long as it is a draft."""
    require(may_coordinate(campaign, actor))
    lock(campaign)
    campaign.expect_version(version)
    if campaign.state not in EDITABLE or (grid.id != campaign.grid_id and campaign.state is not CampaignState.DRAFT):
        raise ConflictError
    _check_grid(grid, campaign.federation_id)
    campaign.grid = grid
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.mark_changed()
    record("campaign.changed", campaign, actor=actor)


def advance_campaign(campaign: Campaign, action: str, *, actor: Actor) -> None:
    """Bring a campaign one step on (the actions of `workflow.CAMPAIGN_TRANSITIONS`); asked twice, it is done once.

    ConflictError with a sentence when something is missing for it.
    """
    require(may_coordinate(campaign, actor))
    hold_campaign(campaign)
    if campaign.state is CAMPAIGN_TRANSITIONS[action][1]:
        return
    _check_ready(campaign, action)
    move_campaign(campaign, action)
    campaign.mark_changed()
    event = record(f"campaign.{action}", campaign, actor=actor)
    if action == "open":
        campaign.opened_at = clock.now()
        tell_members(event, campaign, "campaign.open")
    elif action in ("visit", "abandon"):
        tell_enrolled(event, campaign, f"campaign.{action}")


def enrol_organisation(campaign: Campaign, organisation_id: int, *, actor: Actor, avoids: Collection[int]) -> Enrolment:
    """A manager enrols the own organisation; done again, it only changes whom it would rather not meet."""
    require(may_enrol(organisation_id, actor))
    hold_campaign(campaign)
    _check_enrolling(campaign)
    if not is_member_of(organisation_id, campaign.federation_id):
        raise NotAllowedError(_("Only members of %(name)s enrol.", name=campaign.federation.name))
    enrolment = _find_row(campaign, organisation_id)
    if enrolment is None:
        enrolment = Enrolment(organisation_id=organisation_id, enrolled_at=clock.now(), withdrawn_at=clock.now())
        campaign.enrolments.append(enrolment)
    enrolment.avoids = sorted(set(avoids) - {organisation_id})
    if enrolment.withdrawn_at is not None:
        enrolment.enrolled_at, enrolment.enrolled_by_id, enrolment.withdrawn_at = clock.now(), actor.user_id, None
        db.session.flush()
        record("campaign.enrolled", campaign, actor=actor, after={"name": enrolment.organisation.name})
    return enrolment


def withdraw_enrolment(campaign: Campaign, organisation_id: int, *, actor: Actor) -> None:
    """Step back before the pairs are made."""
    require(may_enrol(organisation_id, actor))
    hold_campaign(campaign)
    enrolment = campaign.enrolment_of(organisation_id)
    if enrolment is None:
        return
    _check_enrolling(campaign)
    enrolment.withdrawn_at = clock.now()
    record("campaign.withdrawn", campaign, actor=actor, after={"name": enrolment.organisation.name})


def _check_grid(grid: Grid, federation_id: int) -> None:
    if grid.federation_id != federation_id or grid.state is not GridState.PUBLISHED:
        raise ConflictError(_("A campaign needs a grid that is published."))


def _check_ready(campaign: Campaign, action: str) -> None:
    """ConflictError with a sentence when a step lacks something."""
    states = {pairing.state for pairing in campaign.pairings}
    if action == "open" and campaign.enrol_until < clock.today():
        raise ConflictError(_("The last day to enrol is past: change the calendar first."))
    if action == "pair" and len(campaign.enrolled) < LEAST_ENROLLED:
        raise ConflictError(
            _("Fewer than three structures are enrolled: with two there is nothing to choose. Leave it open longer.")
        )
    if action == "visit" and (
        states & {PairingState.FOUND, PairingState.PROPOSED} or PairingState.CONFIRMED not in states
    ):
        raise ConflictError(_("Some pairs are not confirmed yet."))
    if action == "abandon" and PairingState.CONFIRMED in states:
        raise ConflictError(_("Some pairs are confirmed: the campaign can no longer be given up."))


def _check_enrolling(campaign: Campaign) -> None:
    if campaign.state is not CampaignState.ENROLLING or clock.today() > campaign.enrol_until:
        raise ConflictError(_("The enrolments of this campaign are closed."))


def _find_row(campaign: Campaign, organisation_id: int) -> Enrolment | None:
    return next((e for e in campaign.enrolments if e.organisation_id == organisation_id), None)
