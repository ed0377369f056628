"""The forms of the first time: eight fields in all, four with the account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, StringField

from network import clock
from network.organisations.facts import Facts
from network.organisations.forms import BceField
from network.organisations.labels import KIND_LABELS, SECTOR_LABELS
from network.organisations.models import OrganisationKind
from network.organisations.policies import NOT_SELF_REGISTERED
from network.organisations.queries import list_all_federations
from network.places.forms import LocalityField
from network.resources.forms import MOST
from network.resources.labels import CAPABILITY_CHOICES
from network.resources.models import Capability, Way
from network.web.choices import choices
from network.web.forms import BaseForm, Between, Required, WholeNumberField, at_most
from network.web.search import fold

NO_FEDERATION = 0
KINDS = {kind: label for kind, label in KIND_LABELS.items() if kind not in NOT_SELF_REGISTERED}


class NumberForm(BaseForm):
    """The enterprise number."""

    bce = BceField(_l("Enterprise number"), [Required()], render_kw={"inputmode": "numeric"})


class SheetForm(BaseForm):
    """What an organisation is, in five answers; the enterprise number comes along."""

    bce = BceField(_l("Enterprise number"), [Required()], render_kw={"type": "hidden"})
    name = StringField(_l("Name"), [Required(), at_most(160)], render_kw={"autocomplete": "organization"})
    kind = SelectField(_l("Kind"), choices=choices(KINDS, none=_l("Choose")), validators=[Required()])
    locality = LocalityField(_l("Locality"), [Required()], description=_l("Postcode and name, such as 5000 Namur."))
    sector = SelectField(
        _l("Main sector"),
        description=_l("The others, and since when you practise them, can be said later on your sheet."),
    )
    federation = SelectField(
        _l("Your federation"), coerce=int, description=_l("It confirms that you are its member; you can begin before.")
    )

    def facts(self) -> Facts:
        """What was typed, once it is valid; the sector counts from this year, until the sheet says since when."""
        return Facts(
            kind=OrganisationKind(self.kind.data),
            name=self.name.data,
            bce=self.bce.data,
            locality=self.locality.data,
            areas=[self.locality.data.area],
            experiences={self.sector.data: clock.today().year} if self.sector.data else {},
        )


class ResourceForm(BaseForm):
    """One thing to share or to look for: the button says which."""

    capability = SelectField(_l("What"), [Required()], choices=choices(CAPABILITY_CHOICES, none=_l("Choose")))
    quantity = WholeNumberField(_l("How much"), [Required(), Between(1, MOST)], render_kw={"inputmode": "numeric"})

    way = HiddenField("")

    @property
    def chosen_way(self) -> Way:
        """Which of the two buttons was pressed: what has no such button is offered."""
        return Way.NEED if self.way.data == Way.NEED else Way.OFFER

    @property
    def needs_frame(self) -> bool:
        """The time of staff is offered with its legal frame, which has a page of its own."""
        return bool(self.capability.data == Capability.STAFF_HOURS and self.chosen_way is Way.OFFER)


def sheet_form(bce: str | None = None) -> SheetForm:
    """As it is sent, or as it opens with the enterprise number."""
    form = SheetForm(data={"bce": bce}) if bce else SheetForm()
    by_label = sorted(SECTOR_LABELS.items(), key=lambda sector: fold(str(sector[1])))
    form.sector.choices = choices(dict(by_label), none=_l("Another, or several"))
    form.federation.choices = [
        SelectChoice(NO_FEDERATION, _l("None of these")),
        *(SelectChoice(federation_id, name) for federation_id, name in list_all_federations()),
    ]
    return form
