"""The problem of shared posts: fractional demands, when they are open, and the rules of a post."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from network.matching.problem import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Set

KIND = "hires"
FIRSTS = ("half_days", "demands")
DAYS = ("mon", "tue", "wed", "thu", "fri")
HALVES = ("am", "pm")


def grid_of(weeks: int) -> tuple[str, ...]:
    """The half-days of a week, `mon_am` .. `fri_pm`, or of a fortnight, `w1_mon_am` .. `w2_fri_pm`, in their order."""
    week = [f"{day}_{half}" for day in DAYS for half in HALVES]
    return tuple(week) if weeks == 1 else tuple(f"w{number}_{slot}" for number in (1, 2) for slot in week)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """So many half-days at a place in degrees; `open` and `must` are half-days of the grid, in its order."""

    id: str
    lat: float
    lon: float
    half_days: int
    open: tuple[str, ...]
    must: tuple[str, ...] = ()
    priority: int = 1
    can_host: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for each post; None: no such rule."""

    min_half_days: int
    max_half_days: int
    max_sites: int | None = None
    max_km: int | None = None
    max_sites_per_day: int | None = None
    max_km_same_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A post of an earlier solution, its demands sorted; `timetable` None: any will do."""

    host: str
    demands: tuple[str, ...]
    timetable: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Demands, sorted by id, and the rules of the posts.

    `keep` are posts that must stand, `previous` the posts of an earlier solution whose demands are all still there;
    with `stay` as many of them as possible stay as they are.
    """

    demands: tuple[Demand, ...]
    rules: Rules
    weeks: int = 1
    first: str = "half_days"
    keep: tuple[Given, ...] = ()
    previous: tuple[Given, ...] = ()
    stay: bool = False

    @cached_property
    def by_id(self) -> dict[str, Demand]:
        """The demands by id."""
        return {demand.id: demand for demand in self.demands}

    @cached_property
    def grid(self) -> tuple[str, ...]:
        """The half-days of the week or the fortnight."""
        return grid_of(self.weeks)

    def worth(self, demand: Demand) -> int:
        """What placing a demand adds to the first objective."""
        return demand.priority * (demand.half_days if self.first == "half_days" else 1)


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/hires.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "weeks", "first", "demands", "posts", "keep", "previous", "stay")
    weeks = root.at("weeks").whole(least=1, most=2, default=1)
    grid = grid_of(weeks)
    demands = _read_demands(root.at("demands"), grid)
    known = {demand.id for demand in demands}
    stay = root.at("stay").flag(default=False)
    if stay and not root.at("previous").given:
        root.at("stay").fail("needs a previous solution")
    return Problem(
        demands=demands,
        rules=_read_rules(root.at("posts"), grid),
        weeks=weeks,
        first=root.at("first").choice(FIRSTS, default="half_days"),
        keep=tuple(_read_post(node, known, grid) for node in root.at("keep").parts("posts").items()),
        previous=_read_previous(root.at("previous"), known, grid),
        stay=stay,
    )


def _read_demands(node: Node, grid: Collection[str]) -> tuple[Demand, ...]:
    demands: dict[str, Demand] = {}
    for row in node.items():
        demand = _read_demand(row, grid)
        if demand.id in demands:
            row.at("id").fail("is given twice")
        demands[demand.id] = demand
    return tuple(demands[name] for name in sorted(demands))


def _read_demand(node: Node, grid: Collection[str]) -> Demand:
    node.fields("id", "lat", "lon", "half_days", "open", "must", "priority", "can_host")
    return Demand(
        id=node.at("id").text(),
        lat=node.at("lat").number(-90, 90),
        lon=node.at("lon").number(-180, 180),
        half_days=node.at("half_days").whole(least=1, most=len(grid)),
        open=_read_slots(node.at("open"), grid) if node.at("open").given else tuple(grid),
        must=_read_slots(node.at("must"), grid),
        priority=node.at("priority").whole(default=1),
        can_host=node.at("can_host").flag(default=True),
    )


def _read_slots(node: Node, grid: Collection[str]) -> tuple[str, ...]:
    """Distinct half-days, in the order of the grid."""
    slots: set[str] = set()
    for row in node.items():
        slot = row.text()
        if slot not in grid:
            row.fail("is no half-day of the grid")
        if slot in slots:
            row.fail("is given twice")
        slots.add(slot)
    return tuple(slot for slot in grid if slot in slots)


def _read_rules(node: Node, grid: Collection[str]) -> Rules:
    if node.given:
        node.fields("min_half_days", "max_half_days", "max_sites", "max_km", "max_sites_per_day", "max_km_same_day")
    return Rules(
        min_half_days=node.at("min_half_days").whole(default=1),
        max_half_days=node.at("max_half_days").whole(default=len(grid)),
        max_sites=node.at("max_sites").whole(default=None),
        max_km=node.at("max_km").whole(default=None),
        max_sites_per_day=node.at("max_sites_per_day").whole(default=None),
        max_km_same_day=node.at("max_km_same_day").whole(default=None),
    )


def _read_previous(node: Node, known: Set[str], grid: Collection[str]) -> tuple[Given, ...]:
    """The earlier posts whose demands are all still there; a demand stands in at most one."""
    if not node.given:
        return ()
    posts: list[Given] = []
    taken: set[str] = set()
    for row in node.object().at("posts").items():
        names = [(name, name.text()) for name in row.object().at("demands").items()]
        for name, demand in names:
            if demand in taken:
                name.fail("is given twice")
            taken.add(demand)
        if known >= {row.at("host").text(), *(demand for _, demand in names)}:
            posts.append(_read_post(row, known, grid))
    return tuple(posts)


def _read_post(node: Node, known: Collection[str], grid: Collection[str]) -> Given:
    node.fields("host", "demands", "timetable")
    demands, timetable = node.at("demands").references(known), node.at("timetable")
    host = node.at("host").reference(known)
    if host not in demands:
        node.at("host").fail("is none of the demands")
    if not timetable.given:
        return Given(host=host, demands=demands)
    timetable.fields(*demands)
    slots = {name: _read_slots(_present(timetable.at(name)), grid) for name in demands}
    return Given(host=host, demands=demands, timetable=slots)


def _present(node: Node) -> Node:
    if not node.given:
        node.fail("is missing")
    return node
