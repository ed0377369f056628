"""Who is asked, and reminded, of what came of a groupement; and how the log reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb
from network.actors import Role
from network.notifications.kinds import register_kind
from network.notifications.services import notify, remind
from network.organisations.queries import list_people
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from network.activity.models import Event
    from network.followups.models import FollowUp

register_verb("followup.asked", _l("asked the partners what came of it"))
register_verb("followup.answered", _l("said what was delivered"), fields={"jobs": _l("Jobs created")})

register_kind(
    "followup.asked",
    title=_l("What came of “%(project)s” after %(months)s months? Say it in two minutes"),
    action=_l("Answer"),
)
register_kind(
    "followup.reminder",
    title=_l("What came of “%(project)s” after %(months)s months? Your answer is still awaited"),
    action=_l("Answer"),
)


def tell_asked(event: Event, followups: Iterable[FollowUp]) -> None:
    """The managers of each partner."""
    for followup in followups:
        people = list_people(followup.partner.organisation_id, roles=[Role.MANAGER])
        notify(event, users=people, kind="followup.asked", words=_words(followup), path=_path(followup))


def remind_asked(followup: FollowUp, today: date) -> None:
    """The managers of one that has not answered."""
    for person in list_people(followup.partner.organisation_id, roles=[Role.MANAGER]):
        remind("followup.reminder", followup, user=person, day=today, words=_words(followup), path=_path(followup))


def _words(followup: FollowUp) -> dict[str, str]:
    return {"project": followup.partner.consortium.project.title, "months": str(followup.months)}


def _path(followup: FollowUp) -> str:
    return path_for("followups.answer", followup_id=followup.id)
