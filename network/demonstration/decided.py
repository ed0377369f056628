"""A call of the demonstration that was decided last year: its dossiers, the jury's points, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from network import clock
from network.calls.models import Call, CallState, Juror, Project
from network.consortia.lenses import Settings
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import HEALTH_FEDERATION, organisation_named
from network.demonstration.people import demo_actor, person_at
from network.dossiers.models import Decision, Dossier, DossierState, Score
from network.followups.models import FollowUp
from network.ties.models import EvidenceKind
from network.ties.services import record_cooperation

TITLE = "Santé et quartier"
TEXT = "Des actions de santé menées à plusieurs maisons médicales, là où les gens vivent."
CONFIRMED, CLOSED, JUDGED, DECIDED = 385, 360, 334, 330

REFUSED = "Un bus pour les villages"
GIVEN_UP = "Une école du dos à deux"
REASON = "Les points décident\u202f; le bus est invité à revenir avec un véhicule partagé."
ENVELOPE = 90_000

# title, what it is about, euros asked, jobs expected, points on jobs and on innovation, a word of the jury,
# [(partner, what it promised, what it delivered after a year: None where the answer is awaited, jobs)]
PROJECTS: tuple[tuple[str, str, int, int, tuple[int, int], str, list[tuple[str, dict[str, int], Any, int]]], ...] = (
    (
        "Consultations au pied des tours",
        "Une permanence commune, chaque semaine, dans trois quartiers où personne ne consulte.",
        48_000,
        2,
        (8, 9),
        "Répond à un besoin que tous constatent.",
        [
            ("Maison médicale du Bac", {"staff_hours": 6, "rooms": 1}, {"staff_hours": 6, "rooms": 1}, 1),
            ("Maison médicale La Houlette", {"staff_hours": 4}, {"staff_hours": 2}, 0),
            ("Maison médicale du Terril", {"rooms": 1, "know_how_days": 10}, None, 1),
        ],
    ),
    (
        "Bien manger à petit prix",
        "Une diététicienne, trois cuisines et des ateliers ouverts au quartier.",
        31_000,
        1,
        (7, 6),
        "Simple, et vite en route.",
        [
            ("Maison médicale de la Sambre", {"rooms": 1, "staff_hours": 4}, {"rooms": 1, "staff_hours": 5}, 1),
            ("Maison médicale des Quatre-Bras", {"staff_hours": 3}, {"staff_hours": 3}, 0),
        ],
    ),
    (
        REFUSED,
        "Un véhicule aménagé qui passe chaque mois dans les communes sans médecin.",
        62_000,
        3,
        (6, 7),
        "Beau projet\u202f; le coût du véhicule pèse.",
        [
            ("Maison médicale des Glaces", {"staff_hours": 4}, {"staff_hours": 0}, 0),
            ("Maison médicale des Ours", {"staff_hours": 4}, None, 0),
        ],
    ),
)


def add_decided_call(today: date) -> None:
    """A closed year: three dossiers of which the envelope funded two, and a project whose groupement was given up."""
    call = health_call(
        today,
        closed=CLOSED,
        title=TITLE,
        text=TEXT,
        envelope=ENVELOPE,
        criteria={"min_partners": 2, "min_small": 1, "small_below": 20, "budget_cap": 65_000},
        judged={"fte": 1, "by": f"{today.year + 1}-12-31", "innovation": True},
        state=CallState.DECIDED,
    )
    dossiers = [_dossier(call, row, today) for row in PROJECTS]
    begun = moment_before(today, days=CONFIRMED + 40)
    given_up = _consortium(call, GIVEN_UP, "Deux kinésithérapeutes, un seul local.", 1, begun)
    given_up.state = ConsortiumState.ABANDONED
    for dossier in dossiers:
        dossier.state = DossierState.REFUSED if dossier.project.title == REFUSED else DossierState.FUNDED
    db.session.add(
        Decision(
            call=call,
            reason=REASON,
            decided_at=moment_before(today, days=DECIDED, hour=14),
            decided_by_id=person_at("coordination-sante").id,
        )
    )
    db.session.flush()


def health_call(today: date, *, closed: int, **facts: Any) -> Call:
    """A call of the federation of health centres that was closed so many days ago; federation-sante is its jury."""
    call = Call(
        federation=organisation_named(HEALTH_FEDERATION),
        funder="Région wallonne",
        sector="health",
        published_at=moment_before(today, days=closed + 90),
        closes_at=moment_before(today, days=closed, hour=17),
        created_at=moment_before(today, days=closed + 95),
        **facts,
    )
    call.jurors.append(Juror(user=person_at("federation-sante"), named_at=moment_before(today, days=closed + 5)))
    db.session.add(call)
    return call


def _dossier(call: Call, row: Any, today: date) -> Dossier:
    title, summary, asks, jobs, points, word, team = row
    promises = {name: promised for name, promised, _delivered, _created in team}
    dossier = add_dossier(
        call, title, summary, asks=asks, jobs=jobs, promises=promises, confirmed=CONFIRMED, closed=CLOSED, today=today
    )
    for partner, (_name, promised, delivered, created) in zip(dossier.consortium.partners, team, strict=True):
        _follow_ups(partner, promised, delivered, created, today)
    for criterion, given in zip(("fte", "innovation"), points, strict=True):
        score = Score(user=call.jurors[0].user, criterion=criterion, points=given, word=word)
        score.scored_at = moment_before(today, days=JUDGED)
        dossier.scores.append(score)
    return dossier


def add_dossier(
    call: Call,
    title: str,
    summary: str,
    *,
    asks: int,
    jobs: int,
    promises: Mapping[str, dict[str, int]],
    confirmed: int,
    closed: int,
    today: date,
) -> Dossier:
    """What a groupement of these partners, confirmed so many days ago, deposited before its call was closed."""
    consortium = _consortium(call, title, summary, jobs, moment_before(today, days=confirmed + 40))
    consortium.state, consortium.confirmed_at = ConsortiumState.CONFIRMED, moment_before(today, days=confirmed)
    consortium.lead = organisation_named(next(iter(promises)))
    for name, promised in promises.items():
        consortium.partners.append(
            Partner(
                organisation=organisation_named(name),
                state=PartnerState.ACCEPTED,
                contribution=promised,
                asks=asks // len(promises),
                invited_at=moment_before(today, days=confirmed + 15),
                answered_at=moment_before(today, days=confirmed + 5),
            )
        )
    db.session.flush()
    with clock.frozen(moment_before(today, days=confirmed)):
        record_cooperation(
            EvidenceKind.CONSORTIUM,
            [partner.organisation_id for partner in consortium.partners],
            on=clock.today(),
            subject=consortium,
            title=title,
            actor=demo_actor("coordination-sante"),
        )
    dossier = Dossier(
        call=call,
        consortium=consortium,
        asks=asks,
        expected_jobs=jobs,
        text=summary,
        deposited_at=moment_before(today, days=closed + 6),
    )
    db.session.add(dossier)
    return dossier


def _consortium(call: Call, title: str, summary: str, jobs: int, begun: datetime) -> Consortium:
    project = Project(
        call=call,
        federation=call.federation,
        sector=call.sector,
        title=title,
        summary=summary,
        expected_jobs=jobs,
        created_at=begun,
        changed_at=begun,
    )
    consortium = Consortium(project=project, weights=Settings().to_dict(), created_at=begun, changed_at=begun)
    db.session.add(consortium)
    return consortium


def _follow_ups(partner: Partner, promised: dict[str, int], delivered: Any, jobs: int, today: date) -> None:
    """After three months all had answered as promised; after a year, those who have."""
    for months, said, created in ((3, promised, 0), (12, delivered, jobs)):
        asked_at = moment_before(today, days=CONFIRMED - round(months * 30.5) + 1)
        follow_up = FollowUp(partner=partner, months=months, promised=promised, asked_at=asked_at)
        if said is not None:
            follow_up.delivered, follow_up.jobs = said, created
            follow_up.answered_at = asked_at + timedelta(days=4)
        db.session.add(follow_up)
