"""Grids, campaigns and a whole story around one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.accounts.models import User
from network.actors import Actor
from network.audits.grid_models import Grid, GridState, Question, QuestionKind, Section
from network.audits.matching import PAIR_LIMITS, cycles_of
from network.audits.models import Campaign, CampaignState, Consent, Enrolment, Pairing, PairingState, Visit
from network.audits.pairing import prepare_sheets
from network.database import db
from network.matching import audits
from network.organisations.acting import actor_of
from network.organisations.models import Organisation, OrganisationKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, OrganisationFactory

PLACES = ("4000 Liège", "4100 Seraing", "4040 Herstal", "4020 Liège", "4800 Verviers", "4500 Huy", "5000 Namur")


class GridFactory(SQLAlchemyModelFactory):
    """A published grid of two sections: one with a question of each kind, one with a scale."""

    class Meta:
        model = Grid
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    federation = factory.SubFactory(FederationFactory)
    title = "Grille commune"
    state = GridState.PUBLISHED
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)
    sections = factory.LazyFunction(
        lambda: [
            Section(
                position=1,
                title="Accueil",
                questions=[
                    Question(position=1, kind=QuestionKind.SCALE, text="Chacun est accueilli sans rendez-vous."),
                    Question(position=2, kind=QuestionKind.YES_NO, text="Les heures d’ouverture sont affichées."),
                    Question(position=3, kind=QuestionKind.TEXT, text="Que disent les patients ?"),
                ],
            ),
            Section(
                position=2,
                title="Travail d’équipe",
                questions=[Question(position=1, kind=QuestionKind.SCALE, text="L’équipe se réunit.")],
            ),
        ]
    )


class CampaignFactory(SQLAlchemyModelFactory):
    """A campaign whose enrolments are open for a month."""

    class Meta:
        model = Campaign
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    federation = factory.SubFactory(FederationFactory)
    grid = factory.LazyAttribute(lambda o: GridFactory(federation=o.federation))
    title = "Audits du printemps"
    state = CampaignState.ENROLLING
    enrol_until = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))
    pair_by = factory.LazyFunction(lambda: clock.today() + timedelta(days=60))
    visits_from = factory.LazyFunction(lambda: clock.today() + timedelta(days=70))
    visits_until = factory.LazyFunction(lambda: clock.today() + timedelta(days=130))
    report_by = factory.LazyFunction(lambda: clock.today() + timedelta(days=160))
    max_km = 60
    rounds = 2
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)


@dataclass
class Story:
    """A federation with its coordinator and a campaign; member houses with their managers, all enrolled."""

    federation: Organisation
    coordinator: User
    campaign: Campaign
    houses: list[Organisation] = field(default_factory=list)
    managers: list[User] = field(default_factory=list)

    def actor(self, user: User) -> Actor:
        """A person of the story as an actor."""
        return actor_of(user)

    @property
    def lead(self) -> Actor:
        """The coordinator as an actor."""
        return actor_of(self.coordinator)

    def manager(self, number: int) -> Actor:
        """The manager of a house, as an actor."""
        return actor_of(self.managers[number])

    def pairing(self, state: PairingState = PairingState.PROPOSED, houses: Sequence[int] = (0, 1)) -> Pairing:
        """A pair or trio of these houses; confirmed, its sheets are there."""
        chosen = [self.houses[number] for number in houses]
        is_confirmed = state is PairingState.CONFIRMED
        pairing = Pairing(
            campaign=self.campaign,
            state=state,
            reply_by=clock.today() + timedelta(days=10),
            proposed_at=None if state is PairingState.FOUND else clock.now(),
            confirmed_at=clock.now() if is_confirmed else None,
            visits=[
                Visit(auditor=one, audited=other, consent=Consent.YES if is_confirmed else Consent.AWAITED)
                for one, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True)
            ],
        )
        db.session.add(pairing)
        if is_confirmed:
            prepare_sheets(pairing)
        db.session.commit()
        return pairing

    def visit(self) -> Visit:
        """The visit of the first house to the second, in a confirmed pair."""
        return self.pairing(PairingState.CONFIRMED).visits[0]


def found_cycles(problem: dict[str, object]) -> list[list[int]]:
    """The pairs and trios that a search finds."""
    return cycles_of(audits.solve(audits.read_problem(problem), PAIR_LIMITS).to_dict())


def audit_story(houses: int = 4, **campaign: object) -> Story:
    """A story with so many houses around Liège."""
    coordinator = UserFactory(name="Samira Coordination")
    federation = FederationFactory(coordinator=coordinator)
    found = Story(federation, coordinator, CampaignFactory(federation=federation, **campaign))
    for number in range(houses):
        manager = UserFactory()
        house = OrganisationFactory(
            name=f"Maison {number}",
            kind=OrganisationKind.MAISON_MEDICALE,
            at=PLACES[number % len(PLACES)],
            manager=manager,
            federations=[federation],
        )
        db.session.add(Enrolment(campaign=found.campaign, organisation=house, avoids=[], enrolled_at=clock.now()))
        found.houses.append(house)
        found.managers.append(manager)
    db.session.commit()
    return found
