"""States and transitions of campaigns, pairings and visits, as data. `docs/workflows.md` draws them."""

from __future__ import annotations

from network.audits.models import Campaign, CampaignState, Pairing, PairingState, Visit, VisitState
from network.errors import ConflictError

CAMPAIGN_TRANSITIONS = {
    "open": ({CampaignState.DRAFT}, CampaignState.ENROLLING),
    "pair": ({CampaignState.ENROLLING, CampaignState.VISITING}, CampaignState.PAIRING),
    "visit": ({CampaignState.PAIRING}, CampaignState.VISITING),
    "close": ({CampaignState.VISITING}, CampaignState.CLOSED),
    "abandon": ({CampaignState.DRAFT, CampaignState.ENROLLING, CampaignState.PAIRING}, CampaignState.ABANDONED),
}

PAIRING_TRANSITIONS = {
    "propose": ({PairingState.FOUND}, PairingState.PROPOSED),
    "confirm": ({PairingState.PROPOSED}, PairingState.CONFIRMED),
    "decline": ({PairingState.PROPOSED}, PairingState.DECLINED),
    "lapse": ({PairingState.PROPOSED}, PairingState.LAPSED),
    "undo": ({PairingState.FOUND, PairingState.PROPOSED}, PairingState.UNDONE),
}

VISIT_TRANSITIONS = {
    "compare": ({VisitState.PREPARING}, VisitState.COMPARED),
    "reply": ({VisitState.COMPARED}, VisitState.REPLIED),
    "finish": ({VisitState.REPLIED}, VisitState.DONE),
}

EDITABLE = frozenset({CampaignState.DRAFT, CampaignState.ENROLLING, CampaignState.PAIRING})


def move_campaign(campaign: Campaign, action: str) -> None:
    """Bring a campaign where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = CAMPAIGN_TRANSITIONS[action]
    _check(campaign.state in allowed_from)
    campaign.state = target


def move_pairing(pairing: Pairing, action: str) -> None:
    """Bring a pairing where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = PAIRING_TRANSITIONS[action]
    _check(pairing.state in allowed_from)
    pairing.state = target


def move_visit(visit: Visit, action: str) -> None:
    """Bring a visit where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = VISIT_TRANSITIONS[action]
    _check(visit.state in allowed_from)
    visit.state = target


def may_move_campaign(campaign: Campaign, action: str) -> bool:
    """Whether an action is possible from where the campaign stands."""
    return campaign.state in CAMPAIGN_TRANSITIONS[action][0]


def _check(possible: bool) -> None:
    if not possible:
        raise ConflictError
