"""What a search for several groupements at once found, in words; and how it compares with one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from network.calls.matching import candidate_id, organisation_of
from network.consortia.joint import composed, has_team
from network.consortia.matching import joint_reasons, joint_teams
from network.consortia.proposals import facts, listed
from network.organisations.queries import list_organisations_by_id
from network.web.formats import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.calls.models import Call, Project
    from network.consortia.models import Consortium
    from network.runs.models import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTeam:
    """The team proposed for a project, or why there is none; `names`: the single contact first."""

    project: Project
    consortium: Consortium | None
    names: list[str]
    facts: str
    notes: list[str]
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The result of a search: its verdict in sentences, and a team a project."""

    run: Run
    verdict: list[str]
    teams: list[JointTeam]

    @property
    def to_take(self) -> dict[str, int]:
        """The fields of the form that takes the teams over; empty where there is nothing to take."""
        open_ = [team.consortium for team in self.teams if team.names and not team.is_taken and team.consortium]
        if not open_:
            return {}
        consortia = [team.consortium for team in self.teams if team.consortium]
        return {"run_id": self.run.id} | {f"version_{consortium.id}": consortium.version for consortium in consortia}


def together_of(call: Call, composable: Sequence[Project], run: Run | None) -> Together | None:
    """What the newest search found; projects that can no longer be composed are left out."""
    if run is None or not run.solution:
        return None
    words = _Words(call, run)
    known = {int(row["id"]) for row in run.problem["projects"]}
    teams = [words.team(project) for project in composable if project.id in known]
    return Together(run=run, verdict=words.verdict(), teams=teams)


class _Words:
    """The sentences of one search."""

    def __init__(self, call: Call, run: Run) -> None:
        self._found: Mapping[str, Any] = run.solution or {}
        self._rows = {int(row["project"]): row for row in self._found["consortia"]}
        self._problems, self._reasons = joint_teams(run), joint_reasons(run)
        self._titles = {project.id: project.title for project in call.projects}
        alone = filter(None, self._found["alone"].values())
        wanted = {organisation_of(name) for team in (*self._rows.values(), *alone) for name in team["members"]}
        self._names = {candidate_id(row.id): row.name for row in list_organisations_by_id(wanted)}

    def verdict(self) -> list[str]:
        """How many groupements, how it compares with one after the other, and what is proven."""
        formed, total = len(self._rows), len(self._problems)
        count = ngettext("%(num)d project has a team", "%(num)d projects have a team", formed)
        first = _("%(count)s that meets the criteria, of %(total)d.", count=count, total=total)
        sure = self._found["status"] == "optimal"
        last = _("No other choice does better.") if sure else _("There was no time to prove that none does better.")
        return [first, *self._compared(), last]

    def _compared(self) -> list[str]:
        """With the best of composing one project after the other."""
        turns = self._found["one_by_one"]
        if turns is None or not self._rows:
            return []
        (formed, cost), (before, earlier) = self._found["objective"], turns
        if formed > before:
            return [ngettext(
                "Composed one after the other, in the best order tried, only %(num)d would have one.",
                "Composed one after the other, in the best order tried, only %(num)d would have one.",
                before,
            )]  # fmt: skip
        closer = round(100 * (earlier - cost) / earlier) if earlier > 0 else 0
        if closer:
            return [_(
                "The teams are %(percent)s closer-knit than composed one after the other in the best order tried.",
                percent=percent(closer),
            )]  # fmt: skip
        return [_("Composed one after the other in the best order tried, they would be about as close-knit.")]

    def team(self, project: Project) -> JointTeam:
        """The team of a project."""
        row, consortium = self._rows.get(project.id), composed(project)
        if row is None:
            return JointTeam(
                project=project, consortium=consortium, names=[], facts="", notes=[self._why_none(project)],
                is_taken=False,
            )  # fmt: skip
        members = sorted(row["members"], key=lambda name: name != row["lead"])
        return JointTeam(
            project=project,
            consortium=consortium,
            names=[self._names[name] for name in members],
            facts=facts(self._problems[project.id], row),
            notes=self._missed(project),
            is_taken=consortium is not None and has_team(consortium, row),
        )

    def _why_none(self, project: Project) -> str:
        if self._reasons[project.id]["reason"] == "impossible":
            return _("No team meets its criteria, even if it were the only project. Its own search says why.")
        return _("The structures that the others leave cannot meet its criteria.")

    def _missed(self, project: Project) -> list[str]:
        """Who would be in the team if the project were the only one, and is needed elsewhere."""
        return [
            _(
                "Alone, it would have %(name)s, proposed here for %(projects)s.",
                name=self._names[entry["member"]],
                projects=self._quoted(entry["serves"]),
            )
            for entry in self._reasons[project.id]["missed"]
            if entry["serves"]
        ]

    def _quoted(self, projects: Sequence[str]) -> str:
        return listed([_("“%(title)s”", title=self._titles.get(int(project), project)) for project in projects])
