"""What the sheet of an organisation says of its neighbours and of those it worked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from network.actors import Actor
from network.organisations.models import Organisation
from network.ties.models import Evidence
from network.ties.policies import may_be_introduced, may_declare_evidence, may_show_ties
from network.ties.queries import (
    REACH_KM,
    Near,
    Tie,
    find_nearest_fellow,
    list_near,
    list_unconfirmed,
    shows_ties,
    ties_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The surroundings of an organisation as one reader may see them; `to_confirm` is what the reader has to answer.

    `fellow` is the nearest other member of a federation of its own, however far, None when there is none; a federation
    has neither neighbours nor fellows. `shows_ties`: to those whom they do not concern, as far as the others do so too.
    """

    organisation: Organisation
    near: Sequence[Near]
    fellow: Near | None
    ties: Sequence[Tie]
    to_confirm: Sequence[Evidence]
    shows_ties: bool
    is_own: bool
    may_declare: bool
    may_be_introduced: bool
    may_show: bool

    @property
    def reach_km(self) -> int:
        return REACH_KM

    @property
    def is_isolated(self) -> bool:
        """No fellow member within reach; without a federation, nobody at all."""
        if self.fellow is None:
            return not self.near
        return self.fellow.metres > 1000 * REACH_KM


def read_neighbourhood(organisation: Organisation, actor: Actor) -> Neighbourhood:
    """The surroundings for this reader, in a constant number of queries."""
    engaged = [own for own in actor.roles if actor.engages(own)]
    ties = ties_of(organisation, actor)
    has_met = any(tie.id == actor.organisation_id for tie in ties)
    return Neighbourhood(
        organisation=organisation,
        near=[] if organisation.is_federation else list_near(organisation),
        fellow=None if organisation.is_federation else find_nearest_fellow(organisation),
        ties=ties,
        to_confirm=[piece for piece in list_unconfirmed(engaged) if organisation.id in piece.pair],
        shows_ties=shows_ties(organisation.id),
        is_own=actor.belongs_to(organisation.id),
        may_declare=may_declare_evidence(actor.organisation_id or 0, actor) and not actor.belongs_to(organisation.id),
        may_be_introduced=may_be_introduced(organisation, actor) and not has_met,
        may_show=may_show_ties(organisation, actor),
    )
