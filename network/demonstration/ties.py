"""Three years of what organisations of the demonstration did together: drawn with a fixed seed around a few habits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from network import clock
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import ETA_FEDERATION, HEALTH_FEDERATION, organisation_named
from network.demonstration.people import demo_actor, person_at
from network.organisations.models import Organisation
from network.organisations.queries import get_organisation, list_members
from network.ties.meetings import answer_meeting, hold_meeting
from network.ties.models import Evidence, EvidenceKind, ShownTies
from network.ties.queries import list_near
from network.ties.services import declare_evidence

SEED = 2010
LAST_DAYS = 3 * 365
NEIGHBOURS_KM = 35


@dataclass(frozen=True, kw_only=True)
class Habit:
    """Something held again and again, so many days ago, to which a share of those invited came each time.

    Invited are the organisations of these names or, where there are none, those of these areas.
    """

    kind: EvidenceKind
    title: str
    names: Sequence[str] = ()
    areas: Sequence[str] = ()
    days: Sequence[int]
    share: float

    def invites(self, organisation: Organisation) -> bool:
        return organisation.name in self.names or organisation.locality.area in self.areas


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A federation whose coordinator noted what its members did: their habits, and by chance between neighbours."""

    federation: str
    account: str
    habits: Sequence[Habit]
    between_neighbours: Mapping[EvidenceKind, tuple[float, Sequence[str]]] = field(default_factory=dict)


ETAS = Circle(
    federation=ETA_FEDERATION,
    account="coordination",
    habits=(
        Habit(
            kind=EvidenceKind.WORKING_GROUP,
            title="Groupe de travail « marchés publics »",
            names=(
                "Les Ateliers de la Biesmelle", "Le Trait d’Union", "Condroz Services", "Dyle Services",
                "La Senne au travail", "Mosane Travail adapté",
            ),
            days=(61, 243, 425, 607, 789, 971),
            share=0.75,
        ),
        Habit(
            kind=EvidenceKind.WORKING_GROUP,
            title="Groupe de travail « espaces verts et compost »",
            names=(
                "Les Ateliers de la Biesmelle", "La Brouette", "Ourthe Paysage", "La Houillère Verte", "Le Sabotier",
            ),
            days=(34, 216, 398, 580, 762),
            share=0.7,
        ),
        Habit(
            kind=EvidenceKind.WORKING_GROUP,
            title="Groupe de travail « conditionnement »",
            names=(
                "Hesbaye Conditionnement", "Herve Emballage", "Mons Façonnage", "La Navette du Centre",
            ),
            days=(97, 279, 461, 643),
            share=0.7,
        ),
        Habit(
            kind=EvidenceKind.SHARED_STAND,
            title="Stand commun au salon des communes",
            names=(
                "Le Trait d’Union", "Les Ateliers de la Biesmelle", "Le Sabotier", "Condroz Services",
                "Le Haut Plateau",
            ),
            days=(277, 641, 1005),
            share=0.8,
        ),
        Habit(
            kind=EvidenceKind.MEETING,
            title="Rencontre des ETA du Hainaut",
            areas=("hainaut",),
            days=(44, 409, 774),
            share=0.2,
        ),
        Habit(
            kind=EvidenceKind.MEETING,
            title="Rencontre des ETA liégeoises",
            areas=("liege",),
            days=(51, 416, 781),
            share=0.25,
        ),
        Habit(
            kind=EvidenceKind.MEETING,
            title="Rencontre des ETA du Luxembourg",
            areas=("luxembourg",),
            days=(72, 437),
            share=0.4,
        ),
    ),
    between_neighbours={
        EvidenceKind.SUBCONTRACT: (
            0.2, ("Renfort pour une grosse commande", "Tri et reconditionnement", "Entretien d’un site"),
        ),
        EvidenceKind.VISIT: (0.2, ("Visite de l’atelier", "Une journée dans l’équipe de l’autre", "Visite du dépôt")),
    },
)  # fmt: skip

HOUSES = Circle(
    federation=HEALTH_FEDERATION,
    account="coordination-sante",
    habits=tuple(
        Habit(kind=EvidenceKind.WORKING_GROUP, title=title, areas=areas, days=days, share=0.5)
        for title, areas, days in (
            ("Groupe des accueillantes, Liège", ("liege",), (23, 114, 205, 387, 569)),
            ("Groupe des accueillantes, Hainaut", ("hainaut",), (30, 212, 394)),
            ("Groupe des accueillantes, Bruxelles et Namur", ("bruxelles", "namur"), (58, 240, 422)),
        )
    ),
    between_neighbours={
        EvidenceKind.VISIT: (0.3, ("Visite de la maison", "Échange de postes à l’accueil, une journée")),
        EvidenceKind.AUDIT: (0.25, ("Audit réciproque, premier tour",)),
        EvidenceKind.SHARED_POST: (0.15, ("Diététicienne partagée", "Logopède partagée")),
        EvidenceKind.LOAN: (0.1, ("Prêt sans intérêt à l’ouverture",)),
    },
)

