"""The problem of several consortia at once: projects with a call each, and organisations that they share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from network.matching import consortium
from network.matching.consortium.problem import TEAM_KEYS, read_team
from network.matching.problem import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = "consortia"


@dataclass(frozen=True, kw_only=True)
class Project:
    """One project: what is asked of its team, and who can be in it."""

    id: str
    team: consortium.Problem


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Projects in the order of the input; organisations are the same where their ids are.

    `max_per_member`: in so many of the consortia each organisation may be; `max_of_member`: those with a limit of
    their own.
    """

    projects: tuple[Project, ...]
    max_per_member: int = 1
    max_of_member: Mapping[str, int]

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The ids of all candidates, sorted."""
        return tuple(sorted({candidate.id for project in self.projects for candidate in project.team.candidates}))

    def most_of(self, organisation: str) -> int:
        """In how many consortia it may be."""
        return self.max_of_member.get(organisation, self.max_per_member)


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/consortia.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "projects", "max_per_member", "max_of_member", *TEAM_KEYS)
    projects: dict[str, Project] = {}
    for node in root.at("projects").items():
        project = _read_project(node, root)
        if project.id in projects:
            node.at("id").fail("is given twice")
        projects[project.id] = project
    problem = Problem(
        projects=tuple(projects.values()),
        max_per_member=root.at("max_per_member").whole(default=1),
        max_of_member={name: most.whole() for name, most in sorted(root.at("max_of_member").entries())},
    )
    for name in problem.max_of_member:
        Node(name, root.at("max_of_member").at(name).place).reference(problem.organisations)
    return problem


def _read_project(node: Node, root: Node) -> Project:
    """What a project does not say itself, the problem says for all."""
    node.fields("id", "call", *TEAM_KEYS)

    def at(key: str) -> Node:
        own = node.at(key)
        return own if own.given or key not in TEAM_KEYS else root.at(key)

    return Project(id=node.at("id").text(), team=read_team(at))
