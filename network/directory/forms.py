"""The filters of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SearchField, SelectField

from network.organisations.labels import KIND_LABELS
from network.organisations.models import OrganisationKind
from network.organisations.queries import list_all_federations
from network.places.areas import AREAS
from network.web.choices import choices
from network.web.forms import FilterForm, at_most


class DirectoryFilters(FilterForm):
    """What is looked for."""

    q = SearchField(_l("Name or place"), [at_most(100)])
    kind = SelectField(_l("Kind"), default="")
    area = SelectField(_l("Area"), default="")
    federation = SelectField(_l("Member of"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(_read(KIND_LABELS), none=_("All kinds"))
        self.area.choices = choices(_read(AREAS), none=_("All areas"))
        self.federation.choices = choices(dict(list_all_federations()), none=_("All federations"))

    def filters(self) -> dict[str, Any]:
        """What `search_organisations` takes."""
        self.validate()
        read = {name: field.data or "" for name, field in self._fields.items() if not field.errors}
        return {
            "words": read.get("q", ""),
            "kind": OrganisationKind(read["kind"]) if read.get("kind") else None,
            "area": read.get("area") or None,
            "federation_id": int(read["federation"]) if read.get("federation") else None,
        }


def _read(labels: Mapping[Any, Any]) -> dict[str, str]:
    """The words in the reader's language, looked up once: a lazy one is looked up each time it is touched."""
    return {str(key): str(label) for key, label in labels.items()}
