"""Groupements and a whole story around one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.accounts.models import User
from network.actors import Actor
from network.calls.matching import DEFAULT_WEIGHTS
from network.calls.models import Call, Project
from network.consortia import answers
from network.consortia.charters import approve_charter
from network.consortia.matching import SEARCH_LIMITS, joint_problem, search_problem
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.queries import SEARCH_KIND, SEARCH_PURPOSE, TOGETHER
from network.database import db
from network.matching import consortia as joint
from network.matching import lenses
from network.organisations.acting import actor_of
from network.organisations.models import Organisation
from network.runs.models import Run, RunState
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, InterestFactory, ProjectFactory
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.factories.resources import OfferFactory
from tests.factories.runs import RunFactory


class ConsortiumFactory(SQLAlchemyModelFactory):
    """A groupement being composed, still empty."""

    class Meta:
        model = Consortium
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    project = factory.SubFactory(ProjectFactory)
    weights = factory.LazyFunction(lambda: dict(DEFAULT_WEIGHTS))
    pinned = factory.LazyFunction(list)
    excluded = factory.LazyFunction(list)
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)


class PartnerFactory(SQLAlchemyModelFactory):
    """A partner who was invited and has not answered."""

    class Meta:
        model = Partner
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    consortium = factory.SubFactory(ConsortiumFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = PartnerState.INVITED
    contribution = factory.LazyFunction(lambda: {"trucks": 1})
    invited_at = factory.LazyAttribute(lambda o: None if o.state is PartnerState.CHOSEN else clock.now())


@dataclass
class Story:
    """A federation with its coordinator, a project, and interested members with their managers and two trucks each."""

    federation: Organisation
    coordinator: User
    project: Project
    members: list[Organisation] = field(default_factory=list)
    managers: list[User] = field(default_factory=list)

    def actor(self, user: User) -> Actor:
        """A person of the story as an actor."""
        return actor_of(user)

    def invited(self, count: int = 2) -> Consortium:
        """A groupement whose first `count` members are invited, the first as single contact."""
        consortium = ConsortiumFactory(
            project=self.project,
            state=ConsortiumState.INVITING,
            lead=self.members[0],
            reply_by=clock.today() + timedelta(days=10),
        )
        for organisation in self.members[:count]:
            PartnerFactory(consortium=consortium, organisation=organisation)
        return consortium

    def agreed(self, count: int = 2) -> Consortium:
        """A groupement that its first `count` members have accepted: its charter is drawn up."""
        consortium = self.invited(count)
        for partner, manager in zip(consortium.team, self.managers, strict=False):
            partner.asks = 1000
            liable = consortium.project.is_market
            answers.accept_invitation(partner, actor=self.actor(manager), accepts_liability=liable)
        db.session.commit()
        return consortium

    def confirmed(self, count: int = 2) -> Consortium:
        """A groupement whose charter its first `count` members have approved."""
        consortium = self.agreed(count)
        for partner, manager in zip(consortium.team, self.managers, strict=False):
            approve_charter(partner, actor=self.actor(manager), number=1)
        db.session.commit()
        return consortium


def story(members: int = 3, **call: object) -> Story:
    """A story with so many members, along the Meuse."""
    coordinator = UserFactory(name="Claire Coordination")
    federation = FederationFactory(coordinator=coordinator)
    project = ProjectFactory(call=CallFactory(federation=federation, **call))
    found = Story(federation, coordinator, project)
    places = ("5000 Namur", "4500 Huy", "5300 Andenne", "4000 Liège", "5500 Dinant")
    for number in range(members):
        manager = UserFactory()
        organisation = OrganisationFactory(
            name=f"Atelier {number}", at=places[number % len(places)], manager=manager, federations=[federation]
        )
        OfferFactory(organisation=organisation, quantity=2)
        InterestFactory(project=project, organisation=organisation, asks=1000)
        found.members.append(organisation)
        found.managers.append(manager)
    return found


def searched(consortium: Consortium) -> Run:
    """A search for a groupement that is done."""
    problem = search_problem(consortium)
    return RunFactory(
        purpose=SEARCH_PURPOSE,
        subject_type="consortia",
        subject_id=consortium.id,
        kind=SEARCH_KIND,
        problem=problem,
        solution=lenses.solve(lenses.read_problem(problem), SEARCH_LIMITS).to_dict(),
        state=RunState.DONE,
    )


def searched_together(call: Call, *, most: int = 1) -> Run:
    """A search for the groupements of all projects of a call at once, that is done."""
    consortia = [consortium for project in call.projects for consortium in project.consortia]
    problem = joint_problem(consortia, most=most, standing={})
    return RunFactory(
        purpose=TOGETHER,
        subject_type="calls",
        subject_id=call.id,
        kind=TOGETHER,
        problem=problem,
        solution=joint.solve(joint.read_problem(problem), SEARCH_LIMITS).to_dict(),
        state=RunState.DONE,
    )
