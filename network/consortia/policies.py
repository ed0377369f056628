"""Who may do what with groupements and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.calls.policies import may_assemble_project
from network.consortia.models import ConsortiumState, PartnerState

if TYPE_CHECKING:
    from network.actors import Actor
    from network.consortia.models import Consortium, Partner


def may_compose(consortium: Consortium, actor: Actor) -> bool:
    """The coordinators of its project's federation, the jury aside, choose, search, invite and abandon."""
    return may_assemble_project(consortium.project, actor)


def may_see_consortium(consortium: Consortium, actor: Actor) -> bool:
    """The coordination, and the people of those who were invited."""
    return consortium.is_visible_to(actor)


def may_see_partner(consortium: Consortium, partner: Partner, actor: Actor) -> bool:
    """Who is in it and brings what: the coordination, its own people, and those who stand in it with the partner."""
    if may_compose(consortium, actor) or actor.belongs_to(partner.organisation_id):
        return True
    return partner.is_standing and partner.is_informed and _stands_in(consortium, actor)


def may_see_asks(consortium: Consortium, partner: Partner, actor: Actor) -> bool:
    """What a partner asks: the coordination, then the single contact, then the partners once it is confirmed; nobody
    where prices are agreed elsewhere."""
    if consortium.project.is_market:
        return False
    if may_compose(consortium, actor) or actor.belongs_to(partner.organisation_id):
        return True
    if not _stands_in(consortium, actor):
        return False
    return actor.belongs_to(consortium.lead_id) or consortium.confirmed_at is not None


def may_see_invitation(partner: Partner, actor: Actor) -> bool:
    """The people of the organisation invited."""
    return partner.is_informed and actor.belongs_to(partner.organisation_id)


def may_answer(partner: Partner, actor: Actor) -> bool:
    """Engaging an organisation is for its managers."""
    return partner.is_informed and actor.engages(partner.organisation_id)


def may_see_charter(consortium: Consortium, actor: Actor) -> bool:
    """The coordination, and the people of the partners who stand; neither the jury nor those who left."""
    return may_compose(consortium, actor) or _stands_in(consortium, actor)


def may_amend_charter(consortium: Consortium, actor: Actor) -> bool:
    """The coordination and the managers of the single contact; once it is confirmed, by an amendment."""
    if consortium.state not in (ConsortiumState.AGREED, ConsortiumState.CONFIRMED):
        return False
    leads = consortium.has_announced_lead and actor.engages(consortium.lead_id)
    return leads or may_compose(consortium, actor)


def may_comment_charter(consortium: Consortium, actor: Actor) -> bool:
    """Whoever reads it, while its approval is asked."""
    is_asked = consortium.charter is not None and consortium.charter.asked is not None
    return is_asked and may_see_charter(consortium, actor)


def may_approve_charter(partner: Partner, actor: Actor) -> bool:
    """The managers of a partner that has accepted approve for it alone."""
    return partner.state is PartnerState.ACCEPTED and may_answer(partner, actor)


def _stands_in(consortium: Consortium, actor: Actor) -> bool:
    return any(actor.belongs_to(partner.organisation_id) and partner.is_informed for partner in consortium.team)
