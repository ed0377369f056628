"""How the log of calls and projects reads."""

from __future__ import annotations

from functools import partial

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb
from network.calls.criteria import sentences
from network.organisations.labels import sector_label

PROJECT_FIELDS = {
    "title": _l("Title"),
    "summary": _l("What it is about"),
    "expected_jobs": _l("Jobs expected"),
    "sector": _l("Theme"),
    "needs": _l("Criteria for the partners"),
    "originators": _l("Who had the idea"),
}

CALL_FIELDS = {
    "title": _l("Title"),
    "text": _l("What the call is about"),
    "funder": _l("Financed by"),
    "envelope": _l("Envelope"),
    "closes_at": _l("Closes on"),
}

register_verb("call.written", _l("began to write the call"))
register_verb("call.changed", _l("changed the draft of the call"), fields=CALL_FIELDS)
register_verb("call.deleted", _l("threw a draft of a call away"), fields={"title": _l("Title")})
register_verb("call.published", _l("published the call"))
register_verb(
    "call.corrected", _l("put the call right"), fields={"closes_at": _l("Closes on"), "text": _l("Correction")}
)
register_verb("call.closed", _l("closed the call"))
register_verb("call.reopened", _l("opened the call again"))
register_verb("project.added", _l("added the project"))
register_verb("project.begun", _l("began the project"))
register_verb("project.proposed", _l("proposed the project"))
register_verb("project.taken_up", _l("took the project up"))
register_verb("project.left_aside", _l("left the project aside"))
register_verb("project.withdrawn", _l("withdrew the project"))
register_verb("project.resumed", _l("took the withdrawal back"))
register_verb("project.attached", _l("attached the project to the call"))
register_verb("project.detached", _l("took the project out of its call"), fields={"call": _l("Call")})
register_verb(
    "project.updated",
    _l("corrected the project"),
    fields=PROJECT_FIELDS,
    words={"sector": sector_label, "needs": partial(sentences, in_market=False)},
)
register_verb("project.interest_declared", _l("said whether the project interests their organisation"))
