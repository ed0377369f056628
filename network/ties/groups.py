"""What the coordination of a federation reads of its network: groups, who joins them, meetings to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from network import clock
from network.actors import Actor
from network.ties.matching import first_steps_of, groups_of, index_of, known_among
from network.ties.members import Member, list_members
from network.ties.queries import visible_strengths

if TYPE_CHECKING:
    from network.proximity.first_steps import FirstSteps
    from network.proximity.groups import Junction

MOST_ALONE = 10  # with whom each could begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Another group, by its number, that a group knows: who knows somebody there, and whether all hangs by one."""

    number: int
    bridges: Sequence[Member]
    hangs_by: Sequence[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Members that know each other, the best known first; `strangers` are the groups that it never met."""

    number: int
    members: Sequence[Member]
    joined: Sequence[Joined]
    strangers: Sequence[int]

    @property
    def heart(self) -> Member:
        """The one that is best known in it, by whom the group is called."""
        return self.members[0]

    @property
    def areas(self) -> list[str]:
        """The provinces of its members, that of most of them first."""
        areas = [member.locality.area for member in self.members]
        return sorted(set(areas), key=lambda area: (-areas.count(area), area))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two neighbours to bring together, and how many pairs of neighbours that opens."""

    first: Member
    second: Member
    metres: int
    opens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Meetings to begin with; of `near` pairs of neighbours, `open_already` know each other or the same third."""

    meetings: Sequence[Meeting]
    near: int
    open_already: int
    opens: int
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The page; `alone` know nobody, the first of them with their nearest fellow; `steps` is None for a network that is
    too large."""

    federation_id: int
    within_km: int
    member_count: int
    groups: Sequence[Group]
    alone: Sequence[tuple[Member, Member | None]]
    steps: Steps | None


def read_groups(actor: Actor, *, federation_id: int, within_km: int) -> Groups:
    """The page for a coordinator, from the ties that the coordination may see."""
    members = {member.id: member for member in list_members(federation_id)}
    ties = known_among(visible_strengths(members, actor, clock.today()))
    index = index_of(list(members.values()))
    groups, junctions = groups_of(ties)
    known = {member_id for group in groups for member_id in group}
    alone = [one for one in members if one not in known]
    nearest = {one: next(iter(index.nearest(one, 1)), (None, 0))[0] for one in alone[:MOST_ALONE]}
    found = first_steps_of(index, ties, within_km=within_km)
    return Groups(
        federation_id=federation_id,
        within_km=within_km,
        member_count=len(members),
        groups=[_group(number, ids, junctions, len(groups), members) for number, ids in enumerate(groups)],
        alone=[(members[one], members.get(nearest.get(one) or 0)) for one in alone],
        steps=_steps(found, members) if found else None,
    )


def _steps(found: FirstSteps, members: Mapping[int, Member]) -> Steps:
    return Steps(
        meetings=[
            Meeting(first=members[step.first], second=members[step.second], metres=step.metres, opens=step.opens)
            for step in found.meetings
        ],
        near=found.near,
        open_already=found.open_already,
        opens=found.opens,
        at_most=found.at_most,
    )


def _group(
    number: int, ids: Sequence[int], junctions: Sequence[Junction], count: int, members: Mapping[int, Member]
) -> Group:
    joined, own = [], set(ids)
    for junction in junctions:
        if number in (junction.first, junction.second):
            joined.append(
                Joined(
                    number=junction.first + junction.second - number,
                    bridges=[members[node] for node in junction.bridges if node in own],
                    hangs_by=[members[node] for node in junction.hangs_by],
                )
            )
    met = {other.number for other in joined} | {number}
    return Group(
        number=number,
        members=[members[node] for node in ids],
        joined=joined,
        strangers=[other for other in range(count) if other not in met],
    )
