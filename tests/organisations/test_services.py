"""Registering and keeping a sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from network.activity.queries import list_events
from network.activity.services import record
from network.actors import SYSTEM, Actor, Role
from network.database import db
from network.errors import NotAllowedError, StaleError
from network.organisations.facts import Facts, facts_of
from network.organisations.history import changes_since
from network.organisations.models import LegalForm, OrganisationKind
from network.organisations.services import BceTakenError, register_organisation, update_organisation
from tests.factories.organisations import ExperienceFactory, OrganisationFactory
from tests.factories.places import place

pytestmark = pytest.mark.usefixtures("database")


def manager_of(organisation):
    return Actor(roles={organisation.id: Role.MANAGER})


def change(organisation, version=None, **facts):
    update_organisation(
        organisation,
        replace(facts_of(organisation), **facts),
        actor=manager_of(organisation),
        version=version or organisation.version,
    )


def test_register():
    facts = Facts(
        kind=OrganisationKind.ETA,
        name="L'Ardoise",
        locality=place("6900 Marche-en-Famenne"),
        headcount=41,
        experiences={"printing": 2019},
    )
    organisation = register_organisation(facts, actor=SYSTEM)
    assert organisation.search_text == "l ardoise 6900 marche en famenne marche en famenne"
    assert facts_of(organisation) == replace(facts, areas=[], languages=[])
    assert [event.verb for event in list_events(organisation)] == ["organisation.registered"]


def test_register__not_by_anybody():
    with pytest.raises(NotAllowedError):
        register_organisation(
            Facts(kind=OrganisationKind.ETA, name="A", locality=place("5000 Namur")),
            actor=Actor(roles={1: Role.COORDINATOR}),
        )


def test_an_enterprise_number_belongs_to_one():
    known, other = OrganisationFactory(), OrganisationFactory()
    facts = Facts(kind=OrganisationKind.ETA, name="A", locality=place("5000 Namur"), bce=known.bce)
    with pytest.raises(BceTakenError):
        register_organisation(facts, actor=SYSTEM)
    with pytest.raises(BceTakenError):
        change(other, bce=known.bce)
    change(known, bce=known.bce, headcount=1)
    assert known.headcount == 1


def test_update__the_log_holds_what_changed():
    organisation = OrganisationFactory(headcount=64)
    change(organisation, headcount=70, legal_form=LegalForm.SC, locality=place("7800 Ath"))
    assert (organisation.headcount, organisation.locality.name, organisation.version) == (70, "Ath", 2)
    assert "ath" in organisation.search_text
    event = list_events(organisation)[0]
    assert (event.before["headcount"], event.after["headcount"]) == (64, 70)
    assert event.after.keys() == {"headcount", "legal_form", "locality"}


def test_update__sectors_alone_are_a_new_version_and_keep_their_evidence():
    organisation = OrganisationFactory(experiences={"wood": 2015})
    ExperienceFactory(organisation=organisation, sector="packaging", since_year=2011, evidence="Salon 2024")
    change(organisation, experiences={"packaging": 2010, "textiles": 2020})
    db.session.expire_all()
    kept = {experience.sector: (experience.since_year, experience.evidence) for experience in organisation.experiences}
    assert kept == {"packaging": (2010, "Salon 2024"), "textiles": (2020, "")}
    assert organisation.version == 2


def test_update__nothing_changed_is_nothing_logged():
    organisation = OrganisationFactory(experiences={"wood": 2015})
    change(organisation)
    assert organisation.version == 1
    assert list_events(organisation) == []


def test_update__the_same_sent_twice_is_one_change():
    organisation = OrganisationFactory(headcount=64)
    for _time in range(2):
        change(organisation, version=1, headcount=70)
    assert (organisation.version, len(list_events(organisation))) == (2, 1)


def test_a_name_that_folds_to_something_longer_is_searched_by_its_beginning():
    organisation = OrganisationFactory()
    change(organisation, name="\ufdfa" * 160)
    db.session.expire_all()
    assert len(organisation.search_text) == 400


def test_update__not_by_others():
    organisation = OrganisationFactory()
    for roles in ({}, {organisation.id: Role.MEMBER}, {organisation.id + 1: Role.MANAGER}):
        with pytest.raises(NotAllowedError):
            update_organisation(organisation, facts_of(organisation), actor=Actor(roles=roles), version=1)


def test_update__the_second_of_two_people_is_told_what_changed(app):
    organisation = OrganisationFactory(headcount=64, experiences={"wood": 2015})
    change(organisation, headcount=70)
    record("mandate.ended", organisation, actor=SYSTEM)
    change(organisation, experiences={"wood": 2014})
    record("mandate.ended", organisation, actor=SYSTEM)
    with pytest.raises(StaleError):
        change(organisation, version=1, name="Autre nom")
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert changes_since(organisation, 1) == [("Workers", "70"), ("Sectors and experience", "Wood (2014)")]
        assert changes_since(organisation, 2) == [("Sectors and experience", "Wood (2014)")]
