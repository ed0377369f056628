"""Who is told what about calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.queries import list_member_managers
from network.web.links import path_for

if TYPE_CHECKING:
    from network.activity.models import Event
    from network.calls.models import Call

register_kind(
    "call.published", title=_l("%(federation)s has published the call “%(call)s”"), action=_l("Read the call")
)
register_kind(
    "call.corrected", title=_l("%(federation)s has put the call “%(call)s” right"), action=_l("Read the correction")
)


def tell_members(event: Event, call: Call, kind: str) -> None:
    """The managers of all members of the federation."""
    notify(
        event,
        users=list_member_managers(call.federation_id),
        kind=kind,
        words={"federation": call.federation.name, "call": call.title},
        path=path_for("calls.call", call_id=call.id),
    )
