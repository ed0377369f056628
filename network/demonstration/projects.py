"""A project without a call, of two federations and a commune, and a public contract with its project."""

from __future__ import annotations

from datetime import date

from network import clock
from network.calls.backers import backer_facts
from network.calls.models import CallKind, InterestAnswer, Project
from network.calls.projects import add_project, begin_project
from network.calls.services import declare_interest, publish_call, write_call
from network.demonstration.dates import moment_before
from network.demonstration.organisations import ETA_FEDERATION, HEALTH_FEDERATION, organisation_named
from network.demonstration.people import demo_actor

BUYER = "Ville d’Andenne"
COMMUNE = "Commune de Val-d’Orneau"


def add_projects(today: date) -> None:
    """Both in the weeks before today, with the first answers."""
    _without_a_call(today)
    _for_a_buyer(today)


def _without_a_call(today: date) -> None:
    with clock.frozen(moment_before(today, days=16)):
        project = begin_project(
            organisation_named(ETA_FEDERATION),
            actor=demo_actor("coordination"),
            title="Jardins de santé",
            summary="Des jardins ouverts aux patients et au quartier, sur des terrains de la commune\u00a0: les ETA les"
            " créent et les entretiennent, les équipes de soins y accueillent leurs groupes.",
            sector="gardening",
            expected_jobs=3,
            needs={"min_partners": 3, "min_kind": {"maison_medicale": 1}, "requires": {"labour_hours": 120}},
            originators=[organisation_named(HEALTH_FEDERATION), organisation_named(COMMUNE)],
        )
    for account, days, brings in (
        ("brouette", 13, "Deux équipes de jardin, une journée par semaine."),
        ("ardoise", 11, ""),
        ("marronniers", 9, "Un terrain de six ares derrière la maison, et un groupe de marche."),
    ):
        _answer(project, account, today, days=days, brings=brings)


def _for_a_buyer(today: date) -> None:
    coordinator = demo_actor("coordination")
    backers = backer_facts("launcher", BUYER) | backer_facts("decider", BUYER) | backer_facts("funder", BUYER)
    with clock.frozen(moment_before(today, days=14)):
        call = write_call(
            organisation_named(ETA_FEDERATION),
            actor=coordinator,
            kind=CallKind.PROCUREMENT,
            title="Entretien des espaces verts d’Andenne",
            text="La Ville réserve ce marché à des entreprises d’économie sociale\u00a0: tontes, tailles et déchets "
            "verts, de mars à novembre.",
            sector="green_waste",
            envelope=None,
            closes_at=moment_before(today, days=-40, hour=17),
            criteria={"min_partners": 2, "max_partners": 5, "min_experienced": 1, "requires": {"trucks": 3}},
            judged={},
            **backers,
        )
        publish_call(call, actor=coordinator)
    with clock.frozen(moment_before(today, days=12)):
        project = add_project(
            call,
            actor=coordinator,
            title="Espaces verts d’Andenne",
            summary="Une offre commune\u00a0: une équipe par quartier, un seul mandataire pour la Ville.",
            expected_jobs=5,
        )
    for account, days in (("brouette", 10), ("ourthe", 8), ("condroz", 7)):
        _answer(project, account, today, days=days)


def _answer(project: Project, account: str, today: date, *, days: int, brings: str = "") -> None:
    actor = demo_actor(account)
    with clock.frozen(moment_before(today, days=days)):
        declare_interest(
            project,
            actor.organisation_id or 0,
            actor=actor,
            answer=InterestAnswer.YES,
            asks=0,
            brings=brings,
            is_shared=True,
        )
