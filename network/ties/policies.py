"""Who may see and say what organisations did together."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from network.actors import Actor
from network.organisations.models import Membership, MembershipState, Organisation
from network.ties.models import Evidence, EvidenceKind, Meeting, ShownTies

CONFIDENTIAL = frozenset({EvidenceKind.AUDIT, EvidenceKind.LOAN})
# what people may say of themselves; the rest comes from where it was agreed
DECLARABLE = (
    EvidenceKind.MEETING,
    EvidenceKind.WORKING_GROUP,
    EvidenceKind.VISIT,
    EvidenceKind.SUBCONTRACT,
    EvidenceKind.SHARED_STAND,
    EvidenceKind.LOAN,
)


def evidence_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the actor may see a piece of evidence, as a condition of a query.

    The people of the two do and, once both confirm it, the coordinators of a federation of either; everyone logged in
    where both show their ties. Audits and loans are seen by the two alone.
    """
    return sa.false() if actor.user_id is None else evidence_shown(**reader(actor))


def reader(actor: Actor) -> dict[str, list[int]]:
    """What `evidence_shown` asks of the reader: their organisations, and those that they coordinate."""
    return {"own": list(actor.roles), "coordinated": [i for i in actor.roles if actor.coordinates(i)]}


def evidence_shown(*, own: Any, coordinated: Any) -> sa.ColumnElement[bool]:
    """`evidence_visible_to` for a person who is logged in; the ids may be parameters that are filled in later."""
    shown: sa.Select[Any] = sa.select(ShownTies.organisation_id)
    members = _members_of(coordinated)
    return sa.or_(
        _either(own),
        sa.and_(
            Evidence.unconfirmed_by_id.is_(None),
            Evidence.kind.not_in(CONFIDENTIAL),
            sa.or_(_either(members), sa.and_(Evidence.first_id.in_(shown), Evidence.second_id.in_(shown))),
        ),
    )


def members_coordinated_by(actor: Actor) -> sa.Select[Any]:
    """The ids of the confirmed members of the federations that the actor coordinates."""
    return _members_of(reader(actor)["coordinated"])


def may_declare_evidence(organisation_id: int, actor: Actor) -> bool:
    """What an organisation did with another is said by those who engage it."""
    return actor.engages(organisation_id)


def may_be_introduced(organisation: Organisation, actor: Actor) -> bool:
    """Who can introduce others to an organisation is asked for one's own organisation, or for members that one
    coordinates; not to oneself, nor to a federation."""
    return bool(actor.roles) and not actor.belongs_to(organisation.id) and not organisation.is_federation


def may_show_ties(organisation: Organisation, actor: Actor) -> bool:
    """Whether others see the ties of an organisation is for those who engage it; a federation has none."""
    return actor.engages(organisation.id) and not organisation.is_federation


def coordinated_federation_id(actor: Actor) -> int | None:
    """The federation that the actor coordinates: the one looked from, or the first."""
    coordinated = [organisation_id for organisation_id in sorted(actor.roles) if actor.coordinates(organisation_id)]
    return actor.organisation_id if actor.organisation_id in coordinated else next(iter(coordinated), None)


def may_hold_meetings(federation_id: int, actor: Actor) -> bool:
    """Who was at a meeting is noted by the coordination of a federation, which also proposes meetings."""
    return actor.coordinates(federation_id)


def may_see_meeting(meeting: Meeting, actor: Actor) -> bool:
    """The coordination that noted it, and the people of those who are said to have been there."""
    return actor.coordinates(meeting.federation_id) or any(
        actor.belongs_to(attendance.organisation_id) for attendance in meeting.attendances
    )


def may_answer_evidence(evidence: Evidence, actor: Actor) -> bool:
    """It is confirmed, or not, by those who engage the side that has not confirmed it."""
    return actor.engages(evidence.unconfirmed_by_id)


def may_take_away(evidence: Evidence, actor: Actor) -> bool:
    """What people said of two organisations goes when those who engage either say so; what they agreed here stays."""
    return not evidence.subject and any(actor.engages(side) for side in evidence.pair)


def _members_of(federation_ids: Any) -> sa.Select[Any]:
    return sa.select(Membership.organisation_id).where(
        Membership.federation_id.in_(federation_ids), Membership.state == MembershipState.CONFIRMED
    )


def _either(organisations: Any) -> sa.ColumnElement[bool]:
    return sa.or_(Evidence.first_id.in_(organisations), Evidence.second_id.in_(organisations))
