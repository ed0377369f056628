"""Who may see a run, and with that cancel it, run it again and download what it was made from."""

from __future__ import annotations

from network.actors import Actor
from network.runs.models import Run
from network.runs.registry import purpose_named


def may_see_run(run: Run, actor: Actor) -> bool:
    """As the feature says that the run was made for."""
    return purpose_named(run.purpose).may_see(run, actor)
