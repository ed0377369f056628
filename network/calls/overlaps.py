"""An organisation in the groupements of several projects of one call, for its coordination."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.actors import Actor
    from network.calls.models import Call, Project
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
