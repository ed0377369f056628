"""What the ETA of the demonstration can share: written by hand for some, drawn with a fixed seed for the others."""

from __future__ import annotations

import random
from datetime import date, timedelta

import sqlalchemy as sa

from network import clock
from network.database import Period, db
from network.demonstration.dates import moment_before
from network.demonstration.people import manager_of
from network.organisations.models import Organisation, OrganisationKind
from network.resources.models import Audience, Capability
from network.resources.services import declare_offer

TRUCKS, STORAGE, LABOUR = Capability.TRUCKS, Capability.STORAGE_M2, Capability.LABOUR_HOURS
SEED = 2010
BY_HAND = {
    "Les Ateliers de la Biesmelle": {TRUCKS: 2, LABOUR: 60},
    "Le Trait d'Union": {STORAGE: 800, LABOUR: 90},
    "Condroz Services": {TRUCKS: 2, LABOUR: 120},
    "Mosane Travail adapté": {TRUCKS: 3, STORAGE: 500, LABOUR: 100},
    "L'Ardoise": {TRUCKS: 2, STORAGE: 800, LABOUR: 80},
}


def add_offers(today: date) -> None:
    """Every ETA offers one to three capacities, seen by the coordination, until the end of next year."""
    draw = random.Random(SEED)
    is_eta = Organisation.kind == OrganisationKind.ETA
    for eta in db.session.scalars(sa.select(Organisation).where(is_eta).order_by(Organisation.id)).all():
        drawn, days = _draw_quantities(draw, eta.headcount or 0), draw.randrange(20, 59)
        with clock.frozen(moment_before(today, days=days)):
            _declare(
                eta, BY_HAND.get(eta.name, drawn), Period(today - timedelta(days=days), date(today.year + 1, 12, 31))
            )


def _draw_quantities(draw: random.Random, headcount: int) -> dict[Capability, int]:
    """Labour goes with the headcount; two in three have trucks or storage to spare."""
    labour = 10 * draw.randrange(2, 3 + headcount // 12)
    trucks = draw.choice((0, 1, 1, 2, 2, 3))
    storage = 50 * draw.choice((0, 0, 3, 5, 8, 12, 16, 20))
    return {c: quantity for c, quantity in ((TRUCKS, trucks), (STORAGE, storage), (LABOUR, labour)) if quantity}


def _declare(eta: Organisation, quantities: dict[Capability, int], period: Period) -> None:
    manager = manager_of(eta)
    for capability, quantity in quantities.items():
        declare_offer(
            eta,
            actor=manager,
            capability=capability,
            quantity=quantity,
            period=period,
            audience=Audience.COORDINATION,
        )
