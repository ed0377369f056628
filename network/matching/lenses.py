"""One team problem looked at through several lenses, each of which changes what is best; teams found twice are one.

The model is in `docs/models/lenses.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from network.matching import consortium
from network.matching.consortium import Remoteness, read_remoteness
from network.matching.problem import Node
from network.matching.solver import Limits, Progress, Status, Watch, silent
from network.matching.validation import need

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.matching.solver import OnProgress

KIND = "lenses"
CAPS = ("budget_cap", "max_share_percent")
"""The criteria that a lens may bring as low as some team allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What one look changes: how remoteness weighs, the bonus of candidates, the cap that is made the lowest."""

    name: str
    remoteness: Remoteness | None = None
    bonus: Mapping[str, int]
    least: str | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A team problem, the lenses in order, and what is required with a margin: asked first, left out where no team
    has it."""

    team: consortium.Problem
    lenses: tuple[Lens, ...]
    margin: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A team: the lenses through which it is the best, the criteria that the first of them changed."""

    lenses: tuple[str, ...]
    call: Mapping[str, Any]
    proposal: consortium.Proposal

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"lenses": list(self.lenses), "call": dict(self.call)} | self.proposal.to_dict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The teams, in the order of their first lens; where there is none, the reasons of the team problem itself.

    `unlooked`: lenses for which the time was too short.
    """

    first: consortium.Solution
    looks: tuple[Look, ...]
    unlooked: tuple[str, ...]
    seconds: float

    @property
    def status(self) -> Status:
        """Of the first lens."""
        return self.first.status

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        found = self.first.to_dict() | {"kind": KIND, "seconds": round(self.seconds, 4)}
        if not self.looks:
            return found
        complete = found["alternatives_complete"] and not self.unlooked
        return found | {
            "proposals": [look.to_dict() for look in self.looks],
            "alternatives_complete": complete,
            "unlooked": list(self.unlooked),
        }


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data: {"kind", "problem", "lenses", "margin"}; ProblemError at the first bad place."""
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "problem", "lenses", "margin")
    team = consortium.read_problem(root.at("problem").object().value)
    lenses = tuple(_read_lens(node, team) for node in root.at("lenses").items())
    if not lenses or len({lens.name for lens in lenses}) < len(lenses):
        root.at("lenses").fail("must be lenses of different names")
    margin = {name: amount.whole() for name, amount in root.at("margin").entries()}
    return Problem(team=team, lenses=lenses, margin=dict(sorted(margin.items())))


def _read_lens(node: Node, team: consortium.Problem) -> Lens:
    node.fields("name", "remoteness", "bonus", "least")
    bonus = {name: points.whole() for name, points in node.at("bonus").entries()}
    return Lens(
        name=node.at("name").text(),
        remoteness=read_remoteness(node.at("remoteness")) if node.at("remoteness").given else None,
        bonus={name: points for name, points in sorted(bonus.items()) if name in team.by_id},
        least=node.at("least").choice(CAPS, default=None),
    )


def solve(problem: Problem, limits: Limits, on_progress: OnProgress = silent) -> Solution:
    """The best team through each lens; of the first one its alternatives too, behind the others.

    `on_progress` is told the lens as the phase. A lens gets its part of the time that is left.
    """
    return _Looking(problem, limits, on_progress).solution()


def looked_at(problem: Problem, name: str, call: Mapping[str, Any]) -> consortium.Problem:
    """The team problem as a lens sees it, with the criteria that a look changed."""
    lens = next(lens for lens in problem.lenses if lens.name == name)
    team = problem.team
    candidates = tuple(replace(c, bonus=lens.bonus.get(c.id, c.bonus)) for c in team.candidates)
    return replace(
        team,
        candidates=candidates,
        remoteness=lens.remoteness or team.remoteness,
        call=replace(team.call, **call),
    )


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check each team against the problem of its first lens; RuleBrokenError at the first rule that does not hold."""
    need(solution["kind"] == KIND, "kind")
    proposals = solution.get("proposals", [])
    if not proposals:
        consortium.validate(problem.team, {**solution, "kind": "consortium"})
    for proposal in proposals:
        names = {name for name, _value in proposal["call"].items()}
        need(names <= {*CAPS, "requires"}, "a criterion that no lens changes")
        need(_asks_no_less(problem.team.call, proposal["call"]), "a criterion that was loosened")
        alone = {key: proposal[key] for key in ("status", "objective", "bound")}
        looked = looked_at(problem, proposal["lenses"][0], proposal["call"])
        consortium.validate(looked, alone | {"kind": "consortium", "proposals": [proposal]})


