"""How the ties of an organisation have moved within a year, from the evidence that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from network import clock
from network.organisations.queries import list_organisations_by_id
from network.ties.matching import known_among, strengths_of
from network.ties.queries import evidence_rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from network.actors import Actor
    from network.organisations.models import Organisation
    from network.ties.matching import Pair

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A tie of the organisation: with whom, and on which day they last did something together."""

    organisation: Organisation
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChanges:
    """How many the organisation knows, how many of them it did not know a year ago; of those that it knew, the tie that
    has grown most and the one that has faded most."""

    known: int
    new: int
    grown: Moved | None
    faded: Moved | None


def tie_changes(organisation_id: int, actor: Actor) -> TieChanges:
    """What became of the ties of an organisation within a year: two queries."""
    today = clock.today()
    rows = evidence_rows_of(organisation_id, actor)
    now, before = (strengths_of((row for row in rows if row[2] <= on), on) for on in (today, today - YEAR))
    known, known_before = known_among(now), known_among(before)
    moves = sorted((now.get(pair, 0) - before[pair], pair) for pair in known_before)
    grown = moves[-1][1] if moves and moves[-1][0] > 0 else None
    faded = moves[0][1] if moves and moves[0][0] < 0 else None
    moved = _described([pair for pair in (grown, faded) if pair], organisation_id, rows)
    return TieChanges(
        known=len(known),
        new=len(known.keys() - known_before.keys()),
        grown=moved[grown] if grown else None,
        faded=moved[faded] if faded else None,
    )


def _described(
    pairs: Sequence[Pair], organisation_id: int, rows: Sequence[tuple[Pair, str, date]]
) -> dict[Pair, Moved]:
    others = {sum(pair) - organisation_id: pair for pair in pairs}
    return {
        others[organisation.id]: Moved(
            organisation=organisation, last_on=max(day for pair, _kind, day in rows if pair == others[organisation.id])
        )
        for organisation in list_organisations_by_id(others)
    }
