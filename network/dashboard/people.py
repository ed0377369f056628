"""Who asks to join, and for whom the person acts: the part of the dashboard about memberships and mandates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from network.dashboard.rows import Row
from network.organisations.completeness import read_completeness
from network.organisations.models import MembershipState
from network.organisations.queries import get_organisation, has_memberships
from network.organisations.requests import list_claims, list_requests

if TYPE_CHECKING:
    from network.actors import Actor


def list_tasks(actor: Actor) -> list[Row]:
    """The requests that the person has to answer; for who acts for nobody, to say for whom they do."""
    memberships, claims = list_requests(actor)
    asked = [
        _request(_("%(name)s asks to be a member", name=entry.organisation.name), entry.federation.name)
        if entry.state is MembershipState.ASKED
        else _request(_("%(name)s says that you are its member", name=entry.federation.name), entry.organisation.name)
        for entry in memberships
    ]
    claimed = [
        _request(_("%(person)s asks to act for you", person=entry.user.name), entry.organisation.name)
        if actor.engages(entry.organisation_id)
        else _request(_("%(person)s asks to act for an organisation", person=entry.user.name), entry.organisation.name)
        for entry in claims
    ]
    return asked + claimed + _first_time(actor)


def list_suggestions(actor: Actor) -> list[Row]:
    """For a federation that begins, to bring its members; in one line, what the sheet of the organisation acted for
    does not say yet."""
    if actor.organisation_id is None or not actor.engages(actor.organisation_id):
        return []
    return _to_import(actor, actor.organisation_id) + _to_complete(actor.organisation_id)


def _to_import(actor: Actor, federation_id: int) -> list[Row]:
    if not actor.coordinates(federation_id) or has_memberships(federation_id):
        return []
    return [
        Row(
            title=_("Import your members"),
            text=_("A table is enough to list them; each confirms itself that it is your member."),
            url=url_for("imports.index", federation_id=federation_id),
            action=_("Begin"),
            icon="upload",
        )
    ]


def _to_complete(organisation_id: int) -> list[Row]:
    completeness = read_completeness(get_organisation(organisation_id))
    if not completeness.gaps:
        return []
    return [
        Row(
            title=_("Your sheet says %(said)s things of %(total)s", said=completeness.said, total=completeness.total),
            text=_("Missing: %(gaps)s.", gaps=", ".join(gap.what for gap in completeness.gaps)),
            url=url_for("directory.organisation", organisation_id=organisation_id),
            action=_("Complete it"),
            icon="building",
        )
    ]


def _request(title: str, text: str) -> Row:
    return Row(title=title, text=text, url=url_for("requests.index"), action=_("Answer"))


def _first_time(actor: Actor) -> list[Row]:
    """Nothing for who acts for an organisation, and for an administrator, who need not."""
    if actor.roles or actor.is_administrator:
        return []
    claims = list_claims(actor.user_id or 0)
    if claims:
        claim = claims[-1]
        return [
            Row(
                title=_("You asked to act for %(name)s", name=claim.organisation.name),
                text=_("See where your request stands, and who is around."),
                url=url_for("first_time.known", organisation_id=claim.organisation_id),
                action=_("See"),
            )
        ]
    return [
        Row(
            title=_("Say for which organisation you act"),
            text=_("Four screens: its number, its sheet, one thing to share, your neighbours."),
            url=url_for("first_time.start"),
            action=_("Begin"),
        )
    ]
