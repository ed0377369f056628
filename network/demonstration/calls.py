"""The call of the demonstration, with the criteria of 2010, its projects and what organisations said of them."""

from __future__ import annotations

import random
from datetime import date

import sqlalchemy as sa

from network import clock
from network.actors import Actor, Role
from network.calls.corrections import correct_call
from network.calls.models import Call, CallState, InterestAnswer, Project
from network.calls.projects import add_project
from network.calls.services import declare_interest, publish_call, write_call
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.offers import BY_HAND
from network.demonstration.organisations import ETA_FEDERATION, organisation_named
from network.demonstration.people import demo_actor
from network.organisations.models import Organisation
from network.organisations.queries import list_members, list_people

SEED = 2010

TITLE = "Relance des ETA"
TEXT = (
    "Au lieu de partager l’enveloppe entre toutes les entreprises de travail adapté, le secteur a choisi d’en faire un "
    "usage commun\u00a0: soutenir des activités nouvelles, créatrices d’emploi, portées à plusieurs.\n\n"
    "Un projet réunit au moins trois ETA, dont une petite. Il couvre un large territoire, s’appuie sur des structures "
    "qui connaissent le métier, et présente un seul interlocuteur à ses clients."
)

CRITERIA = {
    "min_partners": 3,
    "max_partners": 10,
    "min_kind": {"eta": 3},
    "small_below": 100,
    "min_small": 1,
    "min_experienced": 1,
    "min_areas": 3,
    "requires": {"trucks": 4, "storage_m2": 1000, "labour_hours": 200},
    "max_share_percent": 60,
    "budget_cap": 100_000,
    "max_km_to_lead": 80,
}

# title, what it is about, jobs expected
PROJECTS = (
    (
        "Filière déchets verts",
        "Collecter, broyer et composter les déchets verts des communes et des jardins, et vendre le compost. "
        "Chaque partenaire garde ses chantiers\u202f; les camions, les aires de stockage et les équipes sont mis en "
        "commun.",
        6,
    ),
    (
        "Emballage à façon",
        "Une réponse d’ensemble aux problèmes d’emballage des entreprises\u00a0: conditionner, étiqueter, stocker, "
        "livrer.",
        9,
    ),
    ("Démontage de panneaux solaires", "Reprendre, démonter et trier les panneaux photovoltaïques en fin de vie.", 4),
)

BRINGS = (
    "Deux équipes encadrées et leurs véhicules.",
    "De la place pour stocker, et quelqu’un pour la gérer.",
    "",
    "L’expérience de chantiers semblables pour trois communes.",
)
EXPECTS = ("Du travail pour l’hiver.", "", "Un premier pas dans ce métier, avec des structures qui le connaissent.", "")


def add_calls(today: date) -> None:
    """A draft published seven weeks ago and put right, three projects, most members' answers, and another draft."""
    coordinator = demo_actor("coordination")
    with clock.frozen(moment_before(today, days=60)):
        call = _call(today)
    with clock.frozen(moment_before(today, days=49)):
        publish_call(call, actor=coordinator)
    with clock.frozen(moment_before(today, days=45)):
        correct_call(
            call,
            actor=coordinator,
            version=call.version,
            said="La Région wallonne complète l’enveloppe\u00a0: un projet de plus pourra être soutenu.",
            closes_at=None,
            envelope=390_000,
        )
    for number, (title, summary, jobs) in enumerate(PROJECTS):
        with clock.frozen(moment_before(today, days=40 - 5 * number)):
            project = add_project(call, actor=coordinator, title=title, summary=summary, expected_jobs=jobs)
        _add_interests(project, today)
    _draft(today)


def _draft(today: date) -> None:
    """A call that asks a little more than the members can give: the page says what to change."""
    with clock.frozen(moment_before(today, days=2, hour=16)):
        write_call(
            organisation_named(ETA_FEDERATION),
            actor=demo_actor("coordination"),
            title="Collecte des encombrants",
            text="Une offre commune aux communes\u00a0: collecter, trier et stocker les encombrants.",
            funder="",
            sector="logistics",
            envelope=150_000,
            closes_at=moment_before(today, days=-90, hour=17),
            criteria={"min_partners": 3, "max_partners": 5, "requires": {"trucks": 14}, "max_km_to_lead": 50},
            judged={},
        )


def project_titled(title: str) -> Project:
    """A project of the demonstration."""
    return db.session.scalars(sa.select(Project).filter_by(title=title)).one()


def _call(today: date) -> Call:
    call = Call(
        federation=organisation_named(ETA_FEDERATION),
        title=TITLE,
        text=TEXT,
        funder="Région wallonne",
        sector="green_waste",
        envelope=310_000,
        criteria=CRITERIA,
        judged={"fte": 4, "by": f"{today.year + 2}-12-31", "innovation": True},
        state=CallState.DRAFT,
        closes_at=moment_before(today, days=-54),
        created_at=clock.now(),
    )
    db.session.add(call)
    db.session.flush()
    return call


def _add_interests(project: Project, today: date) -> None:
    chance = random.Random(f"{SEED} {project.title}")
    for number, organisation in enumerate(list_members(project.federation_id)):
        answer = chance.choices([*InterestAnswer, None], [60, 15, 10, 15])[0]
        if organisation.name in BY_HAND:
            answer = InterestAnswer.YES
        asks = 500 * chance.randint(16, 50)
        manager = _manager(organisation)
        if answer and manager:
            with clock.frozen(moment_before(today, days=30 - number % 20)):
                declare_interest(
                    project,
                    organisation.id,
                    actor=manager,
                    answer=answer,
                    asks=asks,
                    brings=BRINGS[number % len(BRINGS)],
                    expects=EXPECTS[number % len(EXPECTS)],
                    is_shared=organisation.name in BY_HAND or number % 2 == 0,
                )


def _manager(organisation: Organisation) -> Actor | None:
    people = list_people(organisation.id, roles=[Role.MANAGER])
    return Actor(user_id=people[0].id, name=people[0].name, roles={organisation.id: Role.MANAGER}) if people else None
