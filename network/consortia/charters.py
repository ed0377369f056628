"""What people do with a charter: amend it, comment on it, approve it or refuse what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.consortia.agreement import confirm, take_effect
from network.consortia.charter_drafts import add_version, drop_proposed
from network.consortia.charter_models import Charter, CharterApproval, CharterComment
from network.consortia.charter_notices import tell_authors, tell_commented, tell_dropped
from network.consortia.charter_terms import terms_of
from network.consortia.matching import assess_terms
from network.consortia.policies import may_amend_charter, may_approve_charter, may_comment_charter, may_compose
from network.consortia.words import named_criteria
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from network.actors import Actor
    from network.consortia.charter_terms import Promises
    from network.consortia.models import Consortium, Partner


def amend_charter(
    charter: Charter,
    *,
    actor: Actor,
    number: int,
    sections: Mapping[str, str],
    benefits: Mapping[str, str],
    reason: str,
    promises: Promises | None = None,
    lead: int | None = None,
) -> None:
    """Write the next version; the approvals given so far fall. StaleError when another version stands by now.

    Once the groupement is confirmed it is an amendment, which may change what partners bring and ask (`promises`) and
    who is the single contact (`lead`, both as in charter_terms.py) as long as the criteria hold; the charter stays in
    force until all have approved it.
    """
    _begin(charter)
    consortium = charter.consortium
    require(may_amend_charter(consortium, actor))
    charter.expect_number(number)
    terms = terms_of(consortium, promises, lead=lead)
    if promises or lead is not None:
        _expect_criteria(consortium, terms)
    add_version(
        charter,
        sections=sections,
        benefits=benefits,
        reason=reason,
        actor=actor,
        author_id=actor.user_id,
        terms=terms,
    )


def withdraw_amendment(charter: Charter, *, actor: Actor, number: int) -> None:
    """Its authors think better of it; withdrawn already, nothing happens."""
    _begin(charter)
    require(may_amend_charter(charter.consortium, actor))
    if charter.proposed is None:
        return
    charter.expect_number(number)
    drop_proposed(charter)
    event = record("charter.amendment_withdrawn", charter.consortium, actor=actor, after={"number": number})
    tell_dropped(event, charter)


def refuse_amendment(partner: Partner, *, actor: Actor, number: int, reason: str) -> None:
    """A partner says no, and why: the charter stays as it is. Said twice by a double click, it is said once."""
    charter = _charter_of(partner)
    require(may_approve_charter(partner, actor))
    read = charter.find_version(number)
    if read and read.refused_by_id == partner.id:
        return
    charter.expect_number(number)
    if charter.proposed is None:
        raise ConflictError
    drop_proposed(charter, refused_by=partner, refusal=reason)
    name = partner.organisation.name
    event = record("charter.amendment_refused", partner.consortium, actor=actor, after={"name": name})
    tell_dropped(event, charter, refused_by=name)


def set_approve_by(charter: Charter, day: date | None, *, actor: Actor) -> None:
    """Say by when the charter is to be approved; those who have not are reminded at half time."""
    _begin(charter)
    require(may_amend_charter(charter.consortium, actor))
    if charter.approve_by == day:
        return
    if charter.asked is None:
        raise ConflictError
    record(
        "charter.day_set",
        charter.consortium,
        actor=actor,
        before={"approve_by": charter.approve_by},
        after={"approve_by": day},
    )
    charter.approve_by, charter.asked_on = day, clock.today()


def approve_charter(partner: Partner, *, actor: Actor, number: int) -> None:
    """A partner approves the version that it has read; with the last approval the groupement is confirmed, or, where it
    is confirmed, the amendment takes effect."""
    charter = _charter_of(partner)
    require(may_approve_charter(partner, actor))
    if partner.id in charter.approvals and charter.latest.number == number:
        return
    charter.expect_number(number)
    if charter.asked is None:
        raise ConflictError
    assert actor.user_id is not None
    charter.asked.approvals.append(
        CharterApproval(partner_id=partner.id, approved_by_id=actor.user_id, approved_at=clock.now())
    )
    after = {"name": partner.organisation.name, "number": number}
    event = record("charter.approved", partner.consortium, actor=actor, after=after)
    if not charter.is_approved:
        tell_authors(event, partner.consortium, "charter.approved", name=partner.organisation.name)
    elif charter.proposed:
        take_effect(charter, actor=actor)
    else:
        confirm(partner.consortium, actor=actor)


def take_back_approval(partner: Partner, *, actor: Actor) -> None:
    """A partner changes its mind before the last one has approved."""
    charter = _charter_of(partner)
    require(may_approve_charter(partner, actor))
    if charter.asked is None:
        raise ConflictError
    approval = charter.approvals.get(partner.id)
    if approval is None:
        return
    charter.asked.approvals.remove(approval)
    name = partner.organisation.name
    event = record("charter.approval_taken_back", partner.consortium, actor=actor, after={"name": name})
    tell_authors(event, partner.consortium, "charter.approval_taken_back", name=name)


def comment_charter(charter: Charter, *, actor: Actor, section: str, text: str) -> None:
    """Say something of a section, or of the whole; said twice by a double click, it stands once."""
    _begin(charter)
    consortium = charter.consortium
    require(may_comment_charter(consortium, actor))
    assert actor.user_id is not None
    last = charter.comments[-1] if charter.comments else None
    if last and (last.author_id, last.section, last.text, last.number) == (
        actor.user_id,
        section,
        text,
        charter.latest.number,
    ):
        return
    partner = _speaks_for(consortium, actor)
    charter.comments.append(
        CharterComment(
            number=charter.latest.number,
            section=section,
            partner_id=partner.id if partner else None,
            author_id=actor.user_id,
            text=text,
            made_at=clock.now(),
        )
    )
    name = partner.organisation.name if partner else consortium.project.federation.name
    event = record("charter.commented", consortium, actor=actor, after={"name": name})
    tell_commented(event, consortium, name=name)


def take_back_comment(comment: CharterComment, *, actor: Actor) -> None:
    """Who said it takes it away; taken away already, nothing happens."""
    charter = comment.charter
    require(comment.author_id == actor.user_id)
    _begin(charter)
    if comment in charter.comments:
        charter.comments.remove(comment)
        record("charter.comment_taken_back", charter.consortium, actor=actor)


def _speaks_for(consortium: Consortium, actor: Actor) -> Partner | None:
    """The partner for which the actor speaks, the one acted for first; None for the coordination."""
    theirs = [partner for partner in consortium.team if actor.belongs_to(partner.organisation_id)]
    if not theirs or (may_compose(consortium, actor) and actor.organisation_id == consortium.federation_id):
        return None
    return min(theirs, key=lambda partner: partner.organisation_id != actor.organisation_id)


def _expect_criteria(consortium: Consortium, terms: Mapping[str, Any]) -> None:
    state = assess_terms(consortium, terms)
    unmet = [criterion.criterion for criterion in state.criteria if not criterion.ok]
    if unmet:
        names = named_criteria(unmet, in_market=consortium.project.is_market)
        raise ConflictError(_("Not met any more by this amendment: %(criteria)s.", criteria=names))


def _charter_of(partner: Partner) -> Charter:
    """The charter of a partner's groupement, with the partner read again."""
    charter = partner.consortium.charter
    if charter is None:
        raise ConflictError
    _begin(charter)
    db.session.refresh(partner)
    return charter


def _begin(charter: Charter) -> None:
    """One change after the other: the groupement's row is held, and the charter read again."""
    lock(charter.consortium)
    db.session.refresh(charter)
    db.session.refresh(charter, ["versions", "comments"])
    db.session.refresh(charter.latest, ["approvals"])
