"""How the log of calls and projects reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb

PROJECT_FIELDS = {"title": _l("Title"), "summary": _l("What it is about"), "expected_jobs": _l("Jobs expected")}

register_verb("call.published", _l("published the call"))
register_verb("project.added", _l("added the project"))
register_verb("project.updated", _l("corrected the project"), fields=PROJECT_FIELDS)
register_verb("project.interest_declared", _l("said whether the project interests their organisation"))
