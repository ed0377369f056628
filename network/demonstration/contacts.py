"""Whom some organisations of the demonstration name to be reached, each shown as it chose."""

from __future__ import annotations

from datetime import date

from network import clock
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.people import demo_actor, person_at
from network.organisations.models import Contact, ContactAudience

# account, what to reach them about, who may see it
CONTACTS = (
    ("biesmelle", "direction, appels à projets", ContactAudience.NETWORK),
    ("trait-union", "marchés publics", ContactAudience.FEDERATION),
    ("mosane", "direction", ContactAudience.REQUEST),
    ("houillere", "camions et stockage", ContactAudience.NETWORK),
    ("coordination", "appels à projets, affiliations", ContactAudience.NETWORK),
    ("coordination-sante", "postes partagés, audits réciproques", ContactAudience.NETWORK),
    ("marronniers", "accueil", ContactAudience.FEDERATION),
)


def add_contacts(today: date) -> None:
    """The first who acts for each of these organisations."""
    for account, function, audience in CONTACTS:
        person = person_at(account)
        contact = Contact(
            organisation_id=demo_actor(account).organisation_id,
            name=person.name,
            function=function,
            email=person.email,
            phone="",
            audience=audience,
        )
        with clock.frozen(moment_before(today, days=90)):
            contact.agreed_at = clock.now()
        db.session.add(contact)
    db.session.flush()