def _asks_no_less(call: consortium.Call, changes: Mapping[str, Any]) -> bool:
    caps = {name: getattr(call, name) for name in changes if name in CAPS}
    needs = changes.get("requires", call.requires)
    return all(cap is None or changes[name] <= cap for name, cap in caps.items()) and all(
        needs.get(capability, 0) >= amount for capability, amount in call.requires.items()
    )


class _Looking:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._looks: list[Look] = []
        self._unlooked: list[str] = []

    def solution(self) -> Solution:
        """Through each lens in turn; without a team for the first, there is none for any."""
        first, *others = self._problem.lenses
        call: Mapping[str, Any] = {"requires": self._with_margin()}
        found = self._look(first, call, others) if self._problem.margin else None
        if found is None or found.status is Status.INFEASIBLE:
            call = {}
            found = self._look(first, call, others)
        self._keep(first, call, found.proposals[:1])
        while others and found.proposals:
            lens = others.pop(0)
            self._look_again(lens, call, others)
        self._keep(first, call, found.proposals[1:])
        return self._so_far(found)

    def _with_margin(self) -> Mapping[str, int]:
        """What is required, raised to the margin where that is more."""
        asked, margin = self._problem.team.call.requires, self._problem.margin
        return {name: max(asked.get(name, 0), margin.get(name, 0)) for name in sorted({*asked, *margin})}

    def _look_again(self, lens: Lens, call: Mapping[str, Any], after: Sequence[Lens]) -> None:
        if lens.least:
            lowest = self._lowest(lens, call, after)
            if lowest is None:
                self._unlooked.append(lens.name)
                return
            call = {**call, lens.least: lowest}
        found = self._look(lens, call, after, alternatives=0)
        self._keep(lens, call, found.proposals)
        if not found.proposals:
            self._unlooked.append(lens.name)

    def _lowest(self, lens: Lens, call: Mapping[str, Any], after: Sequence[Lens]) -> int | None:
        """The lowest value of the lens's cap at which some team holds every criterion; None if time is out."""
        looked = looked_at(self._problem, lens.name, call)
        return consortium.lowest_cap(looked, lens.least or "", self._limits_before(after))

    def _look(
        self, lens: Lens, call: Mapping[str, Any], after: Sequence[Lens], alternatives: int | None = None
    ) -> consortium.Solution:
        problem = looked_at(self._problem, lens.name, call)
        if alternatives is not None:
            problem = replace(problem, alternatives=alternatives)
        self._tell(Progress(phase=lens.name))
        return consortium.solve(problem, self._limits_before(after))

    def _limits_before(self, after: Sequence[Lens]) -> Limits:
        return replace(self._limits, seconds=max(self._watch.left / (1 + len(after)), 0.01))

    def _keep(self, lens: Lens, call: Mapping[str, Any], proposals: Sequence[consortium.Proposal]) -> None:
        """Add what is found; a team found before has one lens more."""
        for proposal in proposals:
            for place, look in enumerate(self._looks):
                if look.proposal.members == proposal.members:
                    self._looks[place] = replace(look, lenses=tuple(dict.fromkeys((*look.lenses, lens.name))))
                    break
            else:
                self._looks.append(Look(lenses=(lens.name,), call=call, proposal=proposal))

    def _so_far(self, found: consortium.Solution) -> Solution:
        return Solution(
            first=found, looks=tuple(self._looks), unlooked=tuple(self._unlooked), seconds=self._watch.seconds
        )
