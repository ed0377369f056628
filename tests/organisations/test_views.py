"""Keeping a sheet, in the browser."""

from __future__ import annotations

import pytest

from network.actors import Role
from network.database import db
from network.organisations.models import OrganisationKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, OrganisationFactory
from tests.helpers.soup import parse

TYPED = {
    "version": "1",
    "kind": "eta",
    "name": "L'Ardoise",
    "legal_form": "sc",
    "bce": "",
    "locality": "6900 Marche-en-Famenne",
    "address": "Rue du Parc 3",
    "headcount": "41",
    "description": "Trois phrases.",
    "areas": ["luxembourg", "namur"],
    "since_wood": "2015",
    "evidence_wood": "Label PEFC",
    "fte": "38,75",
    "counted_on": "2025-09-30",
    "count_basis": "onss",
    "languages": ["fr", "de"],
}


@pytest.fixture
def organisation(client):
    """An organisation whose manager is logged in."""
    user = UserFactory(language="en")
    organisation = OrganisationFactory(manager=user, experiences={"printing": 2001})
    client.log_in(user)
    with client.session_transaction() as session:
        session["language"] = "en"
    return organisation


def url_of(organisation):
    return f"/structures/{organisation.id}/modifier"


def test_the_form_holds_the_sheet(client, organisation):
    page = client.page(url_of(organisation))
    assert page.select_one("[name=locality]")["value"] == "5000 Namur"
    assert page.select_one("[name=since_printing]")["value"] == "2001"
    assert page.select_one("[name=version]")["value"] == "1"


def test_store(client, organisation):
    response = client.post(url_of(organisation), data=TYPED)
    assert response.status_code == 303
    assert response.location == f"/structures/{organisation.id}"
    assert (organisation.name, organisation.locality.postal_code, organisation.headcount) == ("L'Ardoise", "6900", 41)
    assert organisation.areas == ["luxembourg", "namur"]
    assert [(entry.sector, entry.since_year, entry.evidence) for entry in organisation.experiences] == [
        ("wood", 2015, "Label PEFC")
    ]
    assert (organisation.fte, organisation.count_basis, organisation.languages) == (3875, "onss", ["de", "fr"])
    said = client.page(response.location).select_one(".facts").get_text(" ", strip=True)
    assert "41 (38.75 full-time equivalents), counted on 30 September 2025 – ONSS declarations (DmfA)" in said
    assert "French, German" in said
    assert client.page(url_of(organisation)).select_one("[name=fte]")["value"] == "38,75"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 10_000, "This is too long: 160 characters at most."),
        ("headcount", "2,5", "Give a whole number, without decimals."),
        ("headcount", "-3", "This cannot be less than 0."),
        ("headcount", "9" * 30, "Give a whole number, in digits."),
        ("headcount", "1000000", "Give a whole number from 0 to 100,000."),
        ("headcount", "", "Please fill this in."),
        ("bce", "0123.456.748", "This enterprise number does not exist: a digit must be wrong."),
        ("locality", "Celles", "Several places fit: 4317 Celles, 5561 Celles, 7760 Celles. Which one?"),
        ("locality", "", "Please fill this in."),
        ("since_wood", "3015", "Give a year from 1900 to"),
        ("evidence_textiles", "Label", "Say since which year you practise it, or empty this too."),
        ("evidence_wood", "x" * 300, "This is too long: 200 characters at most."),
        ("fte", "41,01", "There cannot be more full-time equivalents than workers."),
        ("fte", "1,234", "Two decimals at most."),
        ("counted_on", "2999-01-01", "Give a day that has come."),
        ("count_basis", "rumour", "Not a valid choice."),
        ("languages", ["klingon"], "'klingon' is not a valid choice for this field."),
        ("areas", ["atlantis"], "'atlantis' is not a valid choice for this field."),
        ("legal_form", "empire", "Not a valid choice."),
    ],
)
def test_what_cannot_be_stored_is_said_beside_the_field(client, organisation, field, typed, sentence):
    response = client.post(url_of(organisation), data=TYPED | {field: typed})
    page = parse(response)
    assert response.status_code == 422
    assert sentence in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("[role=alert]")
    if isinstance(typed, str) and field not in ("legal_form", "count_basis"):
        assert page.select_one(f"[name={field}]")["value"] == typed
    assert page.select_one("[name=description]").get_text(strip=True) == "Trois phrases."
    assert organisation.name != "L'Ardoise"


def test_html_is_text(client, organisation):
    name = "<script>alert(1)</script> 😀"
    assert client.post(url_of(organisation), data=TYPED | {"name": name, "description": name}).status_code == 303
    page = client.page(f"/structures/{organisation.id}")
    assert page.h1.get_text(strip=True) == name


def test_an_enterprise_number_of_another(client, organisation):
    other = OrganisationFactory()
    response = client.post(url_of(organisation), data=TYPED | {"bce": other.bce})
    assert response.status_code == 422
    assert "Another organisation" in parse(response).select_one("#bce-error").get_text()


def test_two_people_at_once__the_second_sees_what_changed_and_keeps_what_was_typed(client, organisation):
    assert client.post(url_of(organisation), data=TYPED | {"headcount": "50"}).status_code == 303
    response = client.post(url_of(organisation), data=TYPED | {"headcount": "60", "address": "Rue de la Paix 1"})
    page = parse(response)
    assert response.status_code == 409
    notice = page.select_one(".notice.tone-todo").get_text(" ", strip=True)
    assert "Somebody else changed this sheet" in notice
    assert "Workers – 50" in notice
    assert page.select_one("[name=headcount]")["value"] == "60"
    assert page.select_one("[name=version]")["value"] == "2"
    again = client.post(url_of(organisation), data=TYPED | {"headcount": "60", "version": "2"})
    assert again.status_code == 303
    assert organisation.headcount == 60


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999", "2"])
def test_a_mangled_version_is_an_old_one(client, organisation, version):
    assert client.post(url_of(organisation), data=TYPED | {"version": version}).status_code == 409


def test_another_kind__but_no_federation_nor_out_of_one(client, organisation):
    assert client.post(url_of(organisation), data=TYPED | {"kind": "cisp"}).status_code == 303
    assert organisation.kind is OrganisationKind.CISP
    assert "training centre" in client.page(f"/structures/{organisation.id}").main.get_text()
    for kind in ("federation", "nonsense", ""):
        assert client.post(url_of(organisation), data=TYPED | {"kind": kind, "version": "2"}).status_code == 422
    federation = FederationFactory()
    MandateFactory(user=organisation.mandates[0].user, organisation=federation, role=Role.COORDINATOR)
    kinds = client.page(url_of(federation)).select("[name=kind] option")
    assert [option["value"] for option in kinds] == ["federation"]


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_not_for_others(client, organisation, role):
    user = UserFactory()
    if role:
        MandateFactory(user=user, organisation=organisation, role=role)
    client.log_in(user)
    assert client.get(url_of(organisation)).status_code == 403
    assert client.post(url_of(organisation), data=TYPED).status_code == 403


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "99999999999999999999", "x", "-1"])
def test_unknown_ids(client, organisation, number):
    assert client.get(f"/structures/{number}/modifier").status_code == 404
    assert client.get(f"/structures/{number}").status_code == 404


def test_a_failed_change_leaves_nothing(client, organisation):
    client.post(url_of(organisation), data=TYPED | {"headcount": "x"})
    db.session.expire_all()
    assert organisation.version == 1
