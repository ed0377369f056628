"""What organisations of the demonstration share and need: by hand for some, drawn with a fixed seed for the ETA."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from network.activity.models import Event
from network.actors import Role
from network.database import db
from network.demonstration.dates import moment_before
from network.organisations.models import Mandate, Organisation, OrganisationKind
from network.resources.models import RESOURCES, Audience, Capability, Conditions, Frame, Need, Offer, Way

TABLE = Path(__file__).with_name("resources.csv")
TRUCKS, STORAGE, LABOUR = Capability.TRUCKS, Capability.STORAGE_M2, Capability.LABOUR_HOURS
SEED = 2010
BY_HAND = {
    "Les Ateliers de la Biesmelle": {TRUCKS: 2, LABOUR: 60},
    "Le Trait d’Union": {STORAGE: 800, LABOUR: 90},
    "Condroz Services": {TRUCKS: 2, LABOUR: 120},
    "Mosane Travail adapté": {TRUCKS: 3, STORAGE: 500, LABOUR: 100},
    "L’Ardoise": {TRUCKS: 2, STORAGE: 800, LABOUR: 80},
}


def add_offers(today: date) -> None:
    """What each ETA has to spare, then what the table says, all declared by the managers."""
    resources = [*_of_etas(today), *_of_table(today)]
    db.session.add_all(resources)
    db.session.flush()
    db.session.add_all(_declarations(resources))
    db.session.flush()


def _of_etas(today: date) -> Iterator[Offer]:
    """Every ETA offers one to three capacities, seen by the coordination, until the end of next year."""
    draw = random.Random(SEED)
    is_eta = Organisation.kind == OrganisationKind.ETA
    for eta in db.session.scalars(sa.select(Organisation).where(is_eta).order_by(Organisation.id)).all():
        drawn, days = _draw_quantities(draw, eta.headcount or 0), draw.randrange(20, 59)
        for capability, quantity in BY_HAND.get(eta.name, drawn).items():
            yield Offer(
                organisation=eta,
                locality=eta.locality,
                capability=capability,
                quantity=quantity,
                from_day=today - timedelta(days=days),
                until_day=date(today.year + 1, 12, 31),
                audience=Audience.COORDINATION,
                created_at=moment_before(today, days=days),
            )


def _draw_quantities(draw: random.Random, headcount: int) -> dict[Capability, int]:
    """Labour goes with the headcount; two in three have trucks or storage to spare."""
    labour = 10 * draw.randrange(2, 3 + headcount // 12)
    trucks = draw.choice((0, 1, 1, 2, 2, 3))
    storage = 50 * draw.choice((0, 0, 3, 5, 8, 12, 16, 20))
    return {c: quantity for c, quantity in ((TRUCKS, trucks), (STORAGE, storage), (LABOUR, labour)) if quantity}


def _of_table(today: date) -> Iterator[Offer | Need]:
    """The rows of the table, declared in the last weeks; its days are counted from today."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row["organisation"] for row in rows}
    named = db.session.scalars(sa.select(Organisation).where(Organisation.name.in_(names))).all()
    organisations = {organisation.name: organisation for organisation in named}
    for number, row in enumerate(rows):
        organisation, model = organisations[row["organisation"]], RESOURCES[Way(row["way"])]
        resource = model(
            organisation=organisation,
            locality=organisation.locality,
            capability=Capability(row["capability"]),
            quantity=int(row["quantity"]),
            details=row["details"],
            frame=Frame(row["frame"]) if row["frame"] else None,
            from_day=today + timedelta(days=int(row["from"])),
            until_day=today + timedelta(days=int(row["until"])),
            audience=Audience(row["audience"]),
            created_at=moment_before(today, days=2 + number),
        )
        if isinstance(resource, Need):
            resource.within_km = int(row["km"])
        else:
            resource.conditions = Conditions(row["conditions"]) if row["conditions"] else None
        yield resource


def _declarations(resources: Iterable[Offer | Need]) -> Iterator[Event]:
    """The log of the day on which each was declared."""
    managers = {
        mandate.organisation_id: mandate.user
        for mandate in db.session.scalars(sa.select(Mandate).where(Mandate.role == Role.MANAGER))
    }
    for resource in resources:
        manager = managers[resource.organisation_id]
        yield Event(
            at=resource.created_at,
            actor_id=manager.id,
            actor_name=manager.name,
            verb=f"{resource.way.name.lower()}.declared",
            subject_type=resource.__tablename__,
            subject_id=resource.id,
            after={"capability": resource.capability.value, "quantity": resource.quantity},
        )
