"""Colleagues asked by mail to act for an organisation; the link in the mail is theirs to accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.accounts import letters
from network.accounts.attempts import email_digest
from network.accounts.models import User
from network.accounts.queries import find_user_by_email, normal_email
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor, Role
from network.database import db, get_row, lock
from network.errors import ConflictError, DeadLinkError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.mandates import find_mandate, give_mandate, roles_of
from network.organisations.models import ColleagueInvitation, Organisation
from network.organisations.policies import may_keep_people
from network.web.links import path_for, read, sign
from network.web.policies import require

PURPOSE = "colleague"
LINK_DAYS = 14
MOST_OPEN = 50  # of an organisation at a time: nobody has more colleagues to ask, and mails go to strangers

register_verb("colleague.invited", _l("invited a colleague"))
register_verb("colleague.invited_again", _l("sent an invitation to a colleague again"))
register_verb("colleague.invitation_withdrawn", _l("withdrew the invitation of a colleague"))
register_verb("colleague.joined", _l("accepted to act for the organisation"))
register_kind(
    "colleague.joined", title=_l("%(actor)s accepted your invitation to act for %(name)s"), action=_l("See the people")
)


def invite_colleague(organisation: Organisation, email: str, role: Role, *, actor: Actor) -> ColleagueInvitation:
    """Write to a colleague; asked already, the role is that of the last time. ConflictError for who acts already."""
    require(may_keep_people(organisation, actor) and role in roles_of(organisation))
    lock(organisation)  # of two clicks, one after the other
    email = normal_email(email)
    user = find_user_by_email(email)
    if user and find_mandate(user.id, organisation.id):
        raise ConflictError(_("This person acts for the organisation already."))
    invitation = _find(organisation.id, email)
    if invitation is None:
        if len(list_invitations(organisation.id)) >= MOST_OPEN:
            raise ConflictError(_("Many invitations wait for an answer. Withdraw some of them first."))
        invitation = ColleagueInvitation(organisation_id=organisation.id, email=email, invited_by_id=actor.user_id)
        db.session.add(invitation)
    invitation.role, invitation.sent_at = role, clock.now()
    record("colleague.invited", organisation, actor=actor, after={"role": role})
    _write(invitation, actor)
    return invitation


def send_again(invitation: ColleagueInvitation, *, actor: Actor) -> None:
    """Write to the colleague once more; the link is good for two weeks from now."""
    require(may_keep_people(invitation.organisation, actor))
    invitation.sent_at = clock.now()
    record("colleague.invited_again", invitation.organisation, actor=actor)
    _write(invitation, actor)


def withdraw_invitation(invitation: ColleagueInvitation, *, actor: Actor) -> None:
    """The link opens nothing from now on."""
    require(may_keep_people(invitation.organisation, actor))
    record("colleague.invitation_withdrawn", invitation.organisation, actor=actor)
    db.session.delete(invitation)
    db.session.flush()


def accept_invitation(invitation: ColleagueInvitation, user: User, *, actor: Actor) -> None:
    """The person acts for the organisation; who invited them is told. NotFoundError when it was accepted meanwhile."""
    require(actor.user_id == user.id)
    organisation = invitation.organisation
    lock(organisation)  # of two who have the link, one after the other
    lock(invitation)
    give_mandate(user.id, organisation, invitation.role)
    event = record("colleague.joined", organisation, actor=actor)
    notify(
        event,
        users=[invitation.invited_by],
        kind="colleague.joined",
        words={"name": organisation.name},
        path=path_for("people.index", organisation_id=organisation.id),
    )
    db.session.delete(invitation)
    db.session.flush()


def read_invitation(token: str) -> ColleagueInvitation:
    """The invitation of a link; DeadLinkError when it is false, too old, accepted or withdrawn."""
    data = read(PURPOSE, token, max_age_days=LINK_DAYS)
    invitation = db.session.get(ColleagueInvitation, data["invitation"])
    if invitation is None or data["addressee"] != _addressee(invitation):
        raise DeadLinkError
    return invitation


def get_invitation(invitation_id: int) -> ColleagueInvitation:
    """An invitation that is open; NotFoundError when there is none."""
    return get_row(ColleagueInvitation, invitation_id)


def list_invitations(organisation_id: int) -> Sequence[ColleagueInvitation]:
    """The open invitations of an organisation, the oldest first."""
    query = sa.select(ColleagueInvitation).where(ColleagueInvitation.organisation_id == organisation_id)
    return db.session.scalars(query.order_by(ColleagueInvitation.id)).all()


def list_invitations_to(email: str) -> Sequence[ColleagueInvitation]:
    """The open invitations to an address."""
    return db.session.scalars(sa.select(ColleagueInvitation).filter_by(email=email)).all()


def remove_old_invitations(before: datetime) -> None:
    """Remove those sent before then: their links have long been closed."""
    db.session.execute(sa.delete(ColleagueInvitation).where(ColleagueInvitation.sent_at < before))


def has_lapsed(invitation: ColleagueInvitation) -> bool:
    """Its link opens nothing any more; sent again, it does."""
    return invitation.sent_at < clock.now() - timedelta(days=LINK_DAYS)


def link_path(invitation: ColleagueInvitation) -> str:
    """The page where the colleague accepts."""
    token = sign(PURPOSE, invitation=invitation.id, addressee=_addressee(invitation))
    return path_for("people.invitation", token=token)


def _addressee(invitation: ColleagueInvitation) -> str:
    """Who is asked by which organisation: the number of an invitation that was answered may be given to another."""
    return email_digest(invitation.email, f"{PURPOSE} {invitation.organisation_id}")


def _find(organisation_id: int, email: str) -> ColleagueInvitation | None:
    return db.session.scalar(sa.select(ColleagueInvitation).filter_by(organisation_id=organisation_id, email=email))


def _write(invitation: ColleagueInvitation, actor: Actor) -> None:
    name = invitation.organisation.name
    letters.write_to_address(
        invitation.email,
        f"colleague {invitation.organisation_id}",
        subject=_("You are invited to act for %(name)s", name=name),
        sentence=_(
            "%(person)s invites you to act for %(name)s on Maillage. The link is good for two weeks.",
            person=actor.name,
            name=name,
        ),
        action=_("Read the invitation"),
        path=link_path(invitation),
    )
