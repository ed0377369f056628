"""What organisations hold on a person: mandates, what they asked, what they were invited to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from network.accounts.models import User
from network.accounts.personal_data import register_personal_data
from network.activity.services import record
from network.actors import Actor
from network.database import db
from network.errors import ConflictError
from network.organisations.contacts import forget_contacts
from network.organisations.invitations import list_invitations_to
from network.organisations.mandates import leaves_nobody
from network.organisations.models import Claim, ColleagueInvitation, Contact, ContactAccess, Mandate
from network.organisations.requests import list_claims


def export_mandates(user: User) -> list[dict[str, Any]]:
    """For whom the person acts, and since when."""
    return [
        {"organisation": mandate.organisation.name, "role": mandate.role, "since": mandate.since}
        for mandate in _list_mandates(user)
    ]


def end_mandates(user: User) -> None:
    """End them all; ConflictError when an organisation would be left with nobody who engages it."""
    mandates = _list_mandates(user)
    orphans = [mandate.organisation.name for mandate in mandates if leaves_nobody(mandate)]
    if orphans:
        raise ConflictError(
            _(
                "You are the only person who engages %(names)s. Have somebody else named there first.",
                names=", ".join(orphans),
            )
        )
    for mandate in mandates:
        record("mandate.ended", mandate.organisation, actor=Actor(user_id=user.id))
        db.session.delete(mandate)
    db.session.flush()


def _list_mandates(user: User) -> list[Mandate]:
    return list(db.session.scalars(sa.select(Mandate).where(Mandate.user_id == user.id).order_by(Mandate.id)))


def export_claims(user: User) -> list[dict[str, Any]]:
    """For whom the person asked to act, and what was answered."""
    return [
        {
            "organisation": claim.organisation.name,
            "state": claim.state,
            "asked_at": claim.asked_at,
            "reason": claim.reason,
        }
        for claim in list_claims(user.id)
    ]


def forget_claims(user: User) -> None:
    """What was asked goes with who asked it."""
    db.session.execute(sa.delete(Claim).where(Claim.user_id == user.id))


def export_invitations(user: User) -> list[dict[str, Any]]:
    """What the person was invited to and has not answered."""
    return [
        {"organisation": invitation.organisation.name, "role": invitation.role, "sent_at": invitation.sent_at}
        for invitation in list_invitations_to(user.email)
    ]


def forget_invitations(user: User) -> None:
    """Invitations to the person go, and so do those that they sent and nobody has accepted."""
    theirs = (ColleagueInvitation.email == user.email) | (ColleagueInvitation.invited_by_id == user.id)
    db.session.execute(sa.delete(ColleagueInvitation).where(theirs))


def export_contacts(user: User) -> dict[str, Any]:
    """Where the person is named as one to be reached, and whom they looked at."""
    accesses = sa.select(ContactAccess).filter_by(user_id=user.id).order_by(ContactAccess.id)
    return {
        "named": [
            {
                "organisation": contact.organisation.name,
                "name": contact.name,
                "function": contact.function,
                "phone": contact.phone,
                "audience": contact.audience,
                "agreed_at": contact.agreed_at,
            }
            for contact in db.session.scalars(sa.select(Contact).filter_by(email=user.email))
        ],
        "looked_at": [
            {"organisation": access.contact.organisation.name, "at": access.at}
            for access in db.session.scalars(accesses)
        ],
    }


def erase_contacts(user: User) -> None:
    """They are named nowhere any more, and what they looked at is forgotten."""
    forget_contacts(user.email, user.id)


register_personal_data("contacts", export=export_contacts, erase=erase_contacts)
register_personal_data("mandates", export=export_mandates, erase=end_mandates)
register_personal_data("claims", export=export_claims, erase=forget_claims)
register_personal_data("invitations", export=export_invitations, erase=forget_invitations)
