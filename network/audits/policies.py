"""Who may see and do what with grids, campaigns, pairings and visits."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from network.audits.grid_models import GridState
from network.audits.models import CampaignState, PairingState, Side

if TYPE_CHECKING:
    from network.actors import Actor
    from network.audits.grid_models import Grid
    from network.audits.models import Campaign, Pairing, Sheet, Visit


def may_coordinate(subject: Grid | Campaign, actor: Actor) -> bool:
    """Grids and campaigns are kept by the coordinators of their federation."""
    return actor.coordinates(subject.federation_id)


def may_see_grid(grid: Grid, actor: Actor, federation_ids: Collection[int]) -> bool:
    """A published grid is read by its federation and the members (`federation_ids`: the actor's); a draft is not."""
    return may_coordinate(grid, actor) or (grid.state is GridState.PUBLISHED and grid.federation_id in federation_ids)


def may_see_campaign(campaign: Campaign, actor: Actor, federation_ids: Collection[int]) -> bool:
    """Once open, by the federation and its members; who is enrolled is another matter."""
    if may_coordinate(campaign, actor):
        return True
    return campaign.state is not CampaignState.DRAFT and campaign.federation_id in federation_ids


def may_enrol(organisation_id: int | None, actor: Actor) -> bool:
    """A manager enrols the own organisation; the coordination enrols nobody."""
    return actor.engages(organisation_id) and not actor.coordinates(organisation_id)


def may_see_pairing(pairing: Pairing, actor: Actor) -> bool:
    """The coordination and, once it was proposed, the people of its organisations."""
    if may_coordinate(pairing.campaign, actor):
        return True
    is_known = pairing.proposed_at is not None
    return is_known and any(actor.belongs_to(organisation_id) for organisation_id in pairing.organisation_ids)


def may_answer(visit: Visit, actor: Actor) -> bool:
    """Whether an organisation takes the pairing is said by its managers."""
    return actor.engages(visit.audited_id)


def may_see_visit(visit: Visit, actor: Actor) -> bool:
    """The people of the audited organisation and of its visitors: not the coordination, not an administrator."""
    is_under_way = visit.pairing.state is PairingState.CONFIRMED
    return is_under_way and (actor.belongs_to(visit.audited_id) or actor.belongs_to(visit.auditor_id))


def may_write_side(visit: Visit, side: Side, actor: Actor) -> bool:
    """Each side writes its own."""
    return may_see_visit(visit, actor) and actor.belongs_to(visit.organisation_id(side))


def may_see_sheet(sheet: Sheet, actor: Actor) -> bool:
    """One's own side always; the other side's once both have finished."""
    if not may_see_visit(sheet.visit, actor):
        return False
    return sheet.visit.is_compared or actor.belongs_to(sheet.visit.organisation_id(sheet.side))


def may_own_result(visit: Visit, actor: Actor) -> bool:
    """The reply, the plan and the export are the audited team's."""
    return may_see_visit(visit, actor) and actor.belongs_to(visit.audited_id)


def may_finish_visit(visit: Visit, actor: Actor) -> bool:
    """Saying that the audit is done engages the audited organisation."""
    return may_own_result(visit, actor) and actor.engages(visit.audited_id)
