"""An organisation in several groupements of one call: shown to its coordination, refused where each has one bid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from network.actors import Actor
    from network.calls.models import Call, Project
    from network.consortia.models import Partner
    from network.organisations.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An organisation and the projects of one call in whose groupements it stands."""

    organisation: Organisation
    projects: Sequence[Project]


def list_overlaps(call: Call, actor: Actor) -> list[Overlap]:
    """Those in the teams of several projects of the call, of groupements that the actor may see; by name."""
    found: dict[Organisation, list[Project]] = defaultdict(list)
    for project in call.projects:
        for consortium in project.consortia:
            if not consortium.is_abandoned and consortium.is_visible_to(actor):
                for partner in consortium.team:
                    found[partner.organisation].append(project)
    overlaps = [Overlap(organisation=o, projects=projects) for o, projects in found.items() if len(projects) > 1]
    return sorted(overlaps, key=lambda overlap: (overlap.organisation.name, overlap.organisation.id))


def names_of_twice_bound(call: Call, project: Project) -> list[str]:
    """Who is asked or agreed for the project, and for one of the call that lets each stand in one bid only."""
    if not call.is_market:
        return []
    bound = {partner.organisation_id for other in call.projects for partner in _asked(other)}
    return sorted(partner.organisation.name for partner in _asked(project) if partner.organisation_id in bound)


def _asked(project: Project) -> Iterator[Partner]:
    """The partners invited to its groupement who have not left."""
    for consortium in project.consortia:
        if not consortium.is_abandoned:
            yield from (partner for partner in consortium.team if partner.is_informed)