# a meeting of so many days ago (to come where below 0): what, where, who was asked, and whose accounts said yes
MEETINGS = (
    (
        6, "Petit-déjeuner des ETA de Sambre et Meuse", "Namur",
        ("Les Ateliers de la Biesmelle", "Le Trait d’Union", "Condroz Services", "Mosane Travail adapté"),
        ("trait-union", "condroz"),
    ),
    (
        -12, "Visite du nouveau quai de tri", "Charleroi",
        ("Les Ateliers de la Biesmelle", "Le Trait d’Union", "La Brouette"), (),
    ),
)  # fmt: skip
SHOWING = 3  # of so many organisations one shows its ties

# account, its organisation, what it did with La Biesmelle so many days ago: a manager finds these to confirm
DECLARED = (
    ("trait-union", "Le Trait d’Union", EvidenceKind.VISIT, "Visite du quai de tri", 9),
    ("condroz", "Condroz Services", EvidenceKind.MEETING, "Échange sur les camions", 16),
)


def add_ties(today: date) -> None:
    """What the coordinations noted over three years, who shows it, and what waits to be confirmed."""
    for circle in (ETAS, HOUSES):
        pieces = {(*piece.pair, piece.kind, piece.happened_on): piece for piece in draw_circle(circle, today)}
        db.session.add_all(pieces.values())
    db.session.flush()
    for account, name, kind, title, days in DECLARED:
        with clock.frozen(moment_before(today, days=days - 2)):
            declare_evidence(
                organisation_named(name),
                organisation_named("Les Ateliers de la Biesmelle"),
                kind=kind,
                on=today - timedelta(days=days),
                title=title,
                actor=demo_actor(account),
            )
    _add_meetings(today)


def _add_meetings(today: date) -> None:
    coordination = demo_actor("coordination")
    federation = organisation_named(ETA_FEDERATION)
    for days, title, place, names, accounts in MEETINGS:
        asked = [organisation_named(name).id for name in names]
        with clock.frozen(moment_before(today, days=max(days - 1, 2))):
            meeting = hold_meeting(
                federation, asked, on=today - timedelta(days=days), place=place, title=title, actor=coordination
            )
            for attendance in meeting.attendances:
                for account in accounts:
                    if demo_actor(account).engages(attendance.organisation_id):
                        answer_meeting(attendance, actor=demo_actor(account), was_there=True)
    for member in list_members(federation.id)[::SHOWING]:
        db.session.add(ShownTies(organisation_id=member.id, since=moment_before(today, days=40)))


def draw_circle(circle: Circle, today: date) -> Iterator[Evidence]:
    """What its members did over three years, the same each time."""
    draw = random.Random(f"{SEED} {circle.federation}")
    coordinator = person_at(circle.account).id
    members = list_members(organisation_named(circle.federation).id)
    for habit in circle.habits:
        for days in habit.days:
            came = [member for member in members if habit.invites(member) and draw.random() < habit.share]
            for pair in combinations(came, 2):
                yield _piece(pair, habit.kind, habit.title, today - timedelta(days=days), coordinator)
    for pair in _neighbours(members) if circle.between_neighbours else ():
        for kind, (chance, titles) in circle.between_neighbours.items():
            if draw.random() < chance:
                on = today - timedelta(days=draw.randrange(15, LAST_DAYS))
                yield _piece(pair, kind, draw.choice(titles), on, coordinator)


def _neighbours(members: Sequence[Organisation]) -> Iterator[tuple[Organisation, Organisation]]:
    """Each member with the two of its kind that are nearest."""
    for member in members:
        near = list_near(member, within_km=NEIGHBOURS_KM, limit=12)
        for other_id in [other.id for other in near if other.kind == member.kind][:2]:
            yield member, get_organisation(other_id)


def _piece(
    pair: tuple[Organisation, Organisation], kind: EvidenceKind, title: str, on: date, recorded_by_id: int
) -> Evidence:
    """Noted the day after, or once both organisations were listed."""
    first, second = sorted(pair, key=lambda organisation: organisation.id)
    return Evidence(
        first_id=first.id,
        second_id=second.id,
        kind=kind,
        happened_on=on,
        subject="",
        title=title,
        recorded_by_id=recorded_by_id,
        recorded_at=max(moment_before(on, days=-1), first.created_at, second.created_at),
    )
