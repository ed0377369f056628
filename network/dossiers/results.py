"""What everybody may read of a decided call: what was chosen, with whom, and what came of it. Nothing of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.dossiers.queries import agreed, list_dossiers, list_newcomers
from network.followups.queries import count_jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.calls.models import Call
    from network.consortia.models import Partner
    from network.dossiers.models import Decision, Dossier
    from network.organisations.models import Organisation

SMALL_BELOW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One project chosen; `partners`: the single contact first; `jobs`: created so far, None while nobody may know."""

    title: str
    summary: str
    partners: Sequence[Organisation]
    lead_id: int | None
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


def results_of(call: Call, decision: Decision) -> Results:
    """The results of a call, in a fixed number of queries."""
    dossiers = [dossier for dossier in list_dossiers(call) if not dossier.is_taken_back]
    funded = [dossier for dossier in dossiers if dossier.is_funded]
    consortia = [dossier.consortium for dossier in funded]
    jobs = count_jobs([consortium.id for consortium in consortia])
    teams = {dossier.id: _public_team(dossier, decision) for dossier in funded}
    partners = {partner.organisation_id: partner for team in teams.values() for partner in team}
    small_below = call.criteria.get("small_below") or SMALL_BELOW
    sizes = [partner.organisation.headcount for partner in partners.values()]
    return Results(
        deposited=len(dossiers),
        rows=[
            ResultRow(
                title=dossier.project.title,
                summary=dossier.project.summary,
                partners=[partner.organisation for partner in teams[dossier.id]],
                lead_id=dossier.consortium.lead_id if dossier.is_complete else None,
                expected_jobs=dossier.expected_jobs,
                jobs=jobs.get(dossier.consortium_id),
            )
            for dossier in funded
        ],
        partners=len(partners),
        small=sum(size is not None and size < small_below for size in sizes),
        small_below=small_below,
        newcomers=len(list_newcomers(consortia) & set(partners)),
        expected_jobs=sum(dossier.expected_jobs for dossier in funded),
        jobs=sum(jobs.values()) if jobs else None,
    )


def _public_team(dossier: Dossier, decision: Decision) -> list[Partner]:
    """Its partners; where one has left since, those who stood when it was chosen: who joins is not named before all
    have approved the charter again."""
    team = agreed(dossier.consortium)
    if dossier.is_complete:
        return team
    return [partner for partner in team if partner.answered_at and partner.answered_at <= decision.decided_at]
