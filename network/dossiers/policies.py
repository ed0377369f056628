"""Who may deposit, read, judge and choose dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.calls.models import CallState
from network.calls.policies import may_coordinate_call
from network.consortia.models import ConsortiumState
from network.consortia.policies import may_compose

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.accounts.models import User
    from network.actors import Actor
    from network.calls.models import Call
    from network.consortia.models import Consortium
    from network.dossiers.models import Dossier


def may_deposit(consortium: Consortium, actor: Actor) -> bool:
    """The coordination of a confirmed groupement, or who engages its single contact, while the call is open.

    Bids for a market, with their prices, are handed in elsewhere.
    """
    call = consortium.project.call
    if call is None or call.is_market or not call.is_open:
        return False
    return _deposits_for(consortium, actor) and consortium.state is ConsortiumState.CONFIRMED


def may_take_back(dossier: Dossier, actor: Actor) -> bool:
    """Those who deposit it take it back."""
    return _deposits_for(dossier.consortium, actor)


def may_see_dossiers(call: Call, actor: Actor) -> bool:
    """All dossiers of a call, with their points: its coordination, which decides, and its jury."""
    return may_coordinate_call(call, actor) or call.is_judged_by(actor.user_id)


def may_see_dossier(dossier: Dossier, actor: Actor) -> bool:
    """One dossier: besides, who composes its groupement and the people of its partners, not of those who left it."""
    is_theirs = may_compose(dossier.consortium, actor) or stands_aside(dossier, actor)
    return is_theirs or may_see_dossiers(dossier.call, actor)


def stands_aside(dossier: Dossier, actor: Actor) -> bool:
    """Who has a mandate in a partner neither judges the dossier nor reads its points."""
    return any(actor.belongs_to(organisation_id) for organisation_id in dossier.members)


def may_see_scores(dossier: Dossier, actor: Actor) -> bool:
    """Points and words are for the jury and for the federation that decides."""
    return may_see_dossiers(dossier.call, actor) and not stands_aside(dossier, actor)


def may_judge(dossier: Dossier, actor: Actor) -> bool:
    """The jury judges, once the call is closed and until it is decided, what is in it and what it has no part in."""
    call = dossier.call
    is_time = not call.is_open and call.state is not CallState.DECIDED and dossier.is_in_call
    return is_time and call.is_judged_by(actor.user_id) and not stands_aside(dossier, actor)


def may_decide(deciders: Collection[User], actor: Actor) -> bool:
    """Those who coordinate the federation that launched the call, without a mandate in a partner of a dossier
    (`queries.list_deciders`)."""
    return any(user.id == actor.user_id for user in deciders)


def _deposits_for(consortium: Consortium, actor: Actor) -> bool:
    return may_compose(consortium, actor) or actor.engages(consortium.lead_id)
