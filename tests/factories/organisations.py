"""Organisations, their memberships and the mandates of people."""

from __future__ import annotations

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.actors import Role
from network.database import db
from network.organisations.bce import bce_with_check
from network.organisations.models import (
    Claim,
    ColleagueInvitation,
    Contact,
    ContactAudience,
    Experience,
    ImportedOrganisation,
    ImportState,
    LegalForm,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationImport,
    OrganisationKind,
    Site,
)
from network.organisations.queries import search_text
from tests.factories.places import place


class OrganisationFactory(SQLAlchemyModelFactory):
    """An ETA in Namur; `federations`, `manager`, `coordinator` and `experiences={"wood": 2015}` add rows around it."""

    class Meta:
        model = Organisation
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    class Params:
        at = "5000 Namur"

    name = factory.Sequence(lambda n: f"Les Ateliers {n}")
    kind = OrganisationKind.ETA
    legal_form = LegalForm.ASBL
    bce = factory.Sequence(lambda n: bce_with_check(19_500_000 + n))
    locality = factory.LazyAttribute(lambda o: place(o.at))
    headcount = 60
    areas = factory.LazyAttribute(lambda o: [o.locality.area])
    search_text = factory.LazyAttribute(lambda o: search_text(o.name, o.locality))
    created_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def federations(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for federation in extracted or ():
            MembershipFactory(organisation=self, federation=federation)

    @factory.post_generation
    def experiences(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for sector, since_year in (extracted or {}).items():
            ExperienceFactory(organisation=self, sector=sector, since_year=since_year)

    @factory.post_generation
    def manager(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            MandateFactory(user=extracted, organisation=self, role=Role.MANAGER)

    @factory.post_generation
    def coordinator(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            MandateFactory(user=extracted, organisation=self, role=Role.COORDINATOR)


class FederationFactory(OrganisationFactory):
    """A federation in Namur."""

    name = factory.Sequence(lambda n: f"Fédération {n}")
    kind = OrganisationKind.FEDERATION
    headcount = 6


class MembershipFactory(SQLAlchemyModelFactory):
    """A confirmed membership."""

    class Meta:
        model = Membership
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    organisation = factory.SubFactory(OrganisationFactory)
    federation = factory.SubFactory(FederationFactory)
    state = MembershipState.CONFIRMED
    since = factory.LazyFunction(clock.now)


class MandateFactory(SQLAlchemyModelFactory):
    """A person who is manager of an organisation."""

    class Meta:
        model = Mandate
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MANAGER
    since = factory.LazyFunction(clock.now)


class ClaimFactory(SQLAlchemyModelFactory):
    """A person who asks to act for an organisation."""

    class Meta:
        model = Claim
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    organisation = factory.SubFactory(OrganisationFactory)
    asked_at = factory.LazyFunction(clock.now)


class ColleagueInvitationFactory(SQLAlchemyModelFactory):
    """A colleague who was written to, to contribute."""

    class Meta:
        model = ColleagueInvitation
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"collegue{n}@example.org")
    role = Role.MEMBER
    invited_by = factory.SubFactory("tests.factories.accounts.UserFactory")
    sent_at = factory.LazyFunction(clock.now)


class ImportFactory(SQLAlchemyModelFactory):
    """A table of one new organisation, read and not carried out."""

    class Meta:
        model = OrganisationImport
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    federation = factory.SubFactory(FederationFactory)
    state = ImportState.READ
    file_name = "membres.csv"
    rows = factory.LazyFunction(
        lambda: [{"line": 2, "name": "Le Nouveau", "kind": "ETA", "postal_code": "5000", "locality": "Namur"}]
    )
    ignored = factory.LazyFunction(list)
    read_at = factory.LazyFunction(clock.now)


class ImportedFactory(SQLAlchemyModelFactory):
    """An organisation that its federation has listed."""

    class Meta:
        model = ImportedOrganisation
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    class Params:
        imported = factory.SubFactory(ImportFactory, state=ImportState.DONE)

    import_id = factory.SelfAttribute("imported.id")
    organisation = factory.SubFactory(OrganisationFactory)
    is_new = True


class ContactFactory(SQLAlchemyModelFactory):
    """A person whom the whole network may reach."""

    class Meta:
        model = Contact
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Sophie Renard"
    function = "direction"
    email = factory.Sequence(lambda n: f"contact{n}@example.org")
    phone = "081 12 34 56"
    audience = ContactAudience.NETWORK
    agreed_at = factory.LazyFunction(clock.now)


class SiteFactory(SQLAlchemyModelFactory):
    """A depot in Ciney."""

    class Meta:
        model = Site
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    class Params:
        at = "5590 Ciney"

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Dépôt"
    locality = factory.LazyAttribute(lambda o: place(o.at))


class ExperienceFactory(SQLAlchemyModelFactory):
    """Practice of wood since 2015."""

    class Meta:
        model = Experience
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    organisation = factory.SubFactory(OrganisationFactory)
    sector = "wood"
    since_year = 2015
