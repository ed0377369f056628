"""What a sheet does not say yet."""

from __future__ import annotations

from datetime import timedelta

from network.organisations.completeness import COUNT_LASTS, read_completeness
from network.organisations.models import CountBasis
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    ContactFactory,
    ExperienceFactory,
    FederationFactory,
    MandateFactory,
    OrganisationFactory,
)


def test_what_is_missing_and_why(client, noon):
    """A bare sheet lacks nearly all; each gap has its reason and its link, for its own people alone."""
    manager, stranger = UserFactory(), UserFactory()
    organisation = OrganisationFactory(manager=manager, headcount=None, areas=[], bce=None)
    MandateFactory(user=stranger)
    client.log_in(manager)
    with client.session_transaction() as session:
        session["language"] = "en"
    page = client.page(f"/structures/{organisation.id}")
    heading = next(tag for tag in page.select(".card-header") if "does not say yet" in tag.get_text())
    card = heading.find_parent("section")
    assert "0 of 9 said" in heading.get_text()
    assert "nobody knows whom to call" in card.get_text()
    links = [link["href"] for link in card.select("a")]
    assert links[0] == f"/structures/{organisation.id}/modifier#description"
    assert links[-1] == f"/structures/{organisation.id}/contacts"
    form = client.page(f"/structures/{organisation.id}/modifier")
    for link in links[:-1]:
        assert form.find(id=link.partition("#")[2]), link
    dashboard = client.page("/").main.get_text(" ", strip=True)
    assert "Your sheet says 0 things of 9" in dashboard
    client.log_in(stranger)
    assert "does not say yet" not in client.page(f"/structures/{organisation.id}").get_text()


def test_what_is_said(app, database, noon):
    """A count counts for a year and a half; a federation needs no sector."""
    day = noon.date() - COUNT_LASTS
    said = {"description": "Nous.", "languages": ["fr"], "count_basis": CountBasis.ONSS}
    organisation = OrganisationFactory(**said, counted_on=day + timedelta(days=1))
    ExperienceFactory(organisation=organisation, evidence="Agrément")
    ContactFactory(organisation=organisation)
    assert read_completeness(organisation).gaps == []
    organisation.counted_on = day
    assert [gap.path.partition("#")[2] for gap in read_completeness(organisation).gaps] == ["counted_on"]
    assert read_completeness(FederationFactory()).total == 7
