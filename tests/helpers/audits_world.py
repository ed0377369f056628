"""What fills the addresses of the pages of audits: each in the stage at which it is used."""

from __future__ import annotations

from collections.abc import Sequence

from network import clock
from network.audits.grid_models import GridState
from network.audits.models import (
    Action,
    Campaign,
    CampaignState,
    Consent,
    Enrolment,
    Pairing,
    PairingState,
    Side,
    Visit,
    VisitState,
)
from network.audits.pairing import prepare_sheets
from network.database import db
from network.organisations.models import Organisation
from tests.factories.audits import CampaignFactory, GridFactory

COMPARED = ("compare_views", "reply", "plan", "add_action", "finish", "export")
PAIRED = ("board", "search", "propose")


def audits_values(federation: Organisation, houses: Sequence[Organisation]) -> dict[str, int]:
    """By part of addresses, or by `endpoint.part`; the first house is the one that is visited."""
    draft = GridFactory(federation=federation, state=GridState.DRAFT)
    published = GridFactory(federation=federation)
    open_campaign = CampaignFactory(federation=federation, grid=published)
    paired = _paired_campaign(federation, published, houses)
    visiting = CampaignFactory(federation=federation, grid=published, state=CampaignState.VISITING)
    proposed = _pairing(paired, houses, PairingState.PROPOSED)
    preparing = _pairing(visiting, houses, PairingState.CONFIRMED)
    compared = _received(_pairing(visiting, houses, PairingState.CONFIRMED), houses[0])
    compared.state, compared.own_finished_at, compared.visitors_finished_at = (
        VisitState.COMPARED,
        clock.now(),
        clock.now(),
    )
    action = Action(visit=compared, what="Afficher les heures", created_at=clock.now())
    db.session.add(action)
    db.session.flush()
    values = {
        "federation_id": federation.id,
        "campaign_id": open_campaign.id,
        "grid_id": draft.id,
        "grids.copy.grid_id": published.id,
        "section_id": draft.sections[0].id,
        "question_id": draft.sections[0].questions[0].id,
        "pairing_id": _pairing(paired, houses, PairingState.FOUND).id,
        "pairings.pairing.pairing_id": proposed.id,
        "pairings.accept.visit_id": _received(proposed, houses[0]).id,
        "pairings.decline.visit_id": _received(proposed, houses[0]).id,
        "visit_id": _received(preparing, houses[0]).id,
        "sheet_id": _received(preparing, houses[0]).sheets_of(Side.OWN)[0].id,
        "action_id": action.id,
    }
    values |= {f"pairings.{name}.campaign_id": paired.id for name in PAIRED}
    return values | {f"visits.{name}.visit_id": compared.id for name in COMPARED}


def _paired_campaign(federation: Organisation, grid: object, houses: Sequence[Organisation]) -> Campaign:
    enrolments = [Enrolment(organisation=house, avoids=[], enrolled_at=clock.now()) for house in houses]
    return CampaignFactory(federation=federation, grid=grid, state=CampaignState.PAIRING, enrolments=enrolments)


def _pairing(campaign: Campaign, houses: Sequence[Organisation], state: PairingState) -> Pairing:
    first, second = houses
    consent = Consent.YES if state is PairingState.CONFIRMED else Consent.AWAITED
    pairing = Pairing(
        campaign=campaign,
        state=state,
        reply_by=clock.today(),
        proposed_at=None if state is PairingState.FOUND else clock.now(),
        visits=[
            Visit(auditor=first, audited=second, consent=consent),
            Visit(auditor=second, audited=first, consent=consent),
        ],
    )
    db.session.add(pairing)
    if state is PairingState.CONFIRMED:
        prepare_sheets(pairing)
    db.session.flush()
    return pairing


def _received(pairing: Pairing, house: Organisation) -> Visit:
    return next(visit for visit in pairing.visits if visit.audited is house)
