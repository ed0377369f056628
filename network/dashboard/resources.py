"""What resources leave to do and propose, as lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from network import clock
from network.dashboard.rows import Row
from network.resources.labels import capability_icon, resource_title, resource_when
from network.resources.queries import R, list_renewable, list_visible, servable_needs
from network.web.formats import day, distance

if TYPE_CHECKING:
    from network.actors import Actor
    from network.resources.models import Need, Offer
    from network.resources.queries import Fit

MOST_NEEDS = 3


def list_tasks(actor: Actor) -> list[Row]:
    """Offers and needs that end: do they still stand?"""
    return [_renewal(resource) for resource in list_renewable(actor)]


def list_suggestions(actor: Actor) -> list[Row]:
    """Needs of others that the person's organisation could serve."""
    return [_servable(fit) for fit in servable_needs(actor)[:MOST_NEEDS]]


def list_declared(model: type[R], organisation_id: int, actor: Actor) -> list[Row]:
    """What the organisation shares, or looks for, today."""
    return [
        Row(
            title=resource_title(resource),
            text=resource_when(resource),
            url=url_for("resources.resource", way=resource.way, resource_id=resource.id),
            icon=capability_icon(resource.capability),
        )
        for resource in list_visible(model, [organisation_id], actor)
    ]


def _renewal(resource: Offer | Need) -> Row:
    """Renewed in one click, or looked at."""
    assert resource.until_day
    keys: dict[str, Any] = {"way": resource.way, "resource_id": resource.id}
    last = day(resource.until_day, with_weekday=True)
    return Row(
        title=_("Does it still stand? %(what)s", what=resource_title(resource)),
        text=_("ended on %(day)s", day=last) if resource.is_over(clock.today()) else _("ends on %(day)s", day=last),
        url=url_for("resources.resource", **keys),
        action=_("Renew for a year"),
        post_url=url_for("resources.renew", **keys),
    )


def _servable(fit: Fit) -> Row:
    """A need that what one offers could serve."""
    need = fit.need
    return Row(
        title=resource_title(need),
        text=_(
            "A need that you could serve: %(name)s, %(km)s away", name=need.organisation.name, km=distance(fit.metres)
        ),
        url=url_for("resources.resource", way=need.way, resource_id=need.id),
        action=_("Have a look"),
        icon="heart-handshake",
    )
