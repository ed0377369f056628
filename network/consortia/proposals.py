"""The teams that a search found, compared in words: through which lens each is the best, and how it differs."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from network.calls.criteria import conflict_sentence, relaxation_sentence
from network.calls.matching import candidate_id, organisation_of
from network.consortia.lenses import Lens, settings_of
from network.consortia.matching import metres, team_problem
from network.organisations.queries import list_organisations_by_id
from network.runs.models import RunState
from network.web.formats import money, percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.consortia.models import Consortium
    from network.matching.consortium import Candidate, Problem
    from network.runs.models import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One team that a search found; `number` is its place in the run's solution. Only the first one says its names:
    the others say how they differ from it."""

    number: int
    letter: str
    title: str
    names: list[str]
    facts: str
    best: list[str]
    difference: str
    is_chosen: bool


def proposals_of(consortium: Consortium, run: Run | None) -> list[Proposal]:
    """The teams of a search, the best through the first lens first."""
    if run is None or run.solution is None:
        return []
    problem = team_problem(run)
    found = run.solution.get("proposals", [])
    names = _names(found)
    team = {candidate_id(partner.organisation_id) for partner in consortium.team}
    return [
        Proposal(
            number=place,
            letter=ascii_uppercase[place],
            title=_title(found, place),
            names=[names[member] for member in proposal["members"]] if place == 0 else [],
            facts=facts(problem, proposal),
            best=_how_good(problem, run, place),
            difference=difference(problem, found[0], proposal, names) if place else "",
            is_chosen=set(proposal["members"]) == team and proposal["lead"] == candidate_id(consortium.lead_id or 0),
        )
        for place, proposal in enumerate(found)
    ]


def search_notes(consortium: Consortium, run: Run | None) -> list[str]:
    """What the coordination should know of a search besides its teams."""
    if run is None or not run.solution or "proposals" not in run.solution:
        return []
    notes = []
    if run.problem["margin"] and not run.solution["proposals"][0]["call"]:
        margin = percent(settings_of(consortium).margin)
        notes.append(_("No team has %(margin)s more than what is asked: these are without a margin.", margin=margin))
    titles = [_lens_title(lens) for lens in run.solution.get("unlooked", [])]
    if titles:
        notes.append(_("There was no time to look for: %(lenses)s.", lenses=listed(_as_one(titles))))
    return notes


def obstacles(run: Run | None, *, in_market: bool) -> list[str]:
    """Why the search found nothing, and the nearest changes that would help."""
    if run is None or run.state is not RunState.DONE or not run.solution or run.solution["status"] != "infeasible":
        return []
    sentences = [conflict_sentence(run.solution.get("conflict", []), in_market=in_market)]
    return sentences + [relaxation_sentence(row, in_market=in_market) for row in run.solution.get("relaxations", [])]


