"""A published call is put right: at any time in what harms nobody, in all of it while nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.services import record
from network.calls.asked import asks_changed
from network.calls.backers import BACKERS
from network.calls.criteria import sentences
from network.calls.judged import judged_sentences
from network.calls.labels import KIND_LABELS
from network.calls.models import Call, CallKind, Correction
from network.calls.notices import tell_corrected
from network.calls.policies import may_coordinate_call
from network.calls.queries import is_answered
from network.database import db, lock
from network.errors import ConflictError
from network.organisations.labels import sector_label
from network.web.differences import Change, changes
from network.web.formats import money
from network.web.policies import require

if TYPE_CHECKING:
    from datetime import datetime

    from network.actors import Actor

ASKED = ("kind", "sector", "criteria")
LABELS = {
    "title": _l("Title"),
    "text": _l("What the call is about"),
    "kind": _l("Kind"),
    **BACKERS,
    "sector": _l("Sector"),
    "envelope": _l("Envelope"),
    "criteria": _l("Criteria for the partners"),
    "judged": _l("Criteria that people judge"),
}


def correct_call(
    call: Call, *, actor: Actor, version: int, said: str, closes_at: datetime | None, **facts: Any
) -> Correction:
    """Put a published call right: what changes is dated, `said` in words and told; the same said twice is one.

    Raises StaleError when somebody else did since it was read, ConflictError for what would harm those who answered.
    """
    require(may_coordinate_call(call, actor))
    _hold(call)
    if not call.is_open:
        raise ConflictError
    changed = {name: value for name, value in facts.items() if getattr(call, name) != value}
    moved = closes_at if closes_at != call.closes_at else None
    if changed or moved:
        call.expect_version(version)
        _expect_harmless(call, changed)
    elif made := next((one for one in call.corrections if one.text == said), None):
        return made
    logged = {name: [getattr(call, name), value] for name, value in changed.items() if name in LABELS}
    correction = Correction(text=said, closes_at=moved, changes=logged, made_at=clock.now())
    call.corrections.insert(0, correction)
    before = {"closes_at": call.closes_at}
    for name, value in (changed | ({"closes_at": moved} if moved else {})).items():
        setattr(call, name, value)
    db.session.flush()
    after = {"closes_at": call.closes_at, "text": said}
    tell_corrected(record("call.corrected", call, actor=actor, before=before, after=after), call)
    if not changed.keys().isdisjoint(ASKED):
        for project in call.projects:
            asks_changed(project)
    return correction


def changes_in_words(correction: Correction) -> list[Change]:
    """What a correction changed in the call, part by part."""
    words = {
        "kind": lambda kind: str(KIND_LABELS[CallKind(kind)]),
        "sector": sector_label,
        "envelope": money,
        "criteria": lambda criteria: "\n".join(sentences(criteria, in_market=correction.call.is_market)),
        "judged": lambda judged: "\n".join(judged_sentences(judged)),
    }
    parts = []
    for name, label in LABELS.items():
        if name in correction.changes:
            before, after = (str(words.get(name, str)(kept)) if kept else "" for kept in correction.changes[name])
            parts.append((str(label), before, after))
    return changes(parts)


def _hold(call: Call) -> None:
    """Invitations, deposits and interests wait, in the order in which they hold these."""
    for project in call.projects:
        for consortium in project.consortia:
            lock(consortium)
    lock(call)
    for project in call.projects:
        lock(project)


def _expect_harmless(call: Call, changed: dict[str, Any]) -> None:
    """What was asked of those who answered stands, and no less is promised to them."""
    harmful = [name for name in changed if name in (*ASKED, "judged")]
    if "envelope" in changed and call.envelope and (changed["envelope"] or 0) < call.envelope:
        harmful.append("envelope")
    if harmful and is_answered(call):
        names = format_list([str(LABELS[name]) for name in harmful], locale=get_locale())
        raise ConflictError(_("Structures have answered what was published; this stands: %(names)s.", names=names))
