"""Forms about the people of an organisation, and about what is asked of those who answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from network.accounts.forms import email_field
from network.actors import Role
from network.organisations.labels import ROLE_LABELS
from network.organisations.mandates import roles_of
from network.organisations.models import Organisation
from network.web.choices import choices
from network.web.forms import BaseForm, Required, at_most


class RoleForm(BaseForm):
    """What a person may do for the organisation."""

    role = RadioField(_l("What they may do"), validators=[Required()])

    @property
    def chosen(self) -> Role:
        """The role, once it is valid."""
        return Role(self.role.data)


class ColleagueForm(RoleForm):
    """A colleague to write to."""

    email = email_field(_l("E-mail address of your colleague"))


class RefusalForm(BaseForm):
    """Why a request is refused."""

    reason = TextAreaField(_l("Why?"), [Required(_l("Say why, in a few words: it is sent to them.")), at_most(300)])


def colleague_form(organisation: Organisation) -> ColleagueForm:
    """As it is sent, or as it opens."""
    form = ColleagueForm()
    _offer_roles(form, organisation)
    return form


def role_form(organisation: Organisation) -> RoleForm:
    """As it is sent."""
    form = RoleForm()
    _offer_roles(form, organisation)
    return form


def _offer_roles(form: RoleForm, organisation: Organisation) -> None:
    form.role.choices = choices({role: ROLE_LABELS[role] for role in roles_of(organisation)})
