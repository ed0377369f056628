"""Words of the kinds of calls."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.calls.models import CallKind

KIND_LABELS = {
    CallKind.PROJECTS: _l("Call for projects"),
    CallKind.PROCUREMENT: _l("Public contract"),
    CallKind.ORDER: _l("Order from a client"),
}
