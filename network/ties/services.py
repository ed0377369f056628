"""What organisations did together, as they say it or as it follows from what they agreed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.models import Event
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor, Role
from network.database import Base, db, lock
from network.errors import ConflictError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.models import Organisation
from network.organisations.queries import list_people
from network.ties.afterthought_queries import list_parted
from network.ties.models import Evidence, EvidenceKind, ShownTies
from network.ties.policies import DECLARABLE, may_answer_evidence, may_declare_evidence, may_show_ties, may_take_away
from network.ties.queries import find_declared
from network.web.links import path_for
from network.web.policies import require

register_verb("ties.shown", _l("showed its ties"))
register_verb("ties.hidden", _l("showed its ties no more"))
register_verb("evidence.declared", _l("said what two structures did together"))
register_verb("evidence.confirmed", _l("confirmed what two structures did together"))
register_verb("evidence.refused", _l("did not confirm what two structures did together"))
register_verb("evidence.withdrawn", _l("took back what two structures did together"))
register_kind(
    "evidence.declared",
    title=_l("%(name)s says that you did something together on %(day)s; please confirm it"),
    action=_l("Confirm or not"),
)


def record_cooperation(
    kind: EvidenceKind, organisation_ids: Collection[int], *, on: date, subject: Base, title: str = "", actor: Actor
) -> None:
    """Every two of these organisations did this together on a day, as all of them agreed in `subject`.

    Called where they agreed it (a groupement confirmed, a post shared, an audit done), which has asked its own
    policies. What `subject` was evidence of before is replaced: said again, it counts once. Two of whom one said of
    it that it would not do it again stay without.
    """
    cancel_cooperation(kind, subject)
    about = subject_of(subject)
    parted = list_parted(organisation_ids, kind=kind, subject=about)
    pairs = [pair for pair in combinations(sorted(set(organisation_ids)), 2) if pair not in parted]
    if pairs:  # of two hundred partners there are 19,900: inserted at once
        rows = [_facts(pair, kind, on, title, actor, subject=about) for pair in pairs]
        db.session.execute(sa.insert(Evidence), rows)


def cancel_cooperation(kind: EvidenceKind, subject: Base) -> None:
    """What was agreed in `subject` does not stand: it is evidence of nothing."""
    db.session.execute(sa.delete(Evidence).where(Evidence.subject == subject_of(subject), Evidence.kind == kind))


def declare_evidence(
    organisation: Organisation, other: Organisation, *, kind: EvidenceKind, on: date, title: str, actor: Actor
) -> Evidence:
    """Say what the organisation did with another, which confirms it; at once when the other has said the same."""
    require(may_declare_evidence(organisation.id, actor))
    if kind not in DECLARABLE or on > clock.today() or organisation.id == other.id:
        raise ConflictError
    lock(min(organisation, other, key=lambda side: side.id))  # of two clicks or two sides, one after the other
    pair = (min(organisation.id, other.id), max(organisation.id, other.id))
    said = find_declared(pair, kind, on)
    if said:
        if said.unconfirmed_by_id == organisation.id:
            confirm_evidence(said, actor=actor)
        return said
    evidence = Evidence(**_facts(pair, kind, on, title, actor))
    evidence.unconfirmed_by_id = None if actor.engages(other.id) else other.id
    db.session.add(evidence)
    event = record("evidence.declared", evidence, actor=actor, after=_logged(evidence))
    _ask(event, evidence, organisation)
    return evidence


def confirm_evidence(evidence: Evidence, *, actor: Actor) -> None:
    """The other side says that it was so: it counts from now on."""
    lock(evidence)
    if evidence.is_confirmed:
        return
    require(may_answer_evidence(evidence, actor))
    evidence.unconfirmed_by_id = None
    record("evidence.confirmed", evidence, actor=actor, after=_logged(evidence))


def take_away_evidence(evidence: Evidence, *, actor: Actor) -> None:
    """A side says that it was not so, or takes back what it said or confirmed: it goes, and nobody is told."""
    lock(evidence)
    require(may_take_away(evidence, actor))
    verb = "evidence.refused" if may_answer_evidence(evidence, actor) else "evidence.withdrawn"
    record(verb, evidence, actor=actor, before=_logged(evidence))
    db.session.delete(evidence)
    db.session.flush()


def show_ties(organisation: Organisation, *, actor: Actor, shown: bool) -> None:
    """Let everyone logged in see the organisation's ties with those that do so too, or no more."""
    require(may_show_ties(organisation, actor))
    lock(organisation)
    row = db.session.get(ShownTies, organisation.id)
    if (row is not None) == shown:
        return
    if row is None:
        db.session.add(ShownTies(organisation_id=organisation.id, since=clock.now()))
    else:
        db.session.delete(row)
    record("ties.shown" if shown else "ties.hidden", organisation, actor=actor)


def subject_of(row: Base) -> str:
    """How evidence names the row it comes from."""
    return f"{row.__tablename__} {row.id}"  # type: ignore[attr-defined]


def _facts(
    pair: tuple[int, int], kind: EvidenceKind, on: date, title: str, actor: Actor, *, subject: str = ""
) -> dict[str, Any]:
    """The columns of a piece of evidence."""
    return {
        "first_id": pair[0],
        "second_id": pair[1],
        "kind": kind,
        "happened_on": on,
        "subject": subject,
        "title": title,
        "recorded_by_id": actor.user_id,
        "recorded_at": clock.now(),
    }


def _ask(event: Event, evidence: Evidence, declared_by: Organisation) -> None:
    if evidence.unconfirmed_by_id is None:
        return
    notify(
        event,
        users=list_people(evidence.unconfirmed_by_id, roles=[Role.MANAGER, Role.COORDINATOR]),
        kind="evidence.declared",
        words={"name": declared_by.name, "day": evidence.happened_on.isoformat()},
        path=path_for("directory.organisation", organisation_id=declared_by.id),
    )


def _logged(evidence: Evidence) -> dict[str, object]:
    return {"kind": evidence.kind, "happened_on": evidence.happened_on, "pair": list(evidence.pair)}
