"""Demands and shared posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.accounts.models import User
from network.actors import Actor
from network.database import db
from network.hires.models import Demand, Engagement, Post, Share
from network.hires.posts import choose_engagement, open_post, propose_post
from network.hires.week import WEEK
from network.matching.registry import kind_named, read_problem
from network.matching.solver import Limits
from network.organisations.acting import actor_of
from network.organisations.models import Organisation, OrganisationKind
from network.runs.models import Run, RunState
from network.runs.registry import purpose_named
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, OrganisationFactory


class DemandFactory(SQLAlchemyModelFactory):
    """A maison médicale of a federation that looks for a speech therapist, three half-days, whichever."""

    class Meta:
        model = Demand
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    federation = factory.SubFactory(FederationFactory)
    organisation = factory.LazyAttribute(
        lambda o: OrganisationFactory(kind=OrganisationKind.MAISON_MEDICALE, federations=[o.federation])
    )
    profession = "2266"
    half_days = 3
    open = factory.LazyFunction(lambda: list(WEEK))
    must = factory.LazyFunction(list)
    from_day = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))
    created_at = factory.LazyFunction(clock.now)


@dataclass
class Neighbours:
    """A federation with its coordinator and maisons médicales around Liège, each with its manager and its demand."""

    federation: Organisation
    coordinator: User
    managers: list[User] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)

    def actor(self, user: User) -> Actor:
        """A person of the story as an actor."""
        return actor_of(user)

    @property
    def coordination(self) -> Actor:
        """The coordinator as an actor."""
        return actor_of(self.coordinator)

    def manager_of(self, share: Share) -> Actor:
        """The manager of the structure whose part it is, as an actor."""
        return actor_of(self.managers[self.demands.index(share.demand)])

    def prepared(self) -> Post:
        """A post of all of them, whose week is in the order of their half-days."""
        half_days = iter(WEEK)
        week = [(demand, list(islice(half_days, demand.half_days))) for demand in self.demands]
        post = open_post(
            self.federation.id, actor=self.coordination, host=self.demands[0], week=week, rules=dict(RULES)
        )
        db.session.commit()
        return post

    def proposed(self) -> Post:
        """The same, proposed."""
        post = self.prepared()
        propose(post, self.coordination)
        return post


def propose(post: Post, coordination: Actor) -> None:
    """Propose a post with one contract of several employers, to be answered within ten days."""
    chosen = {"engagement": Engagement.SEVERAL_EMPLOYERS, "group_workers": None}
    choose_engagement(post, actor=coordination, version=post.version, **chosen)
    db.session.commit()
    days = {"starts_on": clock.today() + timedelta(days=60), "reply_by": clock.today() + timedelta(days=10)}
    propose_post(post, actor=coordination, version=post.version, message="Parlons-en.", **days)
    db.session.commit()


RULES = {
    "min_half_days": 8,
    "max_half_days": 10,
    "max_sites": 4,
    "max_km": 30,
    "max_sites_per_day": 2,
    "max_km_same_day": 20,
}
PLACES = ("4000 Liège", "4100 Seraing", "4040 Herstal", "4020 Liège")


def neighbours(*half_days: int) -> Neighbours:
    """So many neighbours as half-days are given: 3, 3 and 3 by default."""
    coordinator = UserFactory(name="Samira Coordination")
    tale = Neighbours(FederationFactory(coordinator=coordinator), coordinator)
    for number, count in enumerate(half_days or (3, 3, 3)):
        manager = UserFactory()
        organisation = OrganisationFactory(
            name=f"Maison médicale {number}",
            kind=OrganisationKind.MAISON_MEDICALE,
            at=PLACES[number % len(PLACES)],
            manager=manager,
            federations=[tale.federation],
        )
        tale.managers.append(manager)
        tale.demands.append(DemandFactory(federation=tale.federation, organisation=organisation, half_days=count))
    return tale


def finish(run: Run) -> None:
    """Solve a run here and now, and let it change what it changes."""
    solution = kind_named(run.kind).solve(read_problem(run.problem), Limits(seconds=10, workers=1))
    run.state, run.solution, run.finished_at = RunState.DONE, solution.to_dict(), clock.now()
    purpose_named(run.purpose).on_finished(run)
    db.session.commit()
