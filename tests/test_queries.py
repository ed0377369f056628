"""Pages that list things ask the database as often for many of them as for few."""

from __future__ import annotations

import pytest

from network.consortia.models import PartnerState
from network.consortia.queries import list_composed
from network.database import db
from network.resources.models import Audience
from tests.factories.calls import CallFactory, InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story
from tests.factories.notifications import tell
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory
from tests.helpers.queries import uneven_costs

pytestmark = pytest.mark.usefixtures("noon")

FOR_BOTH = (
    "/",
    "/appels/",
    "/appels/{call}",
    "/appels/projets/{project}",
    "/projets/",
    "/groupements/{consortium}",
    "/notifications",
    "/structures/",
    "/structures/{organisation}",
    "/ressources/",
    "/ressources/?way=besoins&place=5000+Namur&km=50",
    "/ressources/offres/{offer}",
    "/ressources/besoins/{need}",
)
PAGES = (
    *((who, page) for who in ("coordinator", "manager") for page in FOR_BOTH),
    ("coordinator", "/groupements/{consortium}/composer"),
    ("coordinator", "/appels/tour-de-role/{federation}"),
    ("coordinator", "/groupements/{consortium}/inviter"),
    ("coordinator", "/groupements/ensemble/{call}"),
    ("manager", "/invitations/{partner}"),
    ("manager", "/ressources/les-notres"),
)


def addresses(times: int) -> dict[str, object]:
    """A story whose federation has so many more calls, projects, groupements, members interested, and notices."""
    tale = story(members=3)
    consortium = tale.invited()
    for number in range(times):
        project = ProjectFactory(call=CallFactory(federation=tale.federation))
        PartnerFactory(consortium=ConsortiumFactory(project=project), organisation=tale.members[0])
        organisation = OrganisationFactory(federations=[tale.federation])
        for where in (organisation, tale.members[0]):
            OfferFactory(organisation=where, audience=Audience.FEDERATION)
            NeedFactory(organisation=where, audience=Audience.FEDERATION)
        InterestFactory(project=tale.project, organisation=organisation)
        state = PartnerState.INVITED if number % 2 else PartnerState.CHOSEN
        PartnerFactory(consortium=consortium, organisation=organisation, state=state)
        ProjectFactory(call=tale.project.call)
        ProjectFactory(call=None, federation=tale.federation, originators=[organisation])
        tell(tale.coordinator, tale.managers[0])
    return {
        "federation": tale.federation.id,
        "call": tale.project.call_id,
        "project": tale.project.id,
        "consortium": consortium.id,
        "partner": consortium.partners[0].id,
        "organisation": organisation.id,
        "offer": OfferFactory(organisation=tale.members[0], audience=Audience.FEDERATION).id,
        "need": NeedFactory(organisation=tale.members[0], audience=Audience.FEDERATION).id,
        "coordinator": tale.coordinator.get_id(),
        "manager": tale.managers[0].get_id(),
    }


def test_as_many_queries_for_many_as_for_few(client):
    assert uneven_costs(client, PAGES, addresses(2), addresses(12)) == {}


@pytest.mark.any_database
def test_what_is_read_with_a_row_is_joined_flat(app):
    """Nested in an outer join, it would be read whole by SQLite for a single row: see `FLAT`."""
    related = [relation for mapper in db.Model.registry.mappers for relation in mapper.relationships]
    nested = [str(relation) for relation in related if relation.lazy == "joined" and relation.innerjoin is True]
    assert nested == []


def test_list_composed__of_ones_own_federations_alone(database):
    tale = story(members=2)
    other = ConsortiumFactory(project=ProjectFactory(call=CallFactory(federation=FederationFactory())))
    own = tale.invited()
    found = list_composed(tale.actor(tale.coordinator))
    assert own in found
    assert other not in found
