"""Who is told what about dossiers and decisions, and how the log reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb
from network.actors import Role
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.queries import list_member_managers, list_people
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.accounts.models import User
    from network.activity.models import Event
    from network.calls.models import Call
    from network.dossiers.models import Dossier

FIELDS = {"asks": _l("Amount asked"), "expected_jobs": _l("Jobs expected"), "text": _l("The project in a page")}

register_verb("dossier.deposited", _l("deposited the dossier"), fields=FIELDS)
register_verb("dossier.changed", _l("corrected the dossier"), fields=FIELDS)
register_verb("dossier.taken_back", _l("took the dossier back"))
register_verb("dossier.scored", _l("judged the dossier"))
register_verb("dossier.funded", _l("chose the project"))
register_verb("dossier.refused", _l("did not choose the project"))
register_verb("call.decided", _l("decided on the call"), fields={"reason": _l("Why another choice than the proposal")})

register_kind("dossier.deposited", title=_l("The dossier of “%(project)s” is deposited"), action=_l("Read the dossier"))
register_kind(
    "dossier.taken_back", title=_l("The dossier of “%(project)s” is taken back"), action=_l("Read the dossier")
)
register_kind(
    "dossier.funded",
    title=_l("“%(project)s” is among the projects chosen for the call “%(call)s”"),
    action=_l("Read the dossier"),
)
register_kind(
    "dossier.refused",
    title=_l(
        "“%(project)s” is not among the projects chosen for the call “%(call)s”; the consortium may go on without"
    ),
    action=_l("Read the dossier"),
)
register_kind("call.decided", title=_l("The call “%(call)s” is decided"), action=_l("See the results"))


def tell_deposited(event: Event, dossier: Dossier) -> None:
    """The partners, the federation that decides, and the jury."""
    _tell(event, dossier, "dossier.deposited", _everyone(dossier))


def tell_taken_back(event: Event, dossier: Dossier) -> None:
    """The same."""
    _tell(event, dossier, "dossier.taken_back", _everyone(dossier))


def tell_outcome(event: Event, dossier: Dossier) -> set[int]:
    """The partners of a dossier read what became of it; the ids of those told."""
    people = [*_partners(dossier), *_coordination(dossier)]
    _tell(event, dossier, event.verb, people)
    return {person.id for person in people}


def tell_decided(event: Event, call: Call, *, but: Iterable[int]) -> None:
    """The other members of the federation, and the jury."""
    people = [*list_member_managers(call.federation_id), *(juror.user for juror in call.jurors)]
    told = set(but)
    notify(
        event,
        users=[person for person in people if person.id not in told],
        kind="call.decided",
        words={"call": call.title},
        path=path_for("results.results", call_id=call.id),
    )


def _tell(event: Event, dossier: Dossier, kind: str, users: Iterable[User]) -> None:
    notify(
        event,
        users=users,
        kind=kind,
        words={"project": dossier.project.title, "call": dossier.call.title},
        path=path_for("dossiers.dossier", dossier_id=dossier.id),
    )


def _everyone(dossier: Dossier) -> list[User]:
    return [*_partners(dossier), *_coordination(dossier), *(juror.user for juror in dossier.call.jurors)]


def _partners(dossier: Dossier) -> list[User]:
    return [person for member in dossier.members for person in list_people(member, roles=[Role.MANAGER])]


def _coordination(dossier: Dossier) -> list[User]:
    """Of the federation that composes, and of the one that decides."""
    federations = {dossier.project.federation_id, dossier.call.federation_id}
    return [person for each in sorted(federations) for person in list_people(each, roles=[Role.COORDINATOR])]
