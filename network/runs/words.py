"""What the progress page says of a run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.runs.models import Failure, Run, RunState
from network.runs.results import was_complete

TITLES = {
    "consortia": _l("Looking for teams, several projects together"),
    "consortium": _l("Looking for teams"),
    "lenses": _l("Looking for teams"),
    "audits": _l("Looking for pairs"),
}
PHASES = {
    "starting": _l("Getting ready"),
    "closest": _l("Looking for the closest-knit team"),
    "shared": _l("Looking for the team that shares the load best"),
    "newcomers": _l("Looking for the team that is most open to newcomers"),
    "cheapest": _l("Looking for the team that asks least"),
    "alone": _l("Looking for the best team of each project by itself"),
    "turns": _l("Composing one project after the other"),
    "forming": _l("Looking for as many consortia as can be"),
    "sharing": _l("Sharing the structures out among the projects"),
    "teams": _l("Looking for the best team"),
    "cycles": _l("Looking for the best pairs"),
    "alternatives": _l("Looking for other teams, that differ from the first"),
    "reasons": _l("No team is possible: looking for the reasons"),
}
RESULTS = {
    "optimal": _l("No other does better by these criteria."),
    "feasible": _l("The time was over before the search could be sure: there may be better."),
    "infeasible": _l("Nothing meets all the criteria: the reasons are with the result."),
    "unknown": _l("Nothing was found in the time there was. Try again with fewer criteria or more time."),
}
FAILURES = {
    Failure.UNUSABLE: _l("What was asked cannot be read any more. Go back and start a new search."),
    Failure.MEMORY: _l("It needed more memory than it may use. Narrow it: fewer structures, or fewer alternatives."),
    Failure.BROKEN: _l("What was found breaks a rule, so it is not shown. Please tell us: the mistake is ours."),
    Failure.FAULT: _l("It came upon a mistake of ours. Please tell us; a search that differs a little may go through."),
    Failure.OVERRAN: _l("Its time was long over and it had found nothing. Narrow it, then start again."),
    Failure.CRASHED: _l("It was interrupted each time it was tried. Start it again; if it fails again, tell us."),
}
WEIGHTS = {
    "km_weight": _l("Weight of the distance"),
    "tie_weight": _l("Weight of the ties"),
    "km_scale": _l("Distance that counts in full, in km"),
    "member_bonus": _l("Bonus for each further partner"),
    "alternatives": _l("Other solutions asked for"),
}


def title(run: Run) -> str:
    """What is being done, as the title of the page."""
    return str(TITLES.get(run.kind, _("A search")))


def phase(run: Run) -> str:
    """What is being done now."""
    if run.cancel_asked_at:
        return _("Stopping, with the best found so far")
    if run.state is RunState.WAITING:
        return _("Waiting for its turn")
    return str(PHASES.get(run.progress.get("phase", "starting"), _("Looking for something better")))


def percent(run: Run, now: datetime) -> int | None:
    """The share of its time that the run has used, 0..100; None before it began."""
    if run.state is not RunState.RUNNING or "since" not in run.progress:
        return None
    used = (now - datetime.fromisoformat(run.progress["since"])).total_seconds()
    return max(0, min(100, round(100 * used / float(run.limits["seconds"]))))


def news(run: Run, now: datetime) -> str:
    """How long it has taken, how long it may, and whether there is something already."""
    if run.state is RunState.WAITING:
        return _("It begins as soon as the ones before it are done.")
    time = _("%(seconds)d s of %(most)d s at most.", seconds=run.seconds(now), most=run.limits["seconds"])
    found = _("A first solution is there.") if run.progress.get("has_best") else _("Nothing is found yet.")
    return f"{time} {found}"


def reproducibility(run: Run) -> str:
    """Whether running it again gives the same, and why not."""
    if run.solution is None:
        return _("Without a result there is nothing to compare.")
    if run.is_reproducible:
        return _("Run again, it gives the same result.")
    if run.limits["workers"] > 1:
        return _("Run again, it may give another result: several computations ran side by side.")
    if run.state is RunState.CANCELLED:
        return _("Run again, it may give another result: it was stopped.")
    if not was_complete(run.solution, run.limits):
        return _("Run again, it may give another result: its time was over before it was done.")
    return _("Run again, it may give another result: it was interrupted and went on from what it had found.")


def weights(problem: dict[str, Any]) -> list[tuple[str, Any]]:
    """The figures of a problem that say what counts for how much, with their labels."""
    inner = problem.get("problem", problem)
    given = {**inner, **(inner.get("remoteness") or {})}
    return [(str(label), given[key]) for key, label in WEIGHTS.items() if key in given]
