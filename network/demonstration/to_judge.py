"""A call of the demonstration that has just closed: two dossiers wait for the points of its juror, federation-sante."""

from __future__ import annotations

from datetime import date

from network.calls.models import Call, CallState, Juror
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.decided import add_dossier
from network.demonstration.organisations import HEALTH_FEDERATION, organisation_named
from network.demonstration.people import person_at

TITLE = "Bien vieillir au quartier"
TEXT = "Des équipes de plusieurs maisons médicales pour que l’on vieillisse chez soi, entouré."
JUROR = "federation-sante"
CLOSED, CONFIRMED = 6, 20

# title, what it is about, euros asked, jobs expected, {partner: what it promised}, the single contact first
PROJECTS: tuple[tuple[str, str, int, int, dict[str, dict[str, int]]], ...] = (
    (
        "Visites partagées",
        "Une tournée commune chez les plus de 80 ans, tous les quinze jours, et un carnet pour tous les soignants.",
        42_000,
        2,
        {
            "Maison médicale du Plateau": {"staff_hours": 5},
            "Maison médicale Les Écluses": {"staff_hours": 4},
            "Maison médicale du Hoyoux": {"rooms": 1, "know_how_days": 6},
        },
    ),
    (
        "La cuisine des voisins",
        "Un repas par semaine dans trois maisons, préparé avec les aînés, suivi d’une heure de mouvement.",
        26_000,
        1,
        {
            "Maison médicale du Borinage": {"rooms": 1, "staff_hours": 3},
            "Maison médicale Le Levant": {"rooms": 1},
        },
    ),
)


def add_call_to_judge(today: date) -> None:
    """Together the two ask more than the envelope: the points decide."""
    call = Call(
        federation=organisation_named(HEALTH_FEDERATION),
        title=TITLE,
        text=TEXT,
        funder="Région wallonne",
        sector="health",
        envelope=60_000,
        criteria={"min_partners": 2, "budget_cap": 45_000},
        judged={"fte": 1, "by": f"{today.year + 2}-12-31", "innovation": True},
        state=CallState.CLOSED,
        published_at=moment_before(today, days=75),
        closes_at=moment_before(today, days=CLOSED, hour=17),
        created_at=moment_before(today, days=80),
    )
    call.jurors.append(Juror(user=person_at(JUROR), named_at=moment_before(today, days=70)))
    db.session.add(call)
    for title, summary, asks, jobs, promises in PROJECTS:
        add_dossier(
            call,
            title,
            summary,
            asks=asks,
            jobs=jobs,
            promises=promises,
            confirmed=CONFIRMED,
            closed=CLOSED,
            today=today,
        )
    db.session.flush()
