"""The sites of an organisation beside its seat."""

from __future__ import annotations

import pytest

from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations import sites
from network.organisations.models import Site
from network.organisations.sites import SiteFacts
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory, SiteFactory
from tests.factories.places import place
from tests.helpers.soup import parse

TYPED = {"version": "1", "name": "Dépôt", "locality": "5590 Ciney", "address": "Rue du Four 2"}


def manager_of(organisation):
    return Actor(roles={organisation.id: Role.MANAGER})


def test_kept_on_its_pages(client):
    """Added once on a double click, corrected, found by its place, removed; what is wrong is said beside the field."""
    user = UserFactory()
    organisation = OrganisationFactory(name="L’Ardoise", manager=user)
    client.log_in(user)
    url = f"/structures/{organisation.id}/sites"
    refused = client.post(url, data=TYPED | {"locality": "Celles"})
    assert refused.status_code == 422
    assert "5561 Celles" in parse(refused).select_one("#locality-error").get_text()
    assert parse(refused).select_one("[name=address]")["value"] == "Rue du Four 2"
    for _click in range(2):
        assert client.post(url, data=TYPED).location == url
    site = db.session.query(Site).one()
    edit = f"/structures/sites/{site.id}/modifier"
    assert client.page(edit).select_one("[name=locality]")["value"] == "5590 Ciney"
    assert client.post(edit, data=TYPED | {"name": "Quai"}).location == url
    overtaken = client.post(edit, data=TYPED | {"name": "Autre"})
    assert (overtaken.status_code, parse(overtaken).select_one("[name=name]")["value"]) == (409, "Autre")
    db.session.expire_all()
    assert (site.name, "ciney" in organisation.search_text, organisation.version) == ("Quai", True, 1)
    sheet = client.page(f"/structures/{organisation.id}")
    assert "Quai – Rue du Four 2, 5590 Ciney" in sheet.main.get_text(" ", strip=True)
    assert client.post(f"/structures/sites/{site.id}/retirer").location == url
    db.session.expire_all()
    assert (organisation.sites, "ciney" in organisation.search_text) == ([], False)
    verbs = [event.verb for event in list_events(organisation)]
    assert verbs == ["site.removed", "site.changed", "site.added"]


def test_bounds(database):
    """Twenty at most; the same twice is one; nothing changed is nothing done."""
    organisation = OrganisationFactory()
    actor = manager_of(organisation)
    first = SiteFactory(organisation=organisation)
    sites.update_site(first, sites.facts_of(first), actor=actor, version=99)
    with pytest.raises(StaleError):
        sites.update_site(first, SiteFacts("Autre", first.locality), actor=actor, version=99)
    for number in range(1, sites.MOST_SITES):
        sites.put_site(organisation, SiteFacts(f"Site {number}", place("5000 Namur")))
    assert sites.add_site(organisation, sites.facts_of(first), actor=actor) is first
    with pytest.raises(ConflictError):
        sites.add_site(organisation, SiteFacts("De trop", place("5000 Namur")), actor=actor)


def test_a_site_becomes_the_seat(client):
    """They change places once, however often one clicks; logged, found by both places."""
    user = UserFactory()
    organisation = OrganisationFactory(at="5000 Namur", address="Rue Haute 1", manager=user)
    site = SiteFactory(organisation=organisation, locality=place("5590 Ciney"), name="Dépôt", address="")
    client.log_in(user)
    url = f"/structures/sites/{site.id}/siege"
    read = client.page(f"/structures/{organisation.id}/sites").select_one(f'form[action="{url}"] [name=version]')
    sent = {"version": read["value"]}
    assert [client.post(url, data=sent).status_code for _click in range(2)] == [303, 409]
    db.session.expire_all()
    assert (str(organisation.locality), organisation.address, organisation.version) == ("5590 Ciney", "", 2)
    assert (site.name, str(site.locality), site.address) == ("Ancien siège", "5000 Namur", "Rue Haute 1")
    assert {"ciney", "namur"} <= set(organisation.search_text.split())
    [event] = list_events(organisation)
    assert (event.verb, event.before["locality"], event.after["name"]) == ("site.made_seat", "5000 Namur", "Dépôt")
