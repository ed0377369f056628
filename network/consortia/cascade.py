"""Inviting: at once, and one after the other when somebody declines or stays silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.calls.matching import may_be_chosen
from network.calls.models import ProjectState
from network.consortia.matching import rebalance
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.notices import tell_coordination, tell_invited
from network.consortia.queries import list_bound_elsewhere, list_gone
from network.consortia.workflow import move
from network.database import db, lock
from network.errors import ConflictError, StaleError
from network.organisations.queries import get_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.activity.models import Event
    from network.actors import Actor
    from network.organisations.models import Organisation

REPLY_DAYS = 7


def choose(consortium: Consortium, organisation_id: int) -> Partner:
    """Put an organisation in the team, not invited yet; ConflictError when it declined or left, or is not one of the
    structures possible."""
    organisation = get_organisation(organisation_id)
    partner = consortium.partner_of(organisation_id)
    if partner is not None and partner.is_standing:
        return partner
    if partner is not None:
        move(partner, "choose")
        return partner
    if organisation_id in list_gone(consortium):
        raise ConflictError(_("%(name)s declined or left; it is not asked again.", name=organisation.name))
    expect_possible(consortium, organisation)
    partner = Partner(organisation=organisation, state=PartnerState.CHOSEN, contribution={})
    consortium.partners.append(partner)
    consortium.excluded = [i for i in consortium.excluded if i != organisation_id]
    return partner


def expect_possible(consortium: Consortium, organisation: Organisation) -> None:
    """Raise ConflictError unless it is one of the structures possible: of others nobody here reads what they have."""
    if not may_be_chosen(consortium.project, organisation.id):
        raise ConflictError(_("%(name)s is not among the structures possible.", name=organisation.name))


def invite(consortium: Consortium, partners: Sequence[Partner], *, actor: Actor) -> Event:
    """Ask partners that were chosen; they are told. ConflictError when one stands in a rival bid, or the project was
    withdrawn; StaleError when it has another call, or none, since it was read."""
    _keep_to_one_bid(consortium, partners)
    call_id = consortium.project.call_id
    lock(consortium.project)
    if consortium.project.call_id != call_id:
        raise StaleError
    if consortium.project.state is not ProjectState.OPEN:
        raise ConflictError(_("The project is withdrawn: take its withdrawal back, then invite."))
    for partner in partners:
        move(partner, "invite")
        partner.invited_at, partner.interested_at = clock.now(), None
    consortium.mark_changed()
    event = record(
        "consortium.invited", consortium, actor=actor, after={"names": [p.organisation.name for p in partners]}
    )
    tell_invited(event, partners)
    return event


def invite_next(consortium: Consortium) -> None:
    """Invite the next of those whom the coordination lined up; nobody where none is left."""
    if consortium.state is not ConsortiumState.INVITING or consortium.lead_id is None:
        return
    aside = list_gone(consortium) | list_bound_elsewhere(consortium) | {p.organisation_id for p in consortium.team}
    waiting = [i for i in consortium.cascade if i not in aside]
    consortium.cascade = waiting[1:]
    if not waiting:
        return
    partner = choose(consortium, waiting[0])
    db.session.flush()
    rebalance(consortium)
    consortium.reply_by = later_day(consortium)
    tell_coordination(invite(consortium, [partner], actor=SYSTEM), partner, "consortium.next_invited")


def _keep_to_one_bid(consortium: Consortium, partners: Sequence[Partner]) -> None:
    """Where each stands in one bid only; of two that invite the same organisation, one after the other."""
    call = consortium.project.call
    if call is None or not call.is_market:
        return
    lock(call)
    bound = list_bound_elsewhere(consortium)
    names = [partner.organisation.name for partner in partners if partner.organisation_id in bound]
    if names:
        raise ConflictError(
            _("Each stands in one bid only, and is asked in another: %(names)s.", names=", ".join(names))
        )


def later_day(consortium: Consortium) -> date:
    """By when a substitute answers: the day given to all, or a week from today."""
    soonest = clock.today() + timedelta(days=REPLY_DAYS)
    return max(consortium.reply_by or soonest, soonest)
