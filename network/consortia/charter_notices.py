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
    from network.consortia.charter_models import Charter
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
    "charter.amendment_proposed",
    title=_l("An amendment to the charter of “%(project)s” is proposed (version %(number)s), to be read and approved"),
    action=_l("See what would change"),
)
register_kind(
    "charter.amendment_in_force",
    title=_l("All have approved the amendment to the charter of “%(project)s”: version %(number)s stands"),
    action=_l("Read the charter"),
)
register_kind(
    "charter.lead_in_force",
    title=_l("All have approved the amendment to the charter of “%(project)s”: %(lead)s now speaks for all"),
    action=_l("Read the charter"),
)
register_kind(
    "charter.amendment_refused",
    title=_l("%(name)s refuses the amendment to the charter of “%(project)s”: the charter stays as it is"),
    action=_l("Read why"),
)
register_kind(
    "charter.amendment_withdrawn",
    title=_l("The amendment to the charter of “%(project)s” is withdrawn: the charter stays as it is"),
    action=_l("Read the charter"),
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
    """Everyone: there is a charter."""
    assert consortium.charter
    _tell_everyone(event, consortium.charter, "charter.drafted")


def tell_amended(event: Event, consortium: Consortium, *, fallen: Collection[int]) -> None:
    """The managers of the partners (`fallen`: ids) whose approval falls are told so, all the others that it changed."""
    approved = [partner for partner in consortium.team if partner.id in fallen]
    _tell(event, consortium, "charter.approval_fallen", list_managers(approved))
    assert consortium.charter
    _tell_everyone(event, consortium.charter, "charter.amended")


def tell_proposed(event: Event, charter: Charter) -> None:
    """Everyone: the confirmed charter would change."""
    _tell_everyone(event, charter, "charter.amendment_proposed")


def tell_in_force(event: Event, charter: Charter, *, new_lead: str) -> None:
    """Everyone: it has, and who speaks for all by it, where that is another."""
    kind = "charter.lead_in_force" if new_lead else "charter.amendment_in_force"
    _tell_everyone(event, charter, kind, lead=new_lead)


def tell_dropped(event: Event, charter: Charter, *, refused_by: str = "") -> None:
    """Everyone: it does not change, for a partner, by its name, refuses, or the authors think better of it."""
    kind = "charter.amendment_refused" if refused_by else "charter.amendment_withdrawn"
    _tell_everyone(event, charter, kind, name=refused_by)


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


def _tell_everyone(event: Event, charter: Charter, kind: str, **words: str) -> None:
    """The partners' managers and the coordination, once."""
    consortium = charter.consortium
    _tell(event, consortium, kind, [*list_managers(consortium.team), *list_composers(consortium)], **words)


def _tell(event: Event, consortium: Consortium, kind: str, users: Iterable[User], **words: str) -> None:
    assert consortium.charter
    known = {"project": consortium.project.title, "number": str(consortium.charter.latest.number)}
    notify(event, users=users, kind=kind, words=known | words, path=_path(consortium))


def _path(consortium: Consortium) -> str:
    assert consortium.charter
    return path_for("charters.charter", charter_id=consortium.charter.id)
