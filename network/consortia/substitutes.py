"""Who could mend a team that lacks something: ranked one by one, or together where nobody alone is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from network.consortia.matching import Repair, rank_substitutes, smallest_repair
from network.consortia.models import ConsortiumState
from network.consortia.words import listed, named_criteria
from network.organisations.queries import list_organisations_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.consortia.matching import Field, Substitute
    from network.consortia.models import Consortium
    from network.matching.consortium import TeamState
    from network.organisations.models import Organisation

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteRow:
    """One who could come instead; `lacks`: what the team would still lack, empty where nothing."""

    organisation: Organisation
    detail: str
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What the table offers after a refusal, or where all accepted and a criterion is not met. Where nobody alone mends
    it, `together` and `without`: who joins and who leaves in the smallest change that does; `has_lead`: there is a
    single contact, without whom nobody can be invited."""

    gone: str
    lacks: str
    ranked: Sequence[SubstituteRow]
    together: Sequence[Organisation]
    without: Sequence[Organisation]
    has_lead: bool


def replacement_of(
    consortium: Consortium, field: Field, state: TeamState, details: Mapping[int, str]
) -> Replacement | None:
    """Whom to ask in addition, or instead of those who left; nothing where answers are awaited and nobody left, or the
    criteria hold."""
    is_short = bool(consortium.left) or consortium.is_agreed
    if not is_short or state.ok or consortium.state is not ConsortiumState.INVITING:
        return None
    ranked = rank_substitutes(consortium, field)
    by_id = {organisation.id: organisation for organisation in field.candidates}
    alone = bool(ranked) and not ranked[0].lacks
    repair = Repair() if alone else smallest_repair(consortium, field)
    in_market = consortium.project.is_market
    return Replacement(
        gone=listed([partner.organisation.name for partner in consortium.left]),
        lacks=named_criteria(
            [criterion.criterion for criterion in state.criteria if not criterion.ok], in_market=in_market
        ),
        ranked=[_row(entry, by_id, details, in_market) for entry in ranked[:MOST_SHOWN]],
        together=[by_id[i] for i in repair.join],
        without=[by_id[i] for i in repair.leave],
        has_lead=consortium.lead_id is not None,
    )


def lined_up(consortium: Consortium) -> str:
    """Who is invited next on a refusal or a silence, in order; empty where nobody is lined up."""
    if not consortium.cascade:
        return ""
    names = {organisation.id: organisation.name for organisation in list_organisations_by_id(consortium.cascade)}
    return _(", then ").join(names[i] for i in consortium.cascade)


def _row(
    entry: Substitute, by_id: Mapping[int, Organisation], details: Mapping[int, str], in_market: bool
) -> SubstituteRow:
    i = entry.organisation_id
    return SubstituteRow(
        organisation=by_id[i], detail=details[i], lacks=named_criteria(entry.lacks, in_market=in_market)
    )
