"""The form of a site."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from network.organisations.models import Site
from network.organisations.sites import SiteFacts, facts_of
from network.places.forms import LocalityField
from network.web.forms import Required, VersionedForm, at_most

LONGEST_NAME = 80


class SiteForm(VersionedForm):
    """A place of work beside the seat."""

    name = StringField(
        _l("Name of the site"), [Required(), at_most(LONGEST_NAME)], description=_l("Such as “Depot” or “Kitchen”.")
    )
    locality = LocalityField(_l("Locality"), [Required()], description=_l("Postcode and name, such as 5000 Namur."))
    address = StringField(_l("Street and number"), [at_most(160)], render_kw={"autocomplete": "street-address"})

    def facts(self) -> SiteFacts:
        """What was typed, once it is valid."""
        return SiteFacts(self.name.data or "", self.locality.data, self.address.data or "")


def form_of(site: Site) -> SiteForm:
    """The form as it is when the page opens."""
    facts = facts_of(site)
    said = {"name": facts.name, "locality": facts.locality, "address": facts.address}
    return SiteForm(formdata=None, data=said | {"version": site.version})
