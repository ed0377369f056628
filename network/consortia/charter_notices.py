"""Who is told what about charters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.consortia.notices import list_composers, list_managers
from network.notifications.kinds import register_kind
from network.notifications.services import notify, remind
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from network.accounts.models import User
    from network.activity.models import Event
    from network.consortia.models import Consortium, Partner

register_kind(
    "charter.drafted",
    title=_l("Everyone has accepted “%(project)s”: its charter is drawn up, to be read and approved"),
    action=_l("Read the charter"),
)
register_kind(
    "charter.amended",
    title=_l("The charter of “%(project)s” has changed: version %(number)s"),
    action=_l("See what has changed"),
)
register_kind(
    "charter.approval_fallen",
    title=_l("The charter of “%(project)s” has changed (version %(number)s): your approval no longer stands"),
    action=_l("See what has changed"),
)
register_kind(
    "charter.approved", title=_l("%(name)s approves the charter of “%(project)s”"), action=_l("See the charter")
)
register_kind(
    "charter.approval_taken_back",
    title=_l("%(name)s takes back its approval of the charter of “%(project)s”"),
    action=_l("See the charter"),
)
register_kind(
    "charter.commented",
    title=_l("%(name)s comments on the charter of “%(project)s”"),
    action=_l("Read the comment"),
)
register_kind(
    "charter.reminder",
    title=_l("The charter of “%(project)s” is to be approved by %(approve_by)s"),
    action=_l("Approve the charter"),
)


def tell_drafted(event: Event, consortium: Consortium) -> None:
    """The partners' managers and the coordination, once."""
    _tell(event, consortium, "charter.drafted", [*list_managers(consortium.team), *list_composers(consortium)])


def tell_amended(event: Event, consortium: Consortium, *, fallen: Collection[int]) -> None:
    """The managers of the partners (`fallen`: ids) whose approval falls are told so, all the others that it changed."""
    approved = [partner for partner in consortium.team if partner.id in fallen]
    _tell(event, consortium, "charter.approval_fallen", list_managers(approved))
    _tell(event, consortium, "charter.amended", [*list_managers(consortium.team), *list_composers(consortium)])


def tell_authors(event: Event, consortium: Consortium, kind: str, *, name: str) -> None:
    """Those who may amend the charter: the managers of the single contact and the coordination."""
    lead = [partner for partner in consortium.team if partner.organisation_id == consortium.lead_id]
    _tell(event, consortium, kind, [*list_managers(lead), *list_composers(consortium)], name=name)


def tell_commented(event: Event, consortium: Consortium, *, name: str) -> None:
    """Those who may amend the charter, and the managers of the partners that have commented on it."""
    tell_authors(event, consortium, "charter.commented", name=name)
    assert consortium.charter
    spoke = {comment.partner_id for comment in consortium.charter.comments}
    partners = [partner for partner in consortium.team if partner.id in spoke]
    _tell(event, consortium, "charter.commented", list_managers(partners), name=name)


def remind_partner(partner: Partner, *, day: date) -> None:
    """The managers of a partner that has not approved yet, once for this day."""
    charter = partner.consortium.charter
    assert charter
    words = {"project": partner.consortium.project.title, "approve_by": str(charter.approve_by)}
    for person in list_managers([partner]):
        remind("charter.reminder", charter, user=person, day=day, words=words, path=_path(partner.consortium))


def _tell(event: Event, consortium: Consortium, kind: str, users: Iterable[User], **words: str) -> None:
    assert consortium.charter
    known = {"project": consortium.project.title, "number": str(consortium.charter.number)}
    notify(event, users=users, kind=kind, words=known | words, path=_path(consortium))


def _path(consortium: Consortium) -> str:
    assert consortium.charter
    return path_for("charters.charter", charter_id=consortium.charter.id)
