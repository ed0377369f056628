"""Contact people: kept by those who engage the organisation, opened by its readers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations import contacts
from network.organisations.contact_forms import ContactForm, audience_words, form_of
from network.organisations.models import Contact, Organisation
from network.organisations.policies import may_keep_contacts, may_see_people
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

bp = Blueprint("contacts", __name__, url_prefix="/structures")
bp.add_app_template_filter(audience_words)


@bp.get("/<id:organisation_id>/contacts")
@login_required
def index(organisation_id: int) -> Response:
    """Who may be reached, how often each was looked at, and who asked to be called back."""
    organisation = get_organisation(organisation_id)
    require(may_see_people(organisation, current_actor()))
    return _index_page(organisation, ContactForm(formdata=None))


@bp.post("/<id:organisation_id>/contacts")
@login_required
def add(organisation_id: int) -> Response | BaseResponse:
    """Show one more person."""
    organisation = get_organisation(organisation_id)
    require(may_keep_contacts(organisation, current_actor()))
    form = ContactForm()
    if not form.validate():
        return _index_page(organisation, form, status=422)
    try:
        contacts.add_contact(organisation, form.terms(), actor=current_actor())
    except ConflictError as error:
        form.refuse(error.message)
        return _index_page(organisation, form, status=422)
    flash(_("The contact person is shown from now on."), "success")
    return _to_contacts(organisation_id)


@bp.get("/contacts/<id:contact_id>/modifier")
@login_required
def edit(contact_id: int) -> Response:
    """A contact person to correct."""
    contact = _kept(contact_id)
    return _edit_page(contact, form_of(contact))


@bp.post("/contacts/<id:contact_id>/modifier")
@login_required
def update(contact_id: int) -> Response | BaseResponse:
    """Store the correction."""
    contact = _kept(contact_id)
    form = ContactForm()
    if not form.validate():
        return _edit_page(contact, form, status=422)
    try:
        contacts.update_contact(contact, form.terms(), actor=current_actor(), version=form.read_version)
    except StaleError:
        form.refuse_stale(contact)
        return _edit_page(contact, form, status=409)
    flash(_("The contact person is up to date."), "success")
    return _to_contacts(contact.organisation_id)


@bp.post("/contacts/<id:contact_id>/retirer")
@login_required
@removal()
def remove(contact_id: int) -> BaseResponse:
    """Show the person no more."""
    contact = _kept(contact_id)
    organisation_id = contact.organisation_id
    contacts.remove_contact(contact, actor=current_actor())
    flash(_("The contact person is removed."), "success")
    return _to_contacts(organisation_id)


@bp.post("/contacts/<id:contact_id>/voir")
@login_required
def open_contact(contact_id: int) -> Response:
    """How to reach the person; the click is counted."""
    return _act(contacts.open_contact, contact_id, is_open=True)


@bp.post("/contacts/<id:contact_id>/demander")
@login_required
def ask(contact_id: int) -> Response:
    """Leave one's address to be called back."""
    return _act(contacts.ask_to_be_called, contact_id, is_asked=True)


@bp.post("/<id:organisation_id>/contacts/demander")
@login_required
def ask_organisation(organisation_id: int) -> BaseResponse:
    """Leave one's address with an organisation that names nobody to the reader."""
    organisation = get_organisation(organisation_id)
    try:
        contacts.ask_organisation_to_call(organisation, actor=current_actor())
    except contacts.TooManyContactsError as error:
        db.session.rollback()
        flash(error.message, "warning")
    return go_to(url_for("directory.organisation", organisation_id=organisation_id))


def _act(act: Callable[..., None], contact_id: int, *, is_open: bool = False, is_asked: bool = False) -> Response:
    """What a reader does, and the contact as it is shown then; refused where the reader did so too often."""
    contact = _visible(contact_id)
    try:
        act(contact, actor=current_actor())
    except contacts.TooManyContactsError as error:
        db.session.rollback()
        return _contact_page(_visible(contact_id), refusal=error.message, status=429)
    return _contact_page(contact, is_open=is_open, is_asked=is_asked)


def _visible(contact_id: int) -> Contact:
    """Others are not told that there is one."""
    contact = contacts.get_contact(contact_id)
    hide_unless(contact in contacts.list_visible_contacts(contact.organisation_id, current_actor()))
    return contact


def _kept(contact_id: int) -> Contact:
    contact = _visible(contact_id)
    require(may_keep_contacts(contact.organisation, current_actor()))
    return contact


def _index_page(organisation: Organisation, form: ContactForm, status: int = 200) -> Response:
    return render_page(
        "organisations/contacts.html",
        status=status,
        organisation=organisation,
        form=form,
        contacts=contacts.list_contacts(organisation.id),
        counts=contacts.count_accesses(organisation.id),
        callers=contacts.list_callers(organisation.id),
        may_keep=may_keep_contacts(organisation, current_actor()),
    )


def _edit_page(contact: Contact, form: ContactForm, status: int = 200) -> Response:
    return render_page("organisations/contact_edit.html", status=status, contact=contact, form=form)


def _contact_page(
    contact: Contact, *, is_open: bool = False, is_asked: bool = False, refusal: str = "", status: int = 200
) -> Response:
    return render_page(
        "organisations/contact.html",
        fragment="organisations/_contact.html",
        status=status,
        contact=contact,
        is_open=is_open,
        is_asked=is_asked,
        refusal=refusal,
    )


def _to_contacts(organisation_id: int) -> BaseResponse:
    return go_to(url_for("contacts.index", organisation_id=organisation_id))
