"""« Pourquoi pas nous ? »: what an organisation that was not invited reads, from its own data and the criteria only.

Never another's name, quantity, tie or refusal, nor whether anybody else was invited.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from network import clock
from network.calls.matching import offered_quantities
from network.consortia.lenses import TURN_DAYS
from network.consortia.queries import count_invited, turn_points
from network.resources.labels import capability_label
from network.ties.queries import ties_of
from network.web.formats import percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.actors import Actor
    from network.calls.models import Interest


def own_reasons(interest: Interest, actor: Actor) -> list[str]:
    """What in its own data speaks against it, as sentences; empty where nothing does."""
    return [sentence for reason in _REASONS for sentence in reason(interest, actor)]


def _means(interest: Interest, actor: Actor) -> list[str]:
    needs = interest.project.criteria.get("requires", {})
    offered = offered_quantities([interest.organisation_id], set(needs)).get(interest.organisation_id, {})
    lacking = [capability_label(need).lower() for need in needs if not offered.get(need)]
    if not lacking:
        return []
    listed = format_list(lacking, locale=get_locale())
    return [_("None of your resources counts for: %(needs)s. One counts if it stands all year ahead.", needs=listed)]


def _size(interest: Interest, actor: Actor) -> list[str]:
    is_asked = interest.project.criteria.get("min_small")
    if is_asked and interest.organisation.headcount is None:
        return [_("Your sheet does not say how many you are: you count as a large organisation.")]
    return []


def _experience(interest: Interest, actor: Actor) -> list[str]:
    criteria = interest.project.criteria
    is_asked = criteria.get("min_experienced") or criteria.get("lead_experienced")
    sectors = {experience.sector for experience in interest.organisation.experiences}
    if is_asked and interest.project.experience_sector not in sectors:
        return [_("Your sheet says no experience in the sector of the call.")]
    return []


def _money(interest: Interest, actor: Actor) -> list[str]:
    cap = interest.project.criteria.get("budget_cap")
    if not cap:
        return []
    if not interest.asks:
        return [_("You have not said what you would ask.")]
    share = -(-100 * interest.asks // cap)
    return [_("What you would ask is %(share)s of what a project may ask in all.", share=percent(share))]


def _ties(interest: Interest, actor: Actor) -> list[str]:
    if ties_of(interest.organisation, actor):
        return []
    return [_("No meeting and nothing done together is noted for you: teams that know each other come first.")]


def _turn(interest: Interest, actor: Actor) -> list[str]:
    if not turn_points(interest.project.federation_id):
        return []
    since = clock.now() - timedelta(days=TURN_DAYS)
    invited = count_invited(interest.project.federation_id, since=since)
    times = invited.get(interest.organisation_id, 0)
    if not times:
        return []
    return [
        ngettext(
            "You were invited %(num)d time in two years: others may have their turn.",
            "You were invited %(num)d times in two years: others may have their turn.",
            times,
        )
    ]


_REASONS: tuple[Callable[[Interest, Actor], list[str]], ...] = (_means, _size, _experience, _money, _ties, _turn)
