"""Looking back: whether an organisation would work with another again. Nobody reads the answer; a no parts the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network import clock
from network.database import db, lock
from network.errors import ConflictError
from network.ties.models import Afterthought, Again
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor
    from network.ties.models import Evidence


def look_back(evidence: Evidence, organisation_id: int, *, actor: Actor, answer: Again) -> None:
    """Say of what was agreed and done with another whether one would do it again.

    It is noted nowhere else, not in the log either, and nobody is told. A yes changes nothing; a no takes the evidence
    away, and the two are not paired any more.
    """
    require(actor.engages(organisation_id))
    lock(evidence)
    if not evidence.subject or organisation_id not in evidence.pair:
        raise ConflictError
    other_id = evidence.other_than(organisation_id)
    about = {"organisation_id": organisation_id, "other_id": other_id, "kind": evidence.kind}
    said = db.session.query(Afterthought).filter_by(**about, subject=evidence.subject).one_or_none()
    if said is None:
        said = Afterthought(**about, subject=evidence.subject)
        db.session.add(said)
    said.answer, said.said_at = answer, clock.now()
    if answer is Again.NO:
        db.session.delete(evidence)
    db.session.flush()
