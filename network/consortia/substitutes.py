"""Who could take the place of partners that left: ranked one by one, or together where nobody alone is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from network.calls.criteria import criterion_name
from network.consortia.matching import rank_substitutes, smallest_repair
from network.consortia.models import ConsortiumState
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
    """What the table offers after a refusal; `together`: the fewest who mend it, where nobody alone does; `has_lead`:
    there is a single contact, without whom nobody can be invited."""

    gone: str
    lacks: str
    ranked: Sequence[SubstituteRow]
    together: Sequence[Organisation]
    has_lead: bool


def replacement_of(
    consortium: Consortium, field: Field, state: TeamState, details: Mapping[int, str]
) -> Replacement | None:
    """Whom to ask instead of those who left; nothing where nobody did, or the others hold all criteria."""
    if not consortium.left or state.ok or consortium.state is not ConsortiumState.INVITING:
        return None
    ranked = rank_substitutes(consortium, field)
    by_id = {organisation.id: organisation for organisation in field.candidates}
    alone = bool(ranked) and not ranked[0].lacks
    return Replacement(
        gone=_listed([partner.organisation.name for partner in consortium.left]),
        lacks=_named([criterion.criterion for criterion in state.criteria if not criterion.ok]),
        ranked=[_row(entry, by_id, details) for entry in ranked[:MOST_SHOWN]],
        together=[] if alone else [by_id[i] for i in smallest_repair(consortium, field)],
        has_lead=consortium.lead_id is not None,
    )


def lined_up(consortium: Consortium) -> str:
    """Who is invited next on a refusal or a silence, in order; empty where nobody is lined up."""
    if not consortium.cascade:
        return ""
    names = {organisation.id: organisation.name for organisation in list_organisations_by_id(consortium.cascade)}
    return _(", then ").join(names[i] for i in consortium.cascade)


def _row(entry: Substitute, by_id: Mapping[int, Organisation], details: Mapping[int, str]) -> SubstituteRow:
    i = entry.organisation_id
    return SubstituteRow(organisation=by_id[i], detail=details[i], lacks=_named(entry.lacks))


def _named(criteria: Sequence[str]) -> str:
    return _listed([criterion_name(code) for code in dict.fromkeys(criteria)])


def _listed(names: Sequence[str]) -> str:
    return format_list(list(names), locale=get_locale())
