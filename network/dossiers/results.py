"""What everybody may read of a decided call: what was chosen, with whom, and what came of it. Nothing of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.dossiers.models import DossierState
from network.dossiers.queries import agreed, list_dossiers, list_newcomers
from network.followups.queries import count_jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.calls.models import Call
    from network.organisations.models import Organisation

SMALL_BELOW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One project chosen; `partners`: the single contact first; `jobs`: created so far, None if nobody has said."""

    title: str
    summary: str
    partners: Sequence[Organisation]
    expected_jobs: int
    jobs: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A decided call: `small` and `newcomers` of its `partners`, each counted once."""

    deposited: int
    rows: Sequence[ResultRow]
    partners: int
    small: int
    small_below: int
    newcomers: int
    expected_jobs: int
    jobs: int | None


def results_of(call: Call) -> Results:
    """The results of a call, in a fixed number of queries."""
    dossiers = list_dossiers(call)
    funded = [dossier for dossier in dossiers if dossier.state is DossierState.FUNDED]
    consortia = [dossier.consortium for dossier in funded]
    jobs = count_jobs([consortium.id for consortium in consortia])
    partners = {partner.organisation_id: partner for consortium in consortia for partner in agreed(consortium)}
    small_below = call.criteria.get("small_below") or SMALL_BELOW
    sizes = [partner.organisation.headcount for partner in partners.values()]
    return Results(
        deposited=len(dossiers),
        rows=[
            ResultRow(
                title=dossier.project.title,
                summary=dossier.project.summary,
                partners=[partner.organisation for partner in agreed(dossier.consortium)],
                expected_jobs=dossier.expected_jobs,
                jobs=jobs.get(dossier.consortium_id),
            )
            for dossier in funded
        ],
        partners=len(partners),
        small=sum(size is not None and size < small_below for size in sizes),
        small_below=small_below,
        newcomers=len(list_newcomers(consortia)),
        expected_jobs=sum(dossier.expected_jobs for dossier in funded),
        jobs=sum(jobs.values()) if jobs else None,
    )
