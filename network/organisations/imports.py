"""A federation lists its members from a table: read first, carried out as a whole, taken back while nobody uses it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from network import clock
from network.accounts.models import User
from network.accounts.queries import get_user
from network.activity.services import forget_subjects, record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, get_row, lock
from network.errors import ConflictError
from network.files.tables import read_table
from network.notifications.letters import Item, Letter, one_line
from network.notifications.services import queue_mails, withdraw_mails
from network.organisations.import_columns import read_rows
from network.organisations.import_rows import Row, RowState, check_rows
from network.organisations.memberships import offer_membership
from network.organisations.models import (
    Claim,
    Experience,
    ImportedOrganisation,
    ImportState,
    Mandate,
    Membership,
    MembershipState,
    Organisation,
    OrganisationImport,
    Site,
)
from network.organisations.policies import may_import
from network.organisations.queries import find_listing_federation
from network.organisations.services import list_members
from network.organisations.sites import put_site
from network.web.links import absolute_url, path_for
from network.web.policies import require

MOST_ROWS = 500
LONGEST_FILE_NAME = 200

register_verb("members.imported", _l("imported members"), fields={"organisations": _l("Organisations")})
register_verb("member.removed", _l("took the organisation off the directory"), fields={"name": _l("Organisation")})
register_verb("members.import_undone", _l("took an import of members back"))


def read_import(federation: Organisation, upload: FileStorage, *, actor: Actor) -> OrganisationImport:
    """Keep the rows of a table to be looked at; nothing is listed yet. RefusedFileError or HeadingError says why."""
    require(may_import(federation, actor))
    table = read_rows(read_table(upload, most_rows=MOST_ROWS))
    imported = OrganisationImport(
        federation=federation,
        file_name=(upload.filename or "")[:LONGEST_FILE_NAME],
        rows=table.rows,
        ignored=table.ignored,
        read_at=clock.now(),
    )
    db.session.add(imported)
    db.session.flush()
    return imported


def carry_out(imported: OrganisationImport, *, actor: Actor) -> None:
    """List what is new and offer the membership to what is known, all of it or nothing; a second click does nothing."""
    require(may_import(imported.federation, actor))
    lock(imported.federation)  # of two tables at once, the second knows what the first has listed
    lock(imported)
    if imported.state is not ImportState.READ:
        return
    rows = check_rows(imported.rows)
    imported.state, imported.done_at = ImportState.DONE, clock.now()
    imported.rows = [{**row.cells, "email": "", "reason": row.reason} for row in rows if row.state is RowState.REFUSED]
    listed = _list([row for row in rows if row.state is RowState.NEW], imported, actor)
    for organisation in list_to_ask(rows, imported.federation_id):
        _offer(organisation, imported, actor)
    coordinator = get_user(actor.user_id or 0)
    queue_mails([_letter(row, organisation, imported, coordinator) for row, organisation in listed if row.email])
    record("members.imported", imported.federation, actor=actor, after={"organisations": len(listed)})


def undo_import(imported: OrganisationImport, *, actor: Actor) -> None:
    """Take back what the import listed and offered; ConflictError once somebody claimed or used one of them."""
    require(may_import(imported.federation, actor))
    lock(imported)
    if imported.state is ImportState.UNDONE:
        return
    if imported.state is not ImportState.DONE:
        raise ConflictError
    brought = list_imported(imported.id)
    listed = [entry.organisation_id for entry in brought if entry.is_new]
    names = _list_claimed(listed)
    if names:
        text = _("The import cannot be undone any more: people have claimed %(names)s.", names=", ".join(names))
        raise ConflictError(text)
    _withdraw_offers([entry.organisation_id for entry in brought], imported.federation_id)
    withdraw_mails([_letter_key(imported.id, organisation_id) for organisation_id in listed])
    db.session.execute(sa.delete(ImportedOrganisation).filter_by(import_id=imported.id))
    if not _delete(listed):
        raise ConflictError(
            _("One of these organisations has been made use of since: the import cannot be undone any more.")
        )
    imported.state, imported.rows = ImportState.UNDONE, []
    record("members.import_undone", imported.federation, actor=actor)


def remove_listed(organisation: Organisation, *, actor: Actor) -> None:
    """Take away one organisation that the federation listed; ConflictError once somebody claimed or used it."""
    federation = find_listing_federation(organisation.id)
    require(federation is not None and may_import(federation, actor))
    assert federation
    if _list_claimed([organisation.id]):
        raise ConflictError(_("People have asked to act for it: it cannot be taken away any more."))
    _withdraw_offers([organisation.id], federation.id)
    import_ids = db.session.scalars(
        sa.select(ImportedOrganisation.import_id).filter_by(organisation_id=organisation.id)
    )
    withdraw_mails([_letter_key(import_id, organisation.id) for import_id in import_ids])
    db.session.execute(sa.delete(ImportedOrganisation).filter_by(organisation_id=organisation.id))
    name = organisation.name
    if not _delete([organisation.id]):
        raise ConflictError(_("It has been made use of since: it cannot be taken away any more."))
    record("member.removed", federation, actor=actor, after={"name": name})


def list_to_ask(rows: Sequence[Row], federation_id: int) -> list[Organisation]:
    """Of the organisations that the rows find listed already, those that the membership can be offered to: nothing
    stands between them and the federation, or they have asked."""
    known = {row.organisation.id: row.organisation for row in rows if row.organisation}
    of_federation = sa.select(Membership.organisation_id).where(
        Membership.federation_id == federation_id,
        Membership.organisation_id.in_(known),
        Membership.state != MembershipState.ASKED,
    )
    settled = set(db.session.scalars(of_federation))
    return [
        organisation for key, organisation in known.items() if key not in settled and not organisation.is_federation
    ]


def get_import(import_id: int) -> OrganisationImport:
    """An import; NotFoundError when there is none."""
    return get_row(OrganisationImport, import_id)


def list_imports(federation_id: int) -> Sequence[OrganisationImport]:
    """The imports of a federation, the last first."""
    query = sa.select(OrganisationImport).filter_by(federation_id=federation_id)
    return db.session.scalars(query.order_by(OrganisationImport.id.desc())).all()


def list_imported(import_id: int) -> Sequence[ImportedOrganisation]:
    """What an import brought, by name."""
    query = sa.select(ImportedOrganisation).filter_by(import_id=import_id).join(ImportedOrganisation.organisation)
    return db.session.scalars(query.order_by(Organisation.search_text, Organisation.id)).all()


def list_answers(imported: OrganisationImport) -> dict[int, MembershipState]:
    """What stands between the federation and each organisation that an import brought, by its id."""
    query = sa.select(Membership.organisation_id, Membership.state).join(
        ImportedOrganisation, ImportedOrganisation.organisation_id == Membership.organisation_id
    )
    query = query.where(ImportedOrganisation.import_id == imported.id)
    found = db.session.execute(query.where(Membership.federation_id == imported.federation_id))
    return {row.organisation_id: row.state for row in found}


def remove_unused_imports(before: datetime) -> None:
    """Remove the tables that were read before then and never carried out."""
    is_unused = sa.and_(OrganisationImport.state == ImportState.READ, OrganisationImport.read_at < before)
    db.session.execute(sa.delete(OrganisationImport).where(is_unused))


def _list(rows: Sequence[Row], imported: OrganisationImport, actor: Actor) -> list[tuple[Row, Organisation]]:
    facts = (row.facts for row in rows if row.facts)
    listed = list(zip(rows, list_members(facts, federation=imported.federation, actor=actor), strict=True))
    for row, organisation in listed:
        for site in row.sites:
            put_site(organisation, site)
        _note(organisation, imported, is_new=True)
    return listed


def _offer(organisation: Organisation, imported: OrganisationImport, actor: Actor) -> None:
    offer_membership(organisation, imported.federation, actor=actor)
    _note(organisation, imported, is_new=False)


def _note(organisation: Organisation, imported: OrganisationImport, *, is_new: bool) -> None:
    db.session.add(ImportedOrganisation(import_id=imported.id, organisation_id=organisation.id, is_new=is_new))


def _letter(row: Row, organisation: Organisation, imported: OrganisationImport, coordinator: User) -> dict[str, str]:
    """What an organisation is told that somebody else listed, and whom it answers."""
    names = {"name": organisation.name, "federation": imported.federation.name}
    sentence = _(
        "Whoever has an account on Maillage now reads there what %(federation)s wrote of it: its name, its kind, its "
        "address, its enterprise number and, as far as they were given, its workers, languages, sectors and sites. "
        "This e-mail address is shown to nobody and was used for this message alone. If you work there, take its sheet "
        "over: you then say yourselves what it shows. If you would rather not be listed, write to %(person)s "
        "(%(email)s), who can take the sheet away.",
        **names,
        person=coordinator.name,
        email=coordinator.email,
    )
    url = absolute_url(path_for("first_time.known", organisation_id=organisation.id))
    letter = Letter(
        subject=one_line(_("%(federation)s has listed %(name)s on Maillage", **names)),
        name=organisation.name,
        introduction=_("%(federation)s has listed your organisation in the directory of Maillage.", **names),
        items=[Item(sentence, _("Take the sheet over"), url)],
    )
    return letter.to(row.email, key=_letter_key(imported.id, organisation.id))


def _letter_key(import_id: int, organisation_id: int) -> str:
    return f"listed {import_id} {organisation_id}"


def _list_claimed(organisation_ids: Collection[int]) -> Sequence[str]:
    """The names of up to three of them that people act for, or ask to."""
    claimed: sa.Select[Any] = sa.select(Organisation.name).where(
        Organisation.id.in_(organisation_ids),
        sa.or_(
            sa.select(Mandate.id).where(Mandate.organisation_id == Organisation.id).exists(),
            sa.select(Claim.id).where(Claim.organisation_id == Organisation.id).exists(),
        ),
    )
    return db.session.scalars(claimed.order_by(Organisation.name).limit(3)).all()


def _withdraw_offers(organisation_ids: Collection[int], federation_id: int) -> None:
    """Offers that were answered stand: both have said what they wanted."""
    db.session.execute(
        sa.delete(Membership).where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.federation_id == federation_id,
            Membership.state == MembershipState.OFFERED,
        )
    )


def _delete(organisation_ids: Sequence[int]) -> bool:
    """Delete the organisations with their own facts; False, with nothing deleted, when anything else refers to them."""
    try:
        with db.session.begin_nested():
            for part in (Experience, Site):
                db.session.execute(sa.delete(part).where(part.organisation_id.in_(organisation_ids)))
            forget_subjects(Organisation.__tablename__, organisation_ids)
            db.session.execute(sa.delete(Organisation).where(Organisation.id.in_(organisation_ids)))
    except IntegrityError:
        return False
    return True
