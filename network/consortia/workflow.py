"""States and transitions of a groupement and of its partners, as data. `docs/workflows.md` draws them."""

from __future__ import annotations

from network.consortia.models import ConsortiumState, Partner, PartnerState
from network.errors import ConflictError

CONSORTIUM_TRANSITIONS = {
    "invite": ({ConsortiumState.COMPOSING, ConsortiumState.INVITING}, ConsortiumState.INVITING),
    "agree": ({ConsortiumState.INVITING}, ConsortiumState.AGREED),
    "confirm": ({ConsortiumState.AGREED}, ConsortiumState.CONFIRMED),
    "abandon": (
        {ConsortiumState.COMPOSING, ConsortiumState.INVITING, ConsortiumState.AGREED},
        ConsortiumState.ABANDONED,
    ),
    "reopen": ({ConsortiumState.AGREED, ConsortiumState.CONFIRMED}, ConsortiumState.INVITING),
}

_ASKED = {PartnerState.INVITED, PartnerState.RESERVED, PartnerState.OTHER_CONTRIBUTION}
_AGREED = _ASKED | {PartnerState.ACCEPTED}

PARTNER_TRANSITIONS = {
    "choose": ({PartnerState.LAPSED, PartnerState.CANCELLED}, PartnerState.CHOSEN),
    "invite": ({PartnerState.CHOSEN}, PartnerState.INVITED),
    "accept": ({PartnerState.INVITED, PartnerState.RESERVED}, PartnerState.ACCEPTED),
    "reserve": ({PartnerState.INVITED}, PartnerState.RESERVED),
    "offer_other": ({PartnerState.INVITED, PartnerState.RESERVED}, PartnerState.OTHER_CONTRIBUTION),
    "take_other": ({PartnerState.OTHER_CONTRIBUTION}, PartnerState.ACCEPTED),
    "decline": (_ASKED, PartnerState.DECLINED),
    "withdraw": ({PartnerState.ACCEPTED}, PartnerState.WITHDRAWN),
    "cancel": (_AGREED, PartnerState.CANCELLED),
    "lapse": ({PartnerState.INVITED}, PartnerState.LAPSED),
}

EDITABLE = frozenset({ConsortiumState.COMPOSING, ConsortiumState.INVITING, ConsortiumState.AGREED})


def next_consortium_state(state: ConsortiumState, action: str) -> ConsortiumState:
    """Where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = CONSORTIUM_TRANSITIONS[action]
    if state not in allowed_from:
        raise ConflictError
    return target


def move(partner: Partner, action: str) -> None:
    """Bring a partner where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = PARTNER_TRANSITIONS[action]
    if partner.state not in allowed_from:
        raise ConflictError
    partner.state = target


def may_move(partner: Partner, action: str) -> bool:
    """Whether an action is possible from where the partner stands."""
    return partner.state in PARTNER_TRANSITIONS[action][0]
