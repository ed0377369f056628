"""Reading organisations, their people and their federations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from network.accounts.models import User
from network.actors import Role
from network.database import db, get_row, read, read_value
from network.errors import NotFoundError
from network.organisations.bce import parse_bce
from network.organisations.models import (
    Experience,
    ImportedOrganisation,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationImport,
    OrganisationKind,
    Site,
)
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked
from network.web.search import fold, matches

SEARCH_LENGTH = 400
# The folded name first: accents and capitals do not count, and there is an index.
BY_NAME = (Organisation.search_text, Organisation.id)

_MEMBERSHIPS = sa.select(Membership.organisation_id, Membership.federation_id).where(
    Membership.organisation_id.in_(sa.bindparam("organisation_ids")), Membership.state == MembershipState.CONFIRMED
)

_SECTORS = (
    sa.select(Experience.organisation_id, Experience.sector)
    .where(Experience.organisation_id.in_(sa.bindparam("organisation_ids")))
    .order_by(Experience.id)
)


_MEMBERS = (
    sa.select(Organisation)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.federation_id == sa.bindparam("federation_id"), Membership.state == MembershipState.CONFIRMED)
    .order_by(*BY_NAME)
)

_ASKED = (
    sa.select(Organisation)
    .join(Membership, Membership.federation_id == Organisation.id)
    .where(Membership.organisation_id == sa.bindparam("organisation_id"), Membership.state == MembershipState.ASKED)
    .order_by(*BY_NAME)
)

_PEOPLE = (
    sa.select(User)
    .join(Mandate, Mandate.user_id == User.id)
    .where(
        Mandate.organisation_id == sa.bindparam("organisation_id"),
        Mandate.role.in_(sa.bindparam("roles")),
        User.erased_at.is_(None),
    )
    .order_by(User.name, User.id)
)

_HAS_PEOPLE = sa.select(sa.exists().where(Mandate.organisation_id == sa.bindparam("organisation_id")))

_COUNT_OF_MEMBERS = sa.select(sa.func.count()).where(
    Membership.federation_id == sa.bindparam("federation_id"), Membership.state == MembershipState.CONFIRMED
)

_HAS_MEMBERSHIPS = sa.select(sa.exists().where(Membership.federation_id == sa.bindparam("federation_id")))

_BY_ID = sa.select(Organisation).where(Organisation.id.in_(sa.bindparam("organisation_ids"))).order_by(*BY_NAME)

_NAMES = (
    sa.select(Organisation.id, Organisation.name)
    .where(Organisation.id.in_(sa.bindparam("organisation_ids")))
    .order_by(*BY_NAME)
)

_WHOLE = (
    sa.select(Organisation)
    .where(Organisation.id == sa.bindparam("organisation_id"))
    .options(joinedload(Organisation.sites), joinedload(Organisation.experiences))
)

_FEDERATIONS = (
    sa.select(Organisation.id, Organisation.name)
    .where(Organisation.kind == OrganisationKind.FEDERATION)
    .order_by(*BY_NAME)
)


def get_organisation(organisation_id: int) -> Organisation:
    """The organisation; NotFoundError when there is none."""
    return get_row(Organisation, organisation_id)


def get_whole_organisation(organisation_id: int) -> Organisation:
    """The organisation with its sites and what it has experience of, in one query; NotFoundError when there is none."""
    found = db.session.scalars(_WHOLE, {"organisation_id": organisation_id}).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def list_organisations_by_id(organisation_ids: Collection[int]) -> list[Organisation]:
    """These organisations, by name; an unknown id is passed over."""
    if not organisation_ids:
        return []
    return list(db.session.scalars(_BY_ID, {"organisation_ids": list(organisation_ids)}))


def list_named(organisation_ids: Collection[int]) -> Sequence[Any]:
    """The `id` and the `name` of these organisations, by name."""
    return read(_NAMES, {"organisation_ids": list(organisation_ids)}) if organisation_ids else []


def list_people(organisation_id: int, *, roles: Collection[Role] | None = None) -> list[User]:
    """People with a mandate in the organisation (one of `roles`), by name; erased persons left out."""
    asked = {"organisation_id": organisation_id, "roles": list(Role if roles is None else roles)}
    return list(db.session.scalars(_PEOPLE, asked))


def list_member_managers(federation_id: int) -> list[User]:
    """The managers of all confirmed members of a federation, each once."""
    members = sa.select(Membership.organisation_id).where(
        Membership.federation_id == federation_id, Membership.state == MembershipState.CONFIRMED
    )
    managers = sa.select(Mandate.user_id).where(Mandate.organisation_id.in_(members), Mandate.role == Role.MANAGER)
    query = sa.select(User).where(User.id.in_(managers), User.erased_at.is_(None))
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def list_members(federation_id: int) -> list[Organisation]:
    """Confirmed members of a federation, by name, with their experiences."""
    query = _MEMBERS.options(selectinload(Organisation.experiences))
    return list(db.session.scalars(query, {"federation_id": federation_id}))


def list_placed_members(federation_id: int) -> list[Organisation]:
    """`list_members` without their experiences: one query."""
    return list(db.session.scalars(_MEMBERS, {"federation_id": federation_id}))


def count_members(federation_id: int) -> int:
    """How many confirmed members a federation has."""
    return read_value(_COUNT_OF_MEMBERS, {"federation_id": federation_id}) or 0


def has_memberships(federation_id: int) -> bool:
    """Whether any organisation is, was, asked or was asked to be its member."""
    return bool(read_value(_HAS_MEMBERSHIPS, {"federation_id": federation_id}))


def list_federations(organisation_id: int) -> list[Organisation]:
    """The federations that confirmed the organisation's membership, by name."""
    return list(
        db.session.scalars(
            sa.select(Organisation)
            .join(Membership, Membership.federation_id == Organisation.id)
            .where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.CONFIRMED)
            .order_by(*BY_NAME)
        )
    )


