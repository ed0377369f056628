"""Who may answer and read what came of a groupement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.policies import may_compose

if TYPE_CHECKING:
    from network.actors import Actor
    from network.consortia.models import Consortium
    from network.followups.models import FollowUp


def may_see_question(followup: FollowUp, actor: Actor) -> bool:
    """The people of the organisation that is asked, as long as it is in the groupement and this one is confirmed."""
    partner = followup.partner
    is_in = partner.state is PartnerState.ACCEPTED and partner.consortium.state is ConsortiumState.CONFIRMED
    return is_in and actor.belongs_to(partner.organisation_id)


def may_answer(followup: FollowUp, actor: Actor) -> bool:
    """What was delivered is said by those who engage the organisation."""
    return may_see_question(followup, actor) and actor.engages(followup.partner.organisation_id)


def may_see_outcome(consortium: Consortium, actor: Actor) -> bool:
    """What came of a confirmed groupement: its coordination, and the people of its partners."""
    if consortium.state is not ConsortiumState.CONFIRMED:
        return False
    return may_see_details(consortium, actor) or any(
        actor.belongs_to(partner.organisation_id)
        for partner in consortium.partners
        if partner.state is PartnerState.ACCEPTED
    )


def may_see_details(consortium: Consortium, actor: Actor) -> bool:
    """Each partner's jobs and remarks: the coordination alone."""
    return may_compose(consortium, actor)
