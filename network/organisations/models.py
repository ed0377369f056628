"""Organisations, their membership of federations, and the mandates of people."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.actors import Role
from network.database import FLAT, Model, Versioned

if TYPE_CHECKING:
    from network.accounts.models import User
    from network.places.models import Locality


class OrganisationKind(enum.StrEnum):
    """What an organisation is; its legal form is another matter."""

    MAISON_MEDICALE = "maison_medicale"
    ETA = "eta"
    RESSOURCERIE = "ressourcerie"
    CISP = "cisp"
    ENTREPRISE_INSERTION = "entreprise_insertion"
    INTERCOMMUNALE = "intercommunale"
    COOPERATIVE = "cooperative"
    FONDATION = "fondation"
    AGENCE_CONSEIL = "agence_conseil"
    COMMUNE = "commune"
    PUBLIC_FUNDER = "public_funder"
    FEDERATION = "federation"


class LegalForm(enum.StrEnum):
    """Legal form under Belgian law."""

    ASBL = "asbl"
    SC = "sc"
    SRL = "srl"
    SA = "sa"
    FONDATION = "fondation"
    PUBLIC = "public"
    OTHER = "other"


class CountBasis(enum.StrEnum):
    """Where a number of workers comes from."""

    ONSS = "onss"
    SOCIAL_BALANCE = "social_balance"
    OWN_COUNT = "own_count"
    ESTIMATE = "estimate"


class Organisation(Versioned, Model):
    """A structure at its seat, with its other sites. A federation is one too: it posts calls, and its people are
    coordinators or members. `fte` is in hundredths of a full-time post; `counted_on` and `count_basis` are about both
    numbers of workers; `languages` are keys of `labels.LANGUAGE_LABELS`."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(160))
    kind: Mapped[OrganisationKind] = mapped_column(index=True)
    legal_form: Mapped[LegalForm | None]
    bce: Mapped[str | None] = mapped_column(sa.String(10), unique=True)
    locality_id: Mapped[int] = mapped_column(sa.ForeignKey("localities.id"), index=True)
    address: Mapped[str] = mapped_column(sa.String(160), default="")
    headcount: Mapped[int | None]
    fte: Mapped[int | None]
    counted_on: Mapped[date | None]
    count_basis: Mapped[CountBasis | None]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    areas: Mapped[list[Any]] = mapped_column(default=list)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    search_text: Mapped[str] = mapped_column(sa.String(400), index=True)
    created_at: Mapped[datetime]

    locality: Mapped[Locality] = relationship(lazy="joined", innerjoin=FLAT)
    experiences: Mapped[list[Experience]] = relationship(
        back_populates="organisation", order_by="Experience.id", cascade="all, delete-orphan"
    )
    sites: Mapped[list[Site]] = relationship(
        back_populates="organisation", order_by="Site.id", cascade="all, delete-orphan"
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="organisation", foreign_keys="Membership.organisation_id", order_by="Membership.id"
    )
    mandates: Mapped[list[Mandate]] = relationship(back_populates="organisation", order_by="Mandate.id")

    @property
    def is_federation(self) -> bool:
        return self.kind is OrganisationKind.FEDERATION


class Site(Versioned, Model):
    """A place of work beside the seat."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    locality_id: Mapped[int] = mapped_column(sa.ForeignKey("localities.id"), index=True)
    address: Mapped[str] = mapped_column(sa.String(160), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="sites")
    locality: Mapped[Locality] = relationship(lazy="joined", innerjoin=FLAT)


class Experience(Model):
    """Years of practice in a sector, with what shows it."""

    __tablename__ = "experiences"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "sector"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    sector: Mapped[str] = mapped_column(sa.String(40), index=True)
    since_year: Mapped[int]
    evidence: Mapped[str] = mapped_column(sa.String(200), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="experiences")


class MembershipState(enum.StrEnum):
    """Both sides confirm a membership."""

    ASKED = "asked"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LEFT = "left"


class Membership(Model):
    """An organisation's membership of a federation; `reason` is why it was refused or ended, in a few words."""

    __tablename__ = "memberships"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "federation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[MembershipState]
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="memberships", foreign_keys=organisation_id)
    federation: Mapped[Organisation] = relationship(foreign_keys=federation_id)

    @property
    def is_unanswered(self) -> bool:
        """One side waits for the other."""
        return self.state in (MembershipState.ASKED, MembershipState.OFFERED)

    @property
    def answered_by(self) -> Organisation:
        """The side that did not begin."""
        return self.federation if self.state is MembershipState.ASKED else self.organisation


class Mandate(Model):
    """A person's role in an organisation."""

    __tablename__ = "mandates"
    __table_args__ = (sa.UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    role: Mapped[Role]
    since: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)
    organisation: Mapped[Organisation] = relationship(back_populates="mandates", lazy="joined", innerjoin=FLAT)


class ClaimState(enum.StrEnum):
    """Where a person's request to act for an organisation stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Claim(Model):
    """A person asks to act for an organisation that is listed already; `reason` is why it was refused."""

    __tablename__ = "claims"
    __table_args__ = (sa.UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(default=ClaimState.ASKED)
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")

    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)


class ColleagueInvitation(Model):
    """A colleague asked by mail to act for an organisation; the row goes once it is accepted or withdrawn."""

    __tablename__ = "colleague_invitations"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role: Mapped[Role]
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    sent_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)
    invited_by: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)


class ImportState(enum.StrEnum):
    """A table that a federation brought: read, carried out, or taken back."""

    READ = "read"
    DONE = "done"
    UNDONE = "undone"


class OrganisationImport(Model):
    """A table of organisations brought by a federation. `rows`: cells by column, each with its line; once it is done,
    those alone that were refused. `ignored`: headings that mean nothing here."""

    __tablename__ = "organisation_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[ImportState] = mapped_column(default=ImportState.READ)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    rows: Mapped[list[Any]] = mapped_column(default=list)
    ignored: Mapped[list[Any]] = mapped_column(default=list)
    read_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    federation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)


class ImportedOrganisation(Model):
    """An organisation that an import listed (`is_new`), or found listed and offered the membership."""

    __tablename__ = "imported_organisations"
    __table_args__ = (sa.UniqueConstraint("import_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation_imports.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    is_new: Mapped[bool]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)


class ContactAudience(enum.StrEnum):
    """Who reads how to reach a contact person: everybody, the members of its federations, or whom it calls back."""

    NETWORK = "network"
    FEDERATION = "federation"
    REQUEST = "request"


class Contact(Versioned, Model):
    """A person who may be reached about an organisation, and who agreed to be shown so."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    function: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    audience: Mapped[ContactAudience]
    agreed_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=FLAT)


class ContactAccess(Model):
    """A reader looked at how to reach a contact person, or asked to be called back."""

    __tablename__ = "contact_accesses"
    __table_args__ = (sa.Index(None, "user_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contacts.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    at: Mapped[datetime]

    contact: Mapped[Contact] = relationship()
    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)
