"""The demonstration: it loads once, says the same each time, and holds together."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa

from network.accounts.demo_accounts import PASSWORD, list_demo_accounts
from network.accounts.passwords import is_password
from network.actors import Role
from network.audits.matching import field_of, pairing_problem
from network.audits.models import Campaign, CampaignState, Side, VisitState
from network.calls.chances import own_chips
from network.calls.models import Project
from network.database import db
from network.demonstration.listed import CLAIMED
from network.demonstration.load import load_demonstration
from network.demonstration.organisations import ETA_FEDERATION, HEALTH_FEDERATION, organisation_named
from network.demonstration.others import ASKING, IN_BOTH, REUSE_FEDERATION
from network.demonstration.people import demo_actor, person_at
from network.dossiers.queries import list_to_judge
from network.organisations.bce import parse_bce
from network.organisations.labels import SECTOR_LABELS
from network.organisations.models import (
    Experience,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from network.organisations.queries import list_members
from network.organisations.requests import list_requests
from network.resources.models import Audience, Capability, Need, Offer
from network.resources.queries import list_offers, list_visible, servable_needs
from network.ties.labels import Acquaintance
from network.ties.layers import shared_of
from network.ties.overview import read_overview
from tests.conftest import make_app
from tests.factories.audits import found_cycles
from tests.factories.organisations import OrganisationFactory

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demonstration(demonstration_of, tmp_path_factory):
    """A database with the demonstration, read by the tests and not written."""
    app = make_app(demonstration_of(TODAY), tmp_path_factory.mktemp("demonstration"))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def test_it_loads_once(demonstration):
    assert not load_demonstration(today=TODAY)


def test_what_is_drawn_is_the_same_each_time(demonstration):
    offers = list_offers([organisation_named("La Brouette").id])
    assert {offer.capability.value: offer.quantity for offer in offers} == {"labour_hours": 30, "trucks": 1}


def test_its_texts_have_no_straight_apostrophe(demonstration):
    texts = [column for table in db.metadata.sorted_tables for column in table.c if isinstance(column.type, sa.String)]
    asked = [sa.select(sa.literal(str(column)), column).where(column.like("%'%")) for column in texts]
    assert db.session.execute(sa.union_all(*asked)).all() == []


def test_it_only_loads_into_an_empty_database(database):
    OrganisationFactory()
    assert not load_demonstration(today=TODAY)


def test_federations_and_their_members(demonstration):
    etas = list_members(organisation_named(ETA_FEDERATION).id)
    houses = list_members(organisation_named(HEALTH_FEDERATION).id)
    assert len(etas) == 53
    assert len(houses) == 40
    assert {eta.kind for eta in etas} == {OrganisationKind.ETA}
    assert {eta.locality.area for eta in etas} == {
        "hainaut", "liege", "namur", "luxembourg", "brabant_wallon", "bruxelles",
    }  # fmt: skip
    assert all(20 <= eta.headcount <= 130 for eta in etas)
    assert any(eta.headcount >= 100 for eta in etas)


def test_of_every_kind_there_is_somebody(demonstration):
    """Four federations with all that stands around them, one that waits for its federation, one isolated."""
    kinds = Counter(db.session.scalars(sa.select(Organisation.kind)))
    assert set(kinds) == set(OrganisationKind)
    assert (kinds[OrganisationKind.ETA], kinds[OrganisationKind.MAISON_MEDICALE]) == (60, 60)
    assert (kinds[OrganisationKind.RESSOURCERIE], kinds[OrganisationKind.FEDERATION]) == (15, 4)
    assert db.session.query(Membership).filter_by(state=MembershipState.ASKED).one().organisation.name == ASKING
    coordinator = demo_actor("coordination-ressources")
    federation_id = organisation_named(REUSE_FEDERATION).id
    seen = read_overview(coordinator, federation_id=federation_id, within_km=30, grade=Acquaintance.A_LITTLE, area=None)
    assert [entry.organisation.name for entry in seen.isolated] == ["Ressourcerie du Viroin"]
    assert len(seen.links) > 10
    assert len(shared_of([member.id for member in seen.members]).elsewhere) == len(IN_BOTH)


def test_numbers_and_sectors_are_valid(demonstration):
    numbers = db.session.scalars(sa.select(Organisation.bce).where(Organisation.bce.is_not(None))).all()
    assert all(parse_bce(number) == number for number in numbers)
    assert {*db.session.scalars(sa.select(Experience.sector))} <= SECTOR_LABELS.keys()


def test_offers(demonstration):
    etas = list_members(organisation_named(ETA_FEDERATION).id)
    offers = list_offers([eta.id for eta in etas])
    assert {offer.organisation_id for offer in offers} == {eta.id for eta in etas}
    drawn = [offer for offer in offers if not offer.details]
    assert {offer.capability for offer in offers} == set(Capability)
    assert {offer.capability for offer in drawn} == {Capability.TRUCKS, Capability.STORAGE_M2, Capability.LABOUR_HOURS}
    assert {offer.audience for offer in drawn} == {Audience.COORDINATION}
    assert all(offer.from_day <= TODAY < offer.until_day for offer in offers)
    assert sum(offer.may_be_renewed(TODAY) for offer in offers) == 2


def test_needs(demonstration):
    needs = db.session.scalars(sa.select(Need)).all()
    assert len(needs) >= 12
    assert {need.capability for need in needs} == set(Capability)
    actors = [demo_actor(account) for account in ("biesmelle", "condroz", "marronniers", "vesdre")]
    assert all(servable_needs(actor) for actor in actors)


def test_people(demonstration):
    assert demo_actor("coordination").coordinates(organisation_named(ETA_FEDERATION).id)
    assert demo_actor("coordination-sante").coordinates(organisation_named(HEALTH_FEDERATION).id)
    assert demo_actor("membre").roles == {organisation_named("Les Ateliers de la Biesmelle").id: Role.MEMBER}
    assert len(demo_actor("deux-structures").roles) == 2
    assert demo_actor("administration").is_administrator
    assert (
        demo_actor("deux-structures", organisation="Le Haut Plateau").organisation_id
        == organisation_named("Le Haut Plateau").id
    )
    assert is_password(PASSWORD, person_at("biesmelle").password_hash)
    assert 20 <= len(list_demo_accounts()) <= 25


def test_the_criteria_of_every_project_are_read(demonstration):
    ours = organisation_named("Maison médicale Les Marronniers")
    projects = db.session.scalars(sa.select(Project)).all()
    assert all(own_chips(project, ours) for project in projects)


def test_all_but_those_that_are_listed_have_somebody_who_engages_them(demonstration):
    engaged = sa.select(Mandate.organisation_id).where(Mandate.role.in_([Role.MANAGER, Role.COORDINATOR]))
    others = sa.select(Organisation.name).where(Organisation.id.not_in(engaged)).order_by(Organisation.id)
    assert list(db.session.scalars(others)) == [CLAIMED, "Coopérative du Plateau", "Traiteur des Quatre Vents"]
    _memberships, claims = list_requests(demo_actor("coordination-solidaire"))
    assert [claim.organisation.name for claim in claims] == [CLAIMED]


def test_quantities_are_for_the_coordination(demonstration):
    biesmelle = organisation_named("Les Ateliers de la Biesmelle")
    assert list_visible(Offer, [biesmelle.id], demo_actor("trait-union")) == []
    assert len(list_visible(Offer, [biesmelle.id], demo_actor("coordination"))) == 2


def test_nothing_is_older_than_what_it_stands_on(demonstration):
    mandates = db.session.scalars(sa.select(Mandate)).all()
    since = {mandate.organisation_id: mandate.since for mandate in mandates}
    assert all(mandate.organisation.created_at < mandate.user.created_at <= mandate.since for mandate in mandates)
    assert all(since[offer.organisation_id] < offer.created_at for offer in db.session.scalars(sa.select(Offer)))


def test_audits__thirteen_wait_for_five_pairs_and_a_trio(demonstration):
    campaign = db.session.scalars(sa.select(Campaign).filter_by(state=CampaignState.PAIRING)).one()
    assert len(campaign.enrolled) == 13
    field = field_of(campaign, demo_actor("coordination-sante"))
    cycles = found_cycles(pairing_problem(field, []))
    assert sorted(len(cycle) for cycle in cycles) == [2] * 5 + [3]


def test_audits__those_of_last_year_are_done(demonstration):
    campaign = db.session.scalars(sa.select(Campaign).filter_by(state=CampaignState.CLOSED)).one()
    visits = [visit for pairing in campaign.pairings for visit in pairing.visits]
    questions = len(campaign.grid.questions)
    for visit in visits:
        assert visit.state is VisitState.DONE and visit.reply and visit.actions
        assert [sum(sheet.answered for sheet in visit.sheets_of(side)) for side in Side] == [questions, questions]


def test_two_dossiers_wait_for_their_juror__more_than_the_envelope_pays(demonstration):
    dossiers = list_to_judge(demo_actor("federation-sante"))
    assert len(dossiers) == 2
    [call] = {dossier.call for dossier in dossiers}
    assert sum(dossier.asks for dossier in dossiers) > call.envelope
    assert all(dossier.is_complete and dossier.asks <= call.criteria["budget_cap"] for dossier in dossiers)
