"""Two more federations, and who stands around the four: cooperatives, municipalities, inter-municipal companies …"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from network.accounts.demo_accounts import DOMAIN, EXTRA
from network.accounts.models import User
from network.accounts.services import new_session_key
from network.actors import Role
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import FIRST_BCE, said_of_all
from network.demonstration.people import person_at
from network.demonstration.ties import Circle, Habit, draw_circle
from network.organisations.bce import bce_with_check
from network.organisations.facts import Facts, write_facts
from network.organisations.models import LegalForm, Mandate, Membership, MembershipState, Organisation, OrganisationKind
from network.places.models import Locality
from network.resources.models import Audience, Capability, Offer
from network.ties.models import EvidenceKind

TABLE = Path(__file__).with_name("others.csv")
REUSE_FEDERATION = "Fédération des ressourceries"
SOLIDARITY_FEDERATION = "Fédération des structures solidaires"
NUMBERS_FROM = 500  # of the enterprise numbers, after those of the first two federations
COORDINATORS = (
    ("coordination-ressources", "Nathalie Bodart", REUSE_FEDERATION),
    ("coordination-solidaire", "Étienne Rousseau", SOLIDARITY_FEDERATION),
)
ASKING = "Le Dépôt de Gaume"  # has still to be confirmed by its federation
IN_BOTH = ("Le Grenier partagé", "Récup’Escaut", "Ressourcerie de la Vesdre", "La Caverne du Centre", "Objets d’ici")
CIRCLES = (
    Circle(
        federation=REUSE_FEDERATION,
        account="coordination-ressources",
        habits=(
            Habit(
                kind=EvidenceKind.WORKING_GROUP,
                title="Groupe de travail « collecte et tri »",
                areas=("hainaut", "namur"),
                days=(80, 260, 450, 640, 820),
                share=0.6,
            ),
            Habit(
                kind=EvidenceKind.SHARED_STAND,
                title="Braderie commune",
                areas=("liege", "namur"),
                days=(150, 515, 880),
                share=0.6,
            ),
        ),
    ),
    Circle(
        federation=SOLIDARITY_FEDERATION,
        account="coordination-solidaire",
        habits=tuple(
            Habit(kind=EvidenceKind.MEETING, title=title, areas=areas, days=(60, 250, 430, 610, 790), share=0.4)
            for title, areas in (
                ("Petit-déjeuner solidaire, Liège et Luxembourg", ("liege", "luxembourg")),
                ("Petit-déjeuner solidaire, Namur", ("namur",)),
                ("Petit-déjeuner solidaire, Hainaut et Brabant wallon", ("hainaut", "brabant_wallon")),
            )
        ),
    ),
)


def add_others(today: date) -> None:
    """After all that the first two federations do, so that nothing of theirs is drawn otherwise."""
    rows = _read_table()
    organisations = dict(zip((row["name"] for row in rows), _organisations(rows, today), strict=True))
    db.session.add_all(organisations.values())
    db.session.flush()
    db.session.add_all(_memberships(rows, organisations, today))
    _add_people(organisations, today)
    db.session.add_all(_offers(organisations, today))
    db.session.flush()
    for circle in CIRCLES:
        pieces = {(*piece.pair, piece.kind, piece.happened_on): piece for piece in draw_circle(circle, today)}
        db.session.add_all(pieces.values())
    db.session.add_all(_second_memberships(organisations, today))
    db.session.flush()


def _organisations(rows: Sequence[dict[str, str]], today: date) -> Iterator[Organisation]:
    localities = {str(place): place for place in db.session.query(Locality)}
    for number, row in enumerate(rows):
        locality = localities[row["place"]]
        sector, _, years = row["sectors"].partition(":")
        facts = Facts(
            kind=OrganisationKind(row["kind"]),
            name=row["name"],
            legal_form=LegalForm(row["legal_form"]),
            bce=bce_with_check(FIRST_BCE + NUMBERS_FROM + number),
            locality=locality,
            areas=[locality.area],
            experiences={sector: today.year - int(years)} if sector else {},
            **said_of_all(number, int(row["headcount"]), locality, today),
        )
        listed = moment_before(today, days=1150 - 8 * number)
        organisation = Organisation(created_at=listed)
        write_facts(organisation, facts)
        yield organisation


def _memberships(
    rows: Sequence[dict[str, str]], organisations: dict[str, Organisation], today: date
) -> Iterator[Membership]:
    for row in rows:
        if row["federation"]:
            is_asking = row["name"] == ASKING
            organisation = organisations[row["name"]]
            yield Membership(
                organisation=organisation,
                federation=organisations[row["federation"]],
                state=MembershipState.ASKED if is_asking else MembershipState.CONFIRMED,
                since=moment_before(today, days=3) if is_asking else organisation.created_at,
            )


def _second_memberships(organisations: dict[str, Organisation], today: date) -> Iterator[Membership]:
    """Some reuse centres are members of the other federation too."""
    for number, name in enumerate(IN_BOTH):
        yield Membership(
            organisation=organisations[name],
            federation=organisations[SOLIDARITY_FEDERATION],
            state=MembershipState.CONFIRMED,
            since=moment_before(today, days=500 - 40 * number),
        )


def _add_people(organisations: dict[str, Organisation], today: date) -> None:
    """A coordinator for each federation; for each other one a manager, with the password of all the others."""
    kept_hash = person_at("coordination").password_hash
    named = {federation: (account, person) for account, person, federation in COORDINATORS}
    for number, organisation in enumerate(organisations.values()):
        account, person = named.get(organisation.name, (f"{EXTRA}{organisation.id}", "Dominique Lambert"))
        user = User(
            email=f"{account}@{DOMAIN}",
            name=person,
            password_hash=kept_hash,
            session_key=new_session_key(),
            created_at=moment_before(today, days=420 - number),
        )
        role = Role.COORDINATOR if organisation.is_federation else Role.MANAGER
        db.session.add(Mandate(user=user, organisation=organisation, role=role, since=user.created_at))
    db.session.flush()


def _offers(organisations: dict[str, Organisation], today: date) -> Iterator[Offer]:
    """Ressourceries lend a van, municipalities a room."""
    shared = {OrganisationKind.RESSOURCERIE: Capability.VANS, OrganisationKind.COMMUNE: Capability.ROOMS}
    for organisation in organisations.values():
        if organisation.kind in shared:
            yield Offer(
                organisation=organisation,
                locality=organisation.locality,
                capability=shared[organisation.kind],
                quantity=1,
                from_day=today - timedelta(days=40),
                until_day=date(today.year + 1, 12, 31),
                audience=Audience.FEDERATION,
                created_at=moment_before(today, days=40),
            )


def _read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
