"""What the page of an organisation shows to a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.activity.models import Event
from network.activity.queries import list_events
from network.actors import Actor
from network.organisations.completeness import Completeness, read_completeness
from network.organisations.contacts import has_asked, list_visible_contacts
from network.organisations.memberships import find_unanswered, list_memberships, may_still_ask, may_still_offer
from network.organisations.models import Contact, Membership, Organisation
from network.organisations.policies import (
    hidden_history,
    is_side_of,
    may_ask_to_be_called,
    may_edit_listed,
    may_see_history,
)
from network.organisations.queries import count_members, find_listing_federation, has_people, list_asked_federations
from network.resources.models import Need, Offer
from network.resources.policies import may_change_resources
from network.resources.queries import list_visible
from network.resources.sought import count_sought
from network.ties.neighbourhood import Neighbourhood, read_neighbourhood


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An organisation as one reader may see it; `events` is None when its history is not for them, `completeness` is
    for its own people and for who may edit it; `asked_federations` have still to confirm that it is their member, while
    none has; `may_ask` is whether the reader's own organisation may ask it to, `may_offer_membership` whether their
    federation may, `sought` is how many projects ask for what it offers, `unanswered` what waits for an answer between
    the two; nobody acts for it when it `is_unclaimed`, `listed_by` then says who listed it; `memberships` are those
    that the reader may end; the reader `may_ask_to_be_called` where they may know of no contact person, and `has_asked`
    of late."""

    organisation: Organisation
    federations: Sequence[Organisation]
    memberships: Sequence[Membership]
    asked_federations: Sequence[Organisation]
    member_count: int
    offers: Sequence[Offer]
    sought: Mapping[str, int]
    needs: Sequence[Need]
    contacts: Sequence[Contact]
    neighbourhood: Neighbourhood
    events: Sequence[Event] | None
    completeness: Completeness | None
    is_own: bool
    may_edit: bool
    may_offer: bool
    may_ask: bool
    may_offer_membership: bool
    unanswered: Membership | None
    is_unclaimed: bool
    listed_by: Organisation | None
    may_ask_to_be_called: bool
    has_asked: bool


def read_sheet(organisation: Organisation, actor: Actor) -> Sheet:
    """The sheet for this reader."""
    memberships = list_memberships(organisation.id)
    federations = [membership.federation for membership in memberships]
    is_unclaimed = not has_people(organisation.id)
    federation_ids = [federation.id for federation in federations]
    contacts = list_visible_contacts(organisation.id, actor)
    may_be_called = not contacts and not is_unclaimed and may_ask_to_be_called(organisation, actor)
    is_own = actor.belongs_to(organisation.id)
    is_kept = actor.engages(organisation.id) or (is_unclaimed and may_edit_listed(organisation, actor))
    sees_history = is_kept or may_see_history(organisation, actor, federation_ids)
    offers = list_visible(Offer, [organisation.id], actor)
    return Sheet(
        organisation=organisation,
        federations=federations,
        memberships=[membership for membership in memberships if is_side_of(membership, actor)],
        asked_federations=[] if federations else list_asked_federations(organisation.id),
        member_count=count_members(organisation.id) if organisation.is_federation else 0,
        offers=offers,
        sought=count_sought(organisation.id) if offers else {},
        needs=list_visible(Need, [organisation.id], actor),
        contacts=contacts,
        neighbourhood=read_neighbourhood(organisation, actor),
        events=list_events(organisation, limit=20, but=hidden_history(organisation, actor)) if sees_history else None,
        completeness=read_completeness(organisation, facts_only=not is_own) if is_own or is_kept else None,
        is_own=is_own,
        may_edit=is_kept,
        may_offer=may_change_resources(organisation.id, actor) and not organisation.is_federation,
        may_ask=organisation.is_federation and may_still_ask(organisation, actor),
        may_offer_membership=actor.organisation_id not in federation_ids and may_still_offer(organisation, actor),
        unanswered=None if actor.organisation_id in federation_ids else find_unanswered(organisation, actor),
        is_unclaimed=is_unclaimed,
        listed_by=find_listing_federation(organisation.id) if is_unclaimed else None,
        may_ask_to_be_called=may_be_called,
        has_asked=may_be_called and has_asked(organisation, actor),
    )
