"""What a call is for one organisation: the criteria it counts for, and with which neighbours all would be met.

The first is worked out from its own data alone, the second from what it may see: who agreed to be named, the offers
and ties that are not hidden from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network import clock
from network.calls.chips import Chip, chip_of
from network.calls.matching import (
    candidate_id,
    consortium_problem,
    organisation_of,
    solve_at_once,
    team_state,
    visible_problem,
)
from network.calls.queries import list_named_interests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.actors import Actor
    from network.calls.models import Call, Project
    from network.organisations.models import Organisation

# criteria of a team that say nothing of one of its members
OF_THE_TEAM = ("min_partners", "max_partners", "max_share_percent", "max_km_to_lead", "can_lead")
# criteria that each member holds or not; of the others it brings a part
OF_EACH = ("budget_cap", "min_contribution_percent")
NEEDS = ("requires", "max_share_percent", "min_contribution_percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """A team of whom the organisation may know; `sees_needs`: the means they offer are counted too."""

    organisations: Sequence[Organisation]
    sees_needs: bool


def own_chips(asked: Call | Project, organisation: Organisation, *, asks: int = 0) -> list[Chip]:
    """The criteria of a call or project, each with what the organisation alone counts for, from its own data only."""
    sector = asked.experience_sector
    problem = consortium_problem(asked.criteria, sector, [organisation], asks={organisation.id: asks})
    states = team_state(problem, [candidate_id(organisation.id)]).criteria
    return [
        chip_of(
            state,
            met=state.ok if state.criterion in OF_EACH else bool(state.got),
            in_market=asked.is_market,
        )
        for state in states
        if state.criterion not in OF_THE_TEAM
    ]


def find_neighbours(project: Project, organisation: Organisation, actor: Actor) -> Neighbours | None:
    """With whom, of those who let it be known that they are interested, all criteria would be met; the money aside.

    Where the means that the actor may see do not make a team, they are left aside too.
    """
    others = [interest.organisation for interest in list_named_interests(project, but=organisation.id)]
    if not others:
        return None
    criteria = {name: rule for name, rule in project.criteria.items() if name != "budget_cap"}
    candidates = sorted([organisation, *others], key=lambda candidate: candidate.id)
    problem = consortium_problem(criteria, project.experience_sector, candidates)
    problem = visible_problem(problem, actor, on=clock.today())
    without_needs = problem | {"call": {name: rule for name, rule in criteria.items() if name not in NEEDS}}
    for asked, sees_needs in ((problem, True), (without_needs, False)):
        found = solve_at_once(asked | {"pinned": [candidate_id(organisation.id)]}).get("proposals", [])
        if found:
            members = {organisation_of(member) for member in found[0]["members"]}
            return Neighbours(organisations=[o for o in others if o.id in members], sees_needs=sees_needs)
    return None
