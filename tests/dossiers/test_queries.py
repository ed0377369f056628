"""Pages of dossiers ask the database as often for many dossiers of many partners as for few."""

from __future__ import annotations

import pytest

from network import clock
from network.calls.models import CallState
from network.dossiers.models import DossierState
from tests.factories.calls import CallFactory
from tests.factories.consortia import story
from tests.factories.dossiers import DecisionFactory, ScoreFactory, deposited
from tests.factories.followups import FollowUpFactory
from tests.factories.organisations import OrganisationFactory
from tests.helpers.queries import uneven_costs

pytestmark = pytest.mark.usefixtures("noon")

PAGES = (
    ("coordinator", "/dossiers/appel/{closed}"),
    ("coordinator", "/dossiers/{dossier}"),
    ("coordinator", "/suivi/groupement/{consortium}"),
    ("coordinator", "/resultats/{decided}"),
)


def addresses(times: int) -> dict[str, object]:
    """Two calls of so many projects whose partners are in all of them, one to decide, one decided."""
    tale = story(members=2)
    members = [*tale.members, *(OrganisationFactory() for _ in range(times))]
    closed, decided = (
        CallFactory(federation=tale.federation, state=state) for state in (CallState.CLOSED, CallState.DECIDED)
    )
    DecisionFactory(call=decided)
    for call in (closed, decided):
        for number in range(times):
            dossier = deposited(call, f"Projet {number}", members, state=DossierState.FUNDED)
            ScoreFactory(dossier=dossier)
    for partner in dossier.consortium.partners:
        FollowUpFactory(partner=partner, jobs=1, answered_at=clock.now())
    return {
        "closed": closed.id,
        "decided": decided.id,
        "dossier": dossier.id,
        "consortium": dossier.consortium_id,
        "coordinator": tale.coordinator.get_id(),
    }


@pytest.mark.any_database
def test_as_many_queries_for_many_as_for_few(client):
    assert uneven_costs(client, PAGES, addresses(1), addresses(3)) == {}
