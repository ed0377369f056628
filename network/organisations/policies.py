"""Who may do what with the sheet of an organisation."""

from __future__ import annotations

from collections.abc import Collection

from network.actors import SYSTEM, Actor
from network.organisations.models import (
    Claim,
    Contact,
    ContactAudience,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from network.organisations.queries import has_people, list_listing_federations

NOT_SELF_REGISTERED = (OrganisationKind.FEDERATION, OrganisationKind.PUBLIC_FUNDER)


def may_see(actor: Actor) -> bool:
    """Who they are and where is for everyone who is logged in."""
    return actor.user_id is not None


def may_register(actor: Actor) -> bool:
    """New organisations are listed by an administrator or by the platform itself."""
    return actor.is_administrator or actor == SYSTEM


def may_register_own(kind: OrganisationKind, actor: Actor) -> bool:
    """Anybody with an account lists the organisation they work for; who gathers others or pays is listed for them."""
    return actor.user_id is not None and kind not in NOT_SELF_REGISTERED


def may_be_of_kind(organisation: Organisation, kind: OrganisationKind) -> bool:
    """What was registered as another kind is put right; nobody becomes a federation or a funder, or ceases to be."""
    return kind is organisation.kind or not {kind, organisation.kind} & set(NOT_SELF_REGISTERED)


def may_edit(organisation: Organisation, actor: Actor) -> bool:
    """A sheet is kept by those who engage the organisation; until somebody acts for it, by who listed it."""
    return actor.engages(organisation.id) or may_edit_listed(organisation, actor)


def may_edit_listed(organisation: Organisation, actor: Actor) -> bool:
    """The coordination of the federation that listed it puts its facts and sites right while nobody acts for it."""
    coordinated = {federation_id for federation_id in actor.roles if actor.coordinates(federation_id)}
    if not coordinated or coordinated.isdisjoint(list_listing_federations(organisation.id)):
        return False
    return not has_people(organisation.id)


def may_see_history(organisation: Organisation, actor: Actor, federation_ids: Collection[int]) -> bool:
    """What was changed, and by whom, is for its own people and for the coordination of its federations."""
    return actor.belongs_to(organisation.id) or any(
        actor.coordinates(federation_id) for federation_id in federation_ids
    )


def hidden_history(organisation: Organisation, actor: Actor) -> Collection[str]:
    """Of these beginnings of verbs its own people alone read: who acts for it, who asked to be called back, and what is
    between it and each federation."""
    return () if actor.belongs_to(organisation.id) else ("mandate.", "colleague.", "contact.asked", "membership.")


def may_keep_people(organisation: Organisation, actor: Actor) -> bool:
    """Who acts for an organisation is for those who engage it to say."""
    return actor.engages(organisation.id)


def may_see_people(organisation: Organisation, actor: Actor) -> bool:
    """Its people know each other."""
    return actor.belongs_to(organisation.id)


def may_change_role(mandate: Mandate, actor: Actor) -> bool:
    """What a person may do for an organisation is for those who engage it to say."""
    return actor.engages(mandate.organisation_id)


def may_end_mandate(mandate: Mandate, actor: Actor) -> bool:
    """One leaves when one likes; others are asked to leave by those who engage the organisation."""
    return actor.engages(mandate.organisation_id) or actor.user_id == mandate.user_id


def may_ask_membership(organisation: Organisation, federation: Organisation, actor: Actor) -> bool:
    """An organisation asks for itself, and of a federation; federations are not members of one another."""
    return actor.engages(organisation.id) and federation.is_federation and not organisation.is_federation


def may_offer_membership(organisation: Organisation, federation: Organisation, actor: Actor) -> bool:
    """A federation's coordination says who its members are; each confirms for itself."""
    return actor.coordinates(federation.id) and federation.is_federation and not organisation.is_federation


def is_side_of(membership: Membership, actor: Actor) -> bool:
    """What stands between an organisation and a federation is for those who engage one of them."""
    return actor.engages(membership.organisation_id) or actor.coordinates(membership.federation_id)


def may_answer_membership(membership: Membership, actor: Actor) -> bool:
    """Who did not begin confirms: the coordination what it was asked, the organisation what it was offered."""
    if membership.state is MembershipState.OFFERED:
        return actor.engages(membership.organisation_id)
    return actor.coordinates(membership.federation_id)


def may_leave_federation(membership: Membership, actor: Actor) -> bool:
    """An organisation leaves when it likes."""
    return actor.engages(membership.organisation_id)


def may_end_membership(membership: Membership, actor: Actor) -> bool:
    """Who is a member of a federation is for its coordination to end."""
    return actor.coordinates(membership.federation_id)


def may_keep_contacts(organisation: Organisation, actor: Actor) -> bool:
    """Who may be reached, and by whom, is for those who engage the organisation to say."""
    return actor.engages(organisation.id)


def may_see_contact(contact: Contact, actor: Actor, shared_federations: Collection[int]) -> bool:
    """That there is this contact person; its own people always, else as the organisation has chosen.
    `shared_federations`: those that the reader and the organisation have in common."""
    if actor.user_id is None:
        return False
    is_for_all = contact.audience is not ContactAudience.FEDERATION
    return actor.belongs_to(contact.organisation_id) or is_for_all or bool(shared_federations)


def may_ask_to_be_called(organisation: Organisation, actor: Actor) -> bool:
    """Whoever is logged in may leave their own name and address with others."""
    return actor.user_id is not None and not actor.belongs_to(organisation.id)


def may_import(federation: Organisation, actor: Actor) -> bool:
    """A federation lists its members."""
    return federation.is_federation and actor.coordinates(federation.id)


def may_answer_claim(claim: Claim, actor: Actor, answerers: Collection[int]) -> bool:
    """Who acts for a listed organisation is confirmed by others than the person: `answerers` are those asked."""
    return actor.user_id in answerers and actor.user_id != claim.user_id
