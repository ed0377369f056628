"""The filters of the directory."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SearchField, SelectField

from network.actors import Actor
from network.organisations.labels import KIND_LABELS, LANGUAGE_LABELS, SECTOR_LABELS
from network.organisations.models import Organisation, OrganisationKind
from network.organisations.queries import list_all_federations, search_organisations
from network.places.areas import AREAS
from network.places.forms import Around, LocalityField
from network.resources.forms import MOST_KM
from network.resources.labels import CAPABILITY_LABELS
from network.resources.models import Capability
from network.resources.queries import offering
from network.web.choices import Choices, choices
from network.web.forms import Between, FilterForm, WholeNumberField, at_most

LISTS = {
    "kind": Choices(KIND_LABELS, none=_l("All kinds")),
    "area": Choices(AREAS, none=_l("All areas")),
    "sector": Choices(SECTOR_LABELS, none=_l("All sectors")),
    "language": Choices(LANGUAGE_LABELS, none=_l("All languages")),
    "capability": Choices(CAPABILITY_LABELS, none=_l("Everything")),
}


class DirectoryFilters(FilterForm):
    """What is looked for."""

    FOLDED = ("kind", "federation", "sector", "language", "capability", "place", "km")

    q = SearchField(_l("Name, place or enterprise number"), [at_most(100)])
    kind = SelectField(_l("Kind"), default="")
    area = SelectField(_l("Area"), default="")
    federation = SelectField(_l("Member of"), default="")
    sector = SelectField(_l("Sector"), default="")
    language = SelectField(_l("Language"), default="")
    capability = SelectField(_l("Offers"), default="")
    place = LocalityField(_l("Near"))
    km = WholeNumberField(_l("Within"), [Between(1, MOST_KM), Around()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in LISTS.items():
            self[name].choices = options()
        self.federation.choices = choices(dict(list_all_federations()), none=_("All federations"))

    def search(self, actor: Actor, *, anywhere: bool = False) -> sa.Select[Any]:
        """The organisations that fit, or would fit `anywhere`; those that offer something, as far as the actor may see
        it."""
        query = search_organisations(**self.filters() | ({"place": None} if anywhere else {}))
        if not self.capability.data or self.capability.errors:
            return query
        return query.where(Organisation.id.in_(offering(Capability(self.capability.data), actor)))

    def filters(self) -> dict[str, Any]:
        """What `search_organisations` takes."""
        self.validate()
        read = {name: field.data or "" for name, field in self._fields.items() if not field.errors}
        return {
            "words": read.get("q", ""),
            "kind": OrganisationKind(read["kind"]) if read.get("kind") else None,
            "area": read.get("area") or None,
            "federation_id": int(read["federation"]) if read.get("federation") else None,
        } | {name: read.get(name) or None for name in ("sector", "language", "place", "km")}
