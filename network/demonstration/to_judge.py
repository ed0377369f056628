"""A call of the demonstration that has just closed: two dossiers wait for the points of its juror, federation-sante."""

from __future__ import annotations

from datetime import date

from network.calls.models import CallState
from network.database import db
from network.demonstration.decided import add_dossier, health_call

TITLE = "Bien vieillir au quartier"
TEXT = "Des équipes de plusieurs maisons médicales pour que l’on vieillisse chez soi, entouré."
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
    call = health_call(
        today,
        closed=CLOSED,
        title=TITLE,
        text=TEXT,
        envelope=60_000,
        criteria={"min_partners": 2, "budget_cap": 45_000},
        judged={"fte": 1, "by": f"{today.year + 2}-12-31", "innovation": True},
        state=CallState.CLOSED,
    )
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
