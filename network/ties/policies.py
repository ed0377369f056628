"""Who may see and say what organisations did together."""

from __future__ import annotations

from collections.abc import Collection

from network.actors import Actor
from network.ties.models import Evidence, EvidenceKind

CONFIDENTIAL = frozenset({EvidenceKind.AUDIT, EvidenceKind.LOAN})
# what people may say of themselves; the rest comes from where it was agreed
DECLARABLE = (
    EvidenceKind.MEETING,
    EvidenceKind.WORKING_GROUP,
    EvidenceKind.VISIT,
    EvidenceKind.SUBCONTRACT,
    EvidenceKind.SHARED_STAND,
)


def may_see_evidence(evidence: Evidence, actor: Actor, federation_ids: Collection[int]) -> bool:
    """Evidence is seen by the people of the two and, once both confirm it, by coordinators of a federation of theirs.

    `federation_ids` are the federations of either. Audits and loans are seen by the two alone; nothing by anyone else.
    """
    if actor.belongs_to(evidence.first_id) or actor.belongs_to(evidence.second_id):
        return True
    if not evidence.is_confirmed or evidence.kind in CONFIDENTIAL:
        return False
    return any(actor.coordinates(federation_id) for federation_id in federation_ids)


def may_declare_evidence(organisation_id: int, actor: Actor) -> bool:
    """What an organisation did with another is said by those who engage it."""
    return actor.engages(organisation_id)


def may_answer_evidence(evidence: Evidence, actor: Actor) -> bool:
    """It is confirmed, or not, by those who engage the side that has not confirmed it."""
    return actor.engages(evidence.unconfirmed_by_id)
