"""Who may see a run, and with that cancel it, run it again and download what it was made from."""

from __future__ import annotations

from network.actors import Actor
from network.runs.models import Run
from network.runs.registry import find_purpose


def may_see_run(run: Run, actor: Actor) -> bool:
    """As the feature says that the run was made for; nobody where there is no such feature any more."""
    purpose = find_purpose(run.purpose)
    return purpose is not None and purpose.may_see(run, actor)
