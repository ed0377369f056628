"""The people of the demonstration, all with one password, and whom they act for."""

from __future__ import annotations

from datetime import date

from network import clock
from network.accounts.demo_accounts import DOMAIN, PASSWORD
from network.accounts.models import User
from network.accounts.passwords import hash_password
from network.accounts.queries import find_user_by_email
from network.accounts.services import create_user
from network.actors import Actor, Role
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import ETA_FEDERATION, HEALTH_FEDERATION, organisation_named
from network.organisations.acting import actor_of
from network.organisations.models import Mandate, Organisation
from network.organisations.queries import list_people

# account, name, [(role, organisation), ...]
PEOPLE = (
    ("coordination", "Claire Delvaux", [(Role.COORDINATOR, ETA_FEDERATION)]),
    ("biesmelle", "Benoît Marchal", [(Role.MANAGER, "Les Ateliers de la Biesmelle")]),
    ("trait-union", "Nadia Benali", [(Role.MANAGER, "Le Trait d’Union")]),
    ("mosane", "Sophie Renard", [(Role.MANAGER, "Mosane Travail adapté")]),
    ("condroz", "Pierre Lambotte", [(Role.MANAGER, "Condroz Services")]),
    ("ardoise", "Luc Thirion", [(Role.MANAGER, "L’Ardoise")]),
    ("brouette", "Anne-Sophie Gilson", [(Role.MANAGER, "La Brouette")]),
    ("houillere", "Giuseppe Ferrante", [(Role.MANAGER, "La Houillère Verte")]),
    ("sabotier", "Françoise Nicolay", [(Role.MANAGER, "Le Sabotier")]),
    ("ourthe", "Marc Deprez", [(Role.MANAGER, "Ourthe Paysage")]),
    ("dyle", "Élodie Wauters", [(Role.MANAGER, "Dyle Services")]),
    ("senne", "Yassine El Amrani", [(Role.MANAGER, "La Senne au travail")]),
    ("saules", "Isabelle Carlier", [(Role.MANAGER, "Les Quatre Saules")]),
    ("fagne", "Thomas Jacquet", [(Role.MANAGER, "La Fagne Verte")]),
    ("membre", "Julie Hanon", [(Role.MEMBER, "Les Ateliers de la Biesmelle")]),
    ("deux-structures", "Michel Colard", [(Role.MANAGER, "Amblève Bois"), (Role.MANAGER, "Le Haut Plateau")]),
    ("federation", "Caroline Mathot", [(Role.MEMBER, ETA_FEDERATION)]),
    ("coordination-sante", "Samira Ouali", [(Role.COORDINATOR, HEALTH_FEDERATION)]),
    ("federation-sante", "Vincent Hallet", [(Role.MEMBER, HEALTH_FEDERATION)]),
    ("marronniers", "Olivier Stassen", [(Role.MANAGER, "Maison médicale Les Marronniers")]),
    ("vesdre", "Karin Pauls", [(Role.MANAGER, "Maison médicale de la Vesdre")]),
)
ADMINISTRATOR = ("administration", "Hélène Goffin")


def person_at(account: str) -> User:
    """A person of the demonstration: `person_at("biesmelle")` is biesmelle@demo.maillage.example."""
    user = find_user_by_email(f"{account}@{DOMAIN}")
    assert user, account
    return user


def demo_actor(account: str, *, organisation: str | None = None) -> Actor:
    """The same person as an actor, looking from the organisation of this name or from their first."""
    return actor_of(person_at(account), organisation_id=organisation_named(organisation).id if organisation else None)


def manager_of(organisation: Organisation) -> Actor:
    """The first manager of an organisation, as an actor."""
    return actor_of(list_people(organisation.id, roles=[Role.MANAGER])[0], organisation_id=organisation.id)


def add_people(today: date) -> None:
    """People who received their account soon after their organisation was listed; the one password is hashed once."""
    kept_hash = hash_password(PASSWORD)
    for number, (account, person, mandates) in enumerate(PEOPLE):
        with clock.frozen(moment_before(today, days=500 - 9 * number)):
            user = create_user(email=f"{account}@{DOMAIN}", name=person, password_hash=kept_hash)
            for role, name in mandates:
                organisation = organisation_named(name)
                db.session.add(Mandate(user=user, organisation=organisation, role=role, since=clock.now()))
    with clock.frozen(moment_before(today, days=510)):
        account, person = ADMINISTRATOR
        create_user(email=f"{account}@{DOMAIN}", name=person, password_hash=kept_hash, is_administrator=True)
    db.session.flush()
