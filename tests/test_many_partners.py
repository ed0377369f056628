"""Groupements of many partners, and calls whose projects share them, are read with as few queries as small ones."""

from __future__ import annotations

import pytest

from network import clock
from network.actors import SYSTEM
from network.calls.models import CallState
from network.consortia.charter_drafts import draw_up
from network.consortia.models import ConsortiumState, PartnerState
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory
from tests.factories.dossiers import deposited
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.helpers.queries import uneven_costs

pytestmark = pytest.mark.usefixtures("noon")

PAGES = (
    "/groupements/{consortium}",
    "/groupements/{consortium}/composer",
    "/chartes/{charter}",
    "/appels/{call}",
    "/dossiers/appel/{call}",
    "/dossiers/appel/{closed}",
    "/dossiers/appel/{closed}/decision",
)
SHARED = 3  # partners of each project, of which the next one has all but the first


def addresses(partners: int, projects: int) -> dict[str, object]:
    """An agreed groupement of so many partners; an open call and a closed one whose projects share them."""
    coordinator = UserFactory()
    federation = FederationFactory(coordinator=coordinator)
    organisations = OrganisationFactory.create_batch(partners, federations=[federation])
    call = CallFactory(federation=federation)
    project = ProjectFactory(call=call)
    consortium = ConsortiumFactory(project=project, state=ConsortiumState.AGREED, lead=organisations[0])
    for organisation in organisations:
        InterestFactory(project=project, organisation=organisation)
        PartnerFactory(consortium=consortium, organisation=organisation, state=PartnerState.ACCEPTED)
    draw_up(consortium, actor=SYSTEM)
    closed = CallFactory(federation=federation, state=CallState.CLOSED, closes_at=clock.now())
    for number in range(projects - 1):
        members = [organisations[(number + place) % partners] for place in range(SHARED)]
        deposited(closed, f"Projet {number}", members)
        rival = ConsortiumFactory(project=ProjectFactory(call=call), lead=members[0])
        for organisation in members:
            PartnerFactory(consortium=rival, organisation=organisation)
    assert consortium.charter
    return {
        "coordinator": coordinator.get_id(),
        "consortium": consortium.id,
        "charter": consortium.charter.id,
        "call": call.id,
        "closed": closed.id,
    }


@pytest.mark.any_database
def test_as_many_queries_for_many_as_for_few(client):
    pages = [("coordinator", page) for page in PAGES]
    assert uneven_costs(client, pages, addresses(3, 3), addresses(25, 9)) == {}
