"""The sites of an organisation beside its seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, get_row, lock
from network.errors import ConflictError
from network.organisations.labels import FIELD_LABELS
from network.organisations.models import Organisation, Site
from network.organisations.policies import may_edit
from network.organisations.queries import search_text
from network.places.models import Locality
from network.web.policies import require

MOST_SITES = 20
LOGGED = {"name": FIELD_LABELS["name"], "locality": _l("Locality"), "address": FIELD_LABELS["address"]}

register_verb("site.added", _l("added a site"), fields=LOGGED)
register_verb("site.changed", _l("changed a site"), fields=LOGGED)
register_verb("site.removed", _l("removed a site"), fields=LOGGED)
register_verb("site.made_seat", _l("made another site the seat"), fields=LOGGED)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is said of a site."""

    name: str
    locality: Locality
    address: str = ""

    def logged(self) -> dict[str, Any]:
        """As the activity log keeps them."""
        return {"name": self.name, "locality": str(self.locality), "address": self.address}


def facts_of(site: Site) -> SiteFacts:
    """What is said of it now."""
    return SiteFacts(site.name, site.locality, site.address)


def add_site(organisation: Organisation, facts: SiteFacts, *, actor: Actor) -> Site:
    """One more site; the same one twice is one (a double click). ConflictError past twenty."""
    require(may_edit(organisation, actor))
    lock(organisation)
    same = next((site for site in organisation.sites if facts_of(site) == facts), None)
    if same:
        return same
    if len(organisation.sites) >= MOST_SITES:
        raise ConflictError(_("There are %(most)s sites already. Remove one of them first.", most=MOST_SITES))
    site = put_site(organisation, facts)
    record("site.added", organisation, actor=actor, after=facts.logged())
    return site


def put_site(organisation: Organisation, facts: SiteFacts) -> Site:
    """Write a site down, for who may already."""
    site = Site(name=facts.name, locality=facts.locality, address=facts.address)
    organisation.sites.append(site)
    _follow(organisation)
    return site


def update_site(site: Site, facts: SiteFacts, *, actor: Actor, version: int) -> None:
    """Change a site; StaleError when somebody else did since `version`."""
    require(may_edit(site.organisation, actor))
    lock(site)
    before = facts_of(site)
    if before == facts:
        return
    site.expect_version(version)
    for name in ("name", "locality", "address"):
        setattr(site, name, getattr(facts, name))
    _follow(site.organisation)
    record("site.changed", site.organisation, actor=actor, before=before.logged(), after=facts.logged())


def make_seat(site: Site, *, actor: Actor, version: int) -> None:
    """Seat and site change places; StaleError when somebody else changed the site since `version`, or at the second
    of two clicks."""
    organisation = site.organisation
    require(may_edit(organisation, actor))
    lock(site)
    lock(organisation)
    site.expect_version(version)
    seat, facts = SiteFacts(_("Former seat"), organisation.locality, organisation.address), facts_of(site)
    organisation.locality, organisation.address = facts.locality, facts.address
    site.name, site.locality, site.address = seat.name, seat.locality, seat.address
    _follow(organisation)
    record("site.made_seat", organisation, actor=actor, before=seat.logged(), after=facts.logged())


def remove_site(site: Site, *, actor: Actor) -> None:
    """They work there no more."""
    organisation = site.organisation
    require(may_edit(organisation, actor))
    record("site.removed", organisation, actor=actor, before=facts_of(site).logged())
    organisation.sites.remove(site)
    _follow(organisation)


def get_site(site_id: int) -> Site:
    """A site; NotFoundError when there is none."""
    return get_row(Site, site_id)


def _follow(organisation: Organisation) -> None:
    """The organisation is found by the places of its sites too; who edits its sheet meanwhile is not overtaken."""
    db.session.flush()
    text = search_text(organisation.name, organisation.locality, *(site.locality for site in organisation.sites))
    db.session.execute(sa.update(Organisation).filter_by(id=organisation.id).values(search_text=text))