def difference(problem: Problem, first: Mapping[str, Any], other: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """How a proposal differs from the first one: who for whom, kilometres, euros, the largest part of one."""
    rows = problem.by_id
    gone = [names[i] for i in first["members"] if i not in other["members"]]
    come = [names[i] for i in other["members"] if i not in first["members"]]
    parts = [_swap(gone, come)]
    parts += _more_or_less(_kilometres(rows, other) - _kilometres(rows, first), lambda km: f"{km}\u00a0km")
    parts += _more_or_less(_asks(rows, other) - _asks(rows, first), money)
    return _("; ").join(part for part in parts if part)


def facts(problem: Problem, proposal: Mapping[str, Any]) -> str:
    """A team in a line: partners, provinces, euros, margin."""
    rows = problem.by_id
    asked = _asks(rows, proposal)
    parts = [
        ngettext("%(num)d partner", "%(num)d partners", len(proposal["members"])),
        ngettext("%(num)d province", "%(num)d provinces", len(_areas(rows, proposal))),
        money(asked) if asked else "",
        _margin(problem, proposal),
    ]
    return " · ".join(part for part in parts if part)


def _margin(problem: Problem, proposal: Mapping[str, Any]) -> str:
    """How much more the team has than what is asked, where it has least to spare."""
    call, team = problem.call, [problem.by_id[name] for name in proposal["members"]]
    spare = [
        100 * sum(call.givable(member, capability) for member in team) // need - 100
        for capability, need in call.requires.items()
        if need
    ]
    if not spare:
        return ""
    return _("%(percent)s of margin", percent=percent(min(spare))) if min(spare) > 0 else _("without a margin")


def _title(found: Sequence[Mapping[str, Any]], place: int) -> str:
    """The lenses through which a team is the best; another of the first lens is said to come next."""
    lenses = found[place]["lenses"]
    if place and lenses[0] == found[0]["lenses"][0]:
        return _("Nearly as close-knit")
    return listed(_as_one([_lens_title(lens) for lens in lenses]))


def _lens_title(lens: str) -> str:
    return {
        Lens.CLOSEST: _("The closest-knit"),
        Lens.SHARED: _("The best-shared load"),
        Lens.NEWCOMERS: _("The most open to newcomers"),
        Lens.CHEAPEST: _("The least costly"),
    }[Lens(lens)]


def _as_one(titles: Sequence[str]) -> list[str]:
    """Titles within one: only the first keeps its capital."""
    return [*titles[:1], *(title[:1].lower() + title[1:] for title in titles[1:])]


def _how_good(problem: Problem, run: Run, place: int) -> list[str]:
    """What is proven of a team through each of its lenses."""
    found = (run.solution or {})["proposals"]
    proposal = found[place]
    if place and proposal["lenses"][0] == found[0]["lenses"][0]:
        return []
    if proposal["status"] != "optimal":
        return [_("The best found in the time given; a better one may exist.")]
    return [_best_by(problem, run, proposal, lens) for lens in proposal["lenses"]]


def _best_by(problem: Problem, run: Run, proposal: Mapping[str, Any], lens: str) -> str:
    match lens:
        case Lens.SHARED:
            return _("Nobody brings more than %(share)s of a need; no team shares better.",
                     share=percent(_largest_share(problem, proposal)))  # fmt: skip
        case Lens.NEWCOMERS:
            return _newcomers(run, proposal)
        case Lens.CHEAPEST:
            silent = sum(not problem.by_id[name].asks for name in proposal["members"])
            unsaid = ngettext(
                "%(num)d structure has not said what it would ask",
                "%(num)d structures have not said what they would ask",
                silent,
            )
            return _("No team asks less.") if not silent else _("No team asks less, but %(unsaid)s.", unsaid=unsaid)
    return _("No team does better by these criteria.")


def _newcomers(run: Run, proposal: Mapping[str, Any]) -> str:
    bonus = next(lens["bonus"] for lens in run.problem["lenses"] if lens["name"] == Lens.NEWCOMERS)
    new = sum(bonus.get(name, 0) == max(bonus.values(), default=0) > 0 for name in proposal["members"])
    if not new:
        return _("Ties do not count here: only distance does.")
    return ngettext(
        "%(num)d structure has not been invited for two years; ties do not count here.",
        "%(num)d structures have not been invited for two years; ties do not count here.",
        new,
    )


def _largest_share(problem: Problem, proposal: Mapping[str, Any]) -> int:
    """The largest part of a need that one member gives, in percent rounded up."""
    requires = problem.call.requires
    shares = [
        -(-100 * amount // requires[capability])
        for given in proposal["contributions"].values()
        for capability, amount in given.items()
        if requires.get(capability)
    ]
    return max(shares, default=0)


def _names(proposals: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    wanted = {organisation_of(member) for proposal in proposals for member in proposal["members"]}
    return {candidate_id(organisation.id): organisation.name for organisation in list_organisations_by_id(wanted)}


def _kilometres(rows: Mapping[str, Candidate], proposal: Mapping[str, Any]) -> int:
    lead = rows[proposal["lead"]]
    return round(sum(metres(rows[name], lead) for name in proposal["members"]) / 1000)


def _areas(rows: Mapping[str, Candidate], proposal: Mapping[str, Any]) -> set[str]:
    return {area for name in proposal["members"] for area in rows[name].areas}


def _asks(rows: Mapping[str, Candidate], proposal: Mapping[str, Any]) -> int:
    return sum(rows[name].asks for name in proposal["members"])


def _swap(gone: Sequence[str], come: Sequence[str]) -> str:
    if gone and come:
        return _("%(come)s instead of %(gone)s", come=listed(come), gone=listed(gone))
    if come:
        return _("with %(come)s as well", come=listed(come))
    return _("without %(gone)s", gone=listed(gone)) if gone else _("another one speaks for all")


def listed(names: Sequence[str]) -> str:
    """« a, b et c »."""
    return format_list(names, locale=get_locale())


def _more_or_less(change: int, say: Any) -> list[str]:
    if not change:
        return []
    if change > 0:
        return [_("%(amount)s more", amount=say(change))]
    return [_("%(amount)s less", amount=say(-change))]