def list_asked_federations(organisation_id: int) -> list[Organisation]:
    """The federations that have still to confirm the organisation, by name."""
    return list(db.session.scalars(_ASKED, {"organisation_id": organisation_id}))


def find_listing_federation(organisation_id: int) -> Organisation | None:
    """The federation that listed the organisation for it, if one did."""
    return db.session.scalar(
        sa.select(Organisation).where(Organisation.id.in_(listing_federation_ids(organisation_id)))
    )


def listing_federation_ids(organisation_id: int | sa.ColumnElement[int] | Any) -> sa.Select[int]:
    """Its id, as part of a query."""
    imported = sa.select(OrganisationImport.federation_id).join(
        ImportedOrganisation, ImportedOrganisation.import_id == OrganisationImport.id
    )
    return imported.where(ImportedOrganisation.organisation_id == organisation_id, ImportedOrganisation.is_new)


def list_listing_federations(organisation_id: int) -> list[int]:
    """The same, read: none where it registered itself."""
    return [row.federation_id for row in read(_listing(), {"organisation_id": organisation_id})]


@cache
def _listing() -> sa.Select[Any]:
    return listing_federation_ids(sa.bindparam("organisation_id"))


def has_people(organisation_id: int) -> bool:
    """Whether anybody acts for the organisation."""
    return bool(read_value(_HAS_PEOPLE, {"organisation_id": organisation_id}))


def find_by_bce(bce: str) -> Organisation | None:
    """The organisation that has this enterprise number."""
    return db.session.scalar(sa.select(Organisation).filter_by(bce=bce))


def list_sectors(organisation_ids: Collection[int]) -> dict[int, list[str]]:
    """The sectors of these organisations, each in the order in which it said them: one query."""
    sectors: dict[int, list[str]] = defaultdict(list)
    for organisation_id, sector in read(_SECTORS, {"organisation_ids": list(organisation_ids)}):
        sectors[organisation_id].append(sector)
    return sectors


def list_all_federations() -> list[tuple[int, str]]:
    """Id and name of every federation, by name."""
    return [(row.id, row.name) for row in read(_FEDERATIONS)]


def is_member_of(organisation_id: int, federation_id: int) -> bool:
    """Whether the membership is confirmed by both sides."""
    return federation_id in list_federation_ids([organisation_id])[organisation_id]


def list_federation_ids(organisation_ids: Collection[int]) -> dict[int, set[int]]:
    """For each organisation the federations that it is a confirmed member of, in one query."""
    federations: dict[int, set[int]] = {organisation_id: set() for organisation_id in organisation_ids}
    for organisation_id, federation_id in read(_MEMBERSHIPS, {"organisation_ids": list(organisation_ids)}):
        federations[organisation_id].add(federation_id)
    return federations


def search_text(name: str, *places: Locality) -> str:
    """What `search_organisations` looks in: the name and where it is, the seat first."""
    return fold(" ".join([name, *(f"{place} {place.commune}" for place in places)]))[:SEARCH_LENGTH]


def search_organisations(
    *,
    words: str = "",
    kind: OrganisationKind | None = None,
    area: str | None = None,
    federation_id: int | None = None,
    sector: str | None = None,
    language: str | None = None,
    place: Locality | None = None,
    km: int | None = None,
) -> sa.Select[Any]:
    """The organisations that fit every filter given, by name. Where they are is where their seat or any other site is;
    `km`: at most so far from the place."""
    query = _search(words, kind, area, federation_id, sector, language)
    if place and km:
        query = query.where(_has_site_at(sa.select(ranked(list_nearest(place, km)).c.id)))
    return query


@lru_cache(maxsize=256)
def _search(
    words: str,
    kind: OrganisationKind | None,
    area: str | None,
    federation_id: int | None,
    sector: str | None,
    language: str | None,
) -> sa.Select[Any]:
    """Put together once for the same filters: so is what is asked of it."""
    query = sa.select(Organisation).where(*_called(words))
    if kind:
        query = query.where(Organisation.kind == kind)
    if area:
        query = query.where(_has_site_at(sa.select(Locality.id).where(Locality.area == area)))
    if federation_id:
        is_confirmed = sa.and_(Membership.federation_id == federation_id, Membership.state == MembershipState.CONFIRMED)
        query = query.where(Organisation.memberships.any(is_confirmed))
    if sector:
        query = query.where(Organisation.experiences.any(sector=sector))
    if language:
        query = query.where(sa.cast(Organisation.languages, sa.Text).contains(f'"{language}"', autoescape=True))
    return query.order_by(*BY_NAME)


def _called(words: str) -> list[sa.ColumnElement[bool]]:
    """That it goes by these words, or by this enterprise number."""
    try:
        return [Organisation.bce == parse_bce(words)]
    except ValueError:
        return matches(Organisation.search_text, words)


def _has_site_at(locality_ids: Any) -> sa.ColumnElement[bool]:
    of_sites = sa.select(Site.organisation_id).where(Site.locality_id.in_(locality_ids))
    return sa.or_(Organisation.locality_id.in_(locality_ids), Organisation.id.in_(of_sites))
