"""A small network: three members of a federation along the Meuse, one of another, and what they did together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from network.actors import Actor, Role
from network.organisations.acting import actor_of
from network.organisations.models import Organisation
from network.ties.models import Evidence, EvidenceKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, OrganisationFactory
from tests.factories.ties import EvidenceFactory

TODAY = date(2026, 11, 22)


@dataclass
class Circle:
    """Namur, Andenne and Huy are of `federation`, Dinant of `other_federation`; `people` by role."""

    federation: Organisation
    other_federation: Organisation
    namur: Organisation
    andenne: Organisation
    huy: Organisation
    dinant: Organisation
    people: dict[str, object] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """A person as an actor."""
        return actor_of(self.people[role])

    def together(self, a: Organisation, b: Organisation, kind: EvidenceKind = EvidenceKind.VISIT, **facts) -> Evidence:
        """Something that the two did, `days` ago."""
        happened_on = TODAY - timedelta(days=facts.pop("days", 0))
        return EvidenceFactory(between=(a, b), kind=kind, happened_on=happened_on, **facts)


@pytest.fixture
def circle(database, noon) -> Circle:
    """The network, and a person in each role."""
    federation, other_federation = FederationFactory(at="5100 Jambes"), FederationFactory(at="5100 Jambes")
    namur, andenne, huy = (
        OrganisationFactory(name=name, at=place, federations=[federation])
        for name, place in (
            ("Atelier Namur", "5000 Namur"),
            ("Atelier Andenne", "5300 Andenne"),
            ("Atelier Huy", "4500 Huy"),
        )
    )
    dinant = OrganisationFactory(name="Atelier Dinant", at="5500 Dinant", federations=[other_federation])
    circle = Circle(federation, other_federation, namur, andenne, huy, dinant)
    for role, organisation, mandate in (
        ("manager", namur, Role.MANAGER),
        ("member", namur, Role.MEMBER),
        ("other side", andenne, Role.MANAGER),
        ("other side's member", andenne, Role.MEMBER),
        ("third", huy, Role.MANAGER),
        ("dinant", dinant, Role.MANAGER),
        ("coordinator", federation, Role.COORDINATOR),
        ("federation member", federation, Role.MEMBER),
        ("other coordinator", other_federation, Role.COORDINATOR),
    ):
        circle.people[role] = UserFactory(name=role)
        MandateFactory(user=circle.people[role], organisation=organisation, role=mandate)
    circle.people["administrator"] = UserFactory(is_administrator=True)
    return circle
