"""Demands as a table that a spreadsheet opens: only what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from network.files.spreadsheets import Row, table_bytes
from network.hires.board import coordinated, demand_state
from network.hires.policies import may_see_demand
from network.hires.queries import list_demands_by_id, list_free_demands, list_known_demands, list_own_demands
from network.hires.week import half_days_text

if TYPE_CHECKING:
    from network.actors import Actor
    from network.hires.models import Demand


def list_exported(actor: Actor) -> list[Demand]:
    """The actor's own demands, those that wait for their coordination, and those of others that they may know of."""
    found = [
        *list_own_demands(actor.roles),
        *list_free_demands(coordinated(actor)),
        *list_known_demands(actor),
    ]
    demands = {demand.id: demand for demand in found}
    list_demands_by_id(demands)  # with their posts, all at once
    return list(demands.values())


def demands_table(demands: Iterable[Demand], actor: Actor, ending: str) -> bytes:
    """One row a demand; of those that the reader only knows of, nothing but who, where and how many."""
    rows = [_row(demand, is_whole=may_see_demand(demand, actor)) for demand in demands]
    return table_bytes(ending, _("Demands"), _headings(), rows)


def _headings() -> list[str]:
    return [
        _("Profession"),
        _("ISCO-08 code"),
        _("Organisation"),
        _("Postcode"),
        _("Locality"),
        _("Half-days a week"),
        _("State"),
        _("Possible"),
        _("Needed in any case"),
        _("From"),
        _("Host"),
    ]


def _row(demand: Demand, *, is_whole: bool) -> Row:
    place = demand.organisation.locality
    known: Sequence[str | int] = [
        str(demand.trade.name),
        demand.profession,
        demand.organisation.name,
        place.postal_code,
        place.name,
        demand.half_days,
        demand_state(demand)[0],
    ]
    if not is_whole:
        return [*known, "", "", None, ""]
    host = _("yes") if demand.can_host else _("no")
    return [*known, half_days_text(demand.open), half_days_text(demand.must), demand.from_day, host]
