"""A federation brings a table of its members."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from network.activity.queries import list_events
from network.database import db
from network.errors import NotAllowedError
from network.files import tables
from network.files.spreadsheets import csv_bytes, xlsx_bytes
from network.notifications.models import Notification, OutgoingMail
from network.organisations import imports, memberships, requests, retention
from network.organisations.acting import actor_of
from network.organisations.bce import bce_with_check
from network.organisations.import_columns import model_file
from network.organisations.import_rows import RowState, check_rows
from network.organisations.models import (
    CountBasis,
    ImportState,
    Membership,
    MembershipState,
    Organisation,
    OrganisationImport,
)
from network.organisations.retention import UNUSED_IMPORTS
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    ClaimFactory,
    ExperienceFactory,
    FederationFactory,
    ImportFactory,
    MandateFactory,
    OrganisationFactory,
    SiteFactory,
)
from tests.factories.resources import OfferFactory
from tests.helpers.soup import parse

HEADINGS = ["Nom", "Type", "Numéro d’entreprise", "Code postal", "Localité", "Effectif", "E-mail"]
NUMBER = bce_with_check(19_499_000)
GOOD = ["Les Ateliers du Val", "ETA", NUMBER, "5000", "Namur", "60", "contact@val.example"]


@pytest.fixture
def coordinator(client):
    user = UserFactory(name="Claire")
    client.log_in(user)
    return user


@pytest.fixture
def federation(coordinator):
    return FederationFactory(name="Fédération des voisins", coordinator=coordinator)


@pytest.fixture
def send(client, federation):
    """A function that sends a file to be read."""

    def send(content, name="membres.csv"):
        data = {"file": (io.BytesIO(content), name)}
        return client.post(f"/importations/federation/{federation.id}", data=data)

    return send


def import_of(response):
    return db.session.get(OrganisationImport, int(response.location.rsplit("/", 1)[1]))


def listed():
    return sorted(o.name for o in db.session.query(Organisation) if not o.is_federation)


@pytest.mark.parametrize("write", [csv_bytes, lambda *table: xlsx_bytes("Membres", *table)])
def test_read_shown_and_carried_out(client, send, federation, coordinator, write):
    name = "membres.xlsx" if write is not csv_bytes else "membres.csv"
    nameless, unreachable = ["", "ETA", "", "5000", "Namur", "", ""], ["B", *GOOD[1:2], "", *GOOD[3:6], "nowhere"]
    content = write(HEADINGS, [GOOD, nameless, GOOD, unreachable])
    response = send(content, name)
    imported = import_of(response)
    page = client.page(response.location, headers={"Accept-Language": "en"}).main.get_text(" ", strip=True)
    assert "Les Ateliers du Val" in page and "It has no name" in page
    assert listed() == [], "nothing is listed before it is confirmed"
    to_import = f"main a[href='/importations/federation/{federation.id}']"
    assert client.page("/").select(to_import), "the dashboard of a federation that begins"
    for _click in range(2):
        assert client.post(f"/importations/{imported.id}/importer").status_code == 303
    assert listed() == ["Les Ateliers du Val"]
    organisation = db.session.query(Organisation).filter_by(bce=NUMBER).one()
    assert (organisation.headcount, organisation.areas) == (60, ["namur"])
    assert memberships.find_membership(organisation.id, federation.id).state is MembershipState.OFFERED
    mail = db.session.query(OutgoingMail).one()
    assert mail.recipient == "contact@val.example" and federation.name in mail.text
    assert f"/premiere-fois/reprendre/{organisation.id}" in mail.text
    assert f"({coordinator.email})" in mail.text and "secteurs" in mail.text
    assert imported.rows[0] == (
        {"line": 3, "name": "", "kind": "ETA", "bce": "", "postal_code": "5000", "reason": "Il manque le nom."}
        | {"locality": "Namur", "headcount": "", "email": ""}
    )
    assert [row["email"] for row in imported.rows] == ["", "", ""]
    assert not client.page("/").select(to_import)
    after = client.page(response.location).main
    assert after.select(f".card-body a[href='/importations/federation/{federation.id}']"), "to read it again"
    left_out = after.get_text(" ", strip=True)
    for reason in ("Il manque le nom", "La même structure qu’à la ligne 2", "pas une adresse e-mail"):
        assert reason in left_out, "the reasons stay when the others are listed"
    assert "members.imported" in [event.verb for event in list_events(federation)]
    assert client.page(f"/importations/{imported.id}").select("form[action$=annuler]")
    assert client.page(f"/structures/{organisation.id}").select(f"a[href='/premiere-fois/reprendre/{organisation.id}']")


def test_a_second_import_lists_nothing_twice(client, send, federation):
    table = csv_bytes(HEADINGS, [GOOD])
    for content in (table, b"sep=;\r\n" + table.removeprefix(b"\xef\xbb\xbf")):
        imported = import_of(send(content))
        client.post(f"/importations/{imported.id}/importer")
    assert listed() == ["Les Ateliers du Val"]
    client.post(f"/importations/{imported.id}/annuler")
    assert db.session.query(Membership).one().state is MembershipState.OFFERED, "that of the first import stands"
    again = import_of(send(csv_bytes(HEADINGS, [GOOD])))
    page = client.page(f"/importations/{again.id}")
    assert not page.select("form[action$=importer]"), "there is nothing to do"


def test_the_model_is_read_as_it_is(client, coordinator, send):
    for ending in ("csv", "xlsx"):
        content = client.get(f"/importations/modele/{ending}").data
        imported = import_of(send(content, f"modele.{ending}"))
        assert check_rows(imported.rows)[0].state is RowState.NEW
    assert model_file("csv").startswith(b"\xef\xbb\xbf")
    assert client.get("/importations/modele/exe").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\x00\x01\x02", "a.csv"),
        (b"PK\x03\x04 broken", "a.xlsx"),
        (b"Nom;Type;Code postal\r\n", "a.csv"),
        (b"Nom;Type\r\nA;ETA", "a.csv"),
        (b"Nom;Type;Code postal;name\r\nA;ETA;5000;B", "a.csv"),
        (b"Nom;Type;Code postal\r\n" + b"A;ETA;5000\r\n" * (imports.MOST_ROWS + 1), "a.csv"),
        (b"Nom;Type;Code postal" + b";x" * 100 + b"\r\nA;ETA;5000", "a.csv"),
        (b"Nom;Type;Code postal\r\n" + b"A" * 20_000, "a.csv"),
        (b"%PDF-1.7", "a.xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_beside_the_field(send, federation, monkeypatch, content, name):
    monkeypatch.setattr(tables, "MAX_BYTES", 20_000)
    response = send(content, name)
    assert response.status_code == 422
    assert parse(response).select_one("#file-error").get_text(strip=True)
    assert not imports.list_imports(federation.id)


def test_workbooks_with_a_formula_of_five_megabytes_or_with_a_column_twice(client, send, monkeypatch):
    """The row and its reason; a whole file that cannot be used says why beside the field."""

    def workbook(*rows, also=(), also_is="visible"):
        book, content = Workbook(), io.BytesIO()
        if also:
            book.create_sheet("Anciens", 0).append(also)
            book.worksheets[0].sheet_state = also_is
        book.create_sheet("Vide", 0)
        for row in rows:
            book["Sheet"].append(row)
        book.save(content)
        return content.getvalue()

    def swollen(content):
        """A few kilobytes that would take minutes to read."""
        book = io.BytesIO(content)
        with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet9.xml", b"<c/>" * (tables.MAX_TAGS + 1))
        return book.getvalue()

    assert tables.MAX_BYTES == 5 * 1024 * 1024
    monkeypatch.setattr(tables, "MAX_BYTES", 20_000)
    with client.session_transaction() as session:
        session["language"] = "en"
    calculated = [*GOOD[:5], "=30+30", ""]
    response = send(workbook(HEADINGS, GOOD, calculated), "a.xlsx")
    refused = client.page(response.location).select("tbody tr")[0].get_text(" ", strip=True)
    assert refused.startswith("3 Les Ateliers du Val") and "A cell holds a formula" in refused
    part_time = send(workbook([*HEADINGS, "ETP"], [*GOOD[:5], 2.0, "", 0.875]), "a.xlsx")
    facts = check_rows(import_of(part_time).rows)[0].facts
    assert (facts.headcount, facts.fte) == (2, 88), "0.875 is no 875"
    hidden = send(workbook(HEADINGS, GOOD, also=["Nom"], also_is="hidden"), "a.xlsx")
    assert check_rows(import_of(hidden).rows)[0].name == GOOD[0], "neither the hidden sheet nor the empty one"
    for content, reason in (
        (workbook(HEADINGS, GOOD, also=["Nom"]), "filled in: Anciens, Sheet"),
        (b"PK\x03\x04" + bytes(tables.MAX_BYTES), "5 MB at most"),
        (swollen(workbook(HEADINGS, GOOD)), "too large once unpacked"),
        (workbook([*HEADINGS, "Effectif"], [*GOOD, "61"]), "“Effectif” stands twice"),
    ):
        response = send(content, "a.xlsx")
        assert response.status_code == 422
        assert reason in parse(response).select_one("#file-error").get_text()


def test_what_is_exported_is_imported_as_it_was(client, send, federation):
    """The directory's own export, read by another federation: numbers, languages, practice and sites."""
    said = {
        "fte": 5250,
        "counted_on": date(2025, 6, 30),
        "count_basis": CountBasis.OWN_COUNT,
        "languages": ["fr", "nl"],
    }
    known = OrganisationFactory(name="Le Chêne", bce=None, **said)
    ExperienceFactory(organisation=known, evidence="Label PEFC; visite")
    SiteFactory(organisation=known, address="Rue du Four 2")
    exported = client.post("/structures/export", data={"q": "chene"}).data
    db.session.delete(known)
    db.session.commit()
    imported = import_of(send(exported))
    client.post(f"/importations/{imported.id}/importer")
    read = db.session.query(Organisation).filter_by(name="Le Chêne").one()
    assert {name: getattr(read, name) for name in said} == said
    assert [(e.sector, e.since_year, e.evidence) for e in read.experiences] == [("wood", 2015, "Label PEFC, visite")]
    assert [(site.name, str(site.locality), site.address) for site in read.sites] == [
        ("Dépôt", "5590 Ciney", "Rue du Four 2")
    ]
    assert "ciney" in read.search_text
    assert client.post(f"/importations/{imported.id}/annuler").status_code == 303
    assert listed() == []


def test_who_is_known_confirms_for_itself(client, send, federation, coordinator):
    manager = UserFactory()
    organisation = OrganisationFactory(bce=NUMBER, name="Déjà là", manager=manager)
    imported = import_of(send(csv_bytes(HEADINGS, [GOOD])))
    client.post(f"/importations/{imported.id}/importer")
    membership = memberships.find_membership(organisation.id, federation.id)
    assert (organisation.name, membership.state) == ("Déjà là", MembershipState.OFFERED)
    assert [notice.kind for notice in db.session.query(Notification).filter_by(user_id=manager.id)] == [
        "membership.offered"
    ]
    client.log_in(manager)
    assert client.page("/demandes").select(f"form[action='/demandes/affiliations/{membership.id}/confirmer']")
    for _click in range(2):
        assert client.post(f"/demandes/affiliations/{membership.id}/confirmer").status_code == 303
    assert membership.state is MembershipState.CONFIRMED
    client.log_in(coordinator)
    assert "votre membre" in client.page(f"/importations/{imported.id}").main.get_text(" ", strip=True)


def test_an_import_is_undone(client, send, federation, coordinator):
    known = OrganisationFactory(bce=bce_with_check(19_499_009), name="Déjà là")
    other = ["Déjà là", "ETA", known.bce, "5000", "Namur", "", ""]
    imported = import_of(send(csv_bytes(HEADINGS, [GOOD, other])))
    client.post(f"/importations/{imported.id}/importer")
    for _click in range(2):
        assert client.post(f"/importations/{imported.id}/annuler").status_code == 303
    assert listed() == ["Déjà là"]
    assert (imported.state, imported.rows) == (ImportState.UNDONE, [])
    assert not db.session.query(Membership).count()
    assert not db.session.query(OutgoingMail).count(), "nobody is told of a sheet that is not there"
    client.post(f"/importations/{imported.id}/importer")
    assert listed() == ["Déjà là"], "what was undone is not done again"


@pytest.mark.parametrize("use", ["claimed", "used"])
def test_an_import_is_not_undone_once_one_is_made_use_of(client, send, federation, use):
    imported = import_of(send(csv_bytes(HEADINGS, [GOOD])))
    client.post(f"/importations/{imported.id}/importer")
    organisation = db.session.query(Organisation).filter_by(bce=NUMBER).one()
    (ClaimFactory if use == "claimed" else OfferFactory)(organisation=organisation)
    response = client.post(f"/importations/{imported.id}/annuler")
    assert response.status_code == 409
    assert parse(response).main.select(".tone-missing")
    assert listed() == ["Les Ateliers du Val"]


def test_the_federation_answers_who_claims_what_it_listed(client, send, federation, coordinator):
    imported = import_of(send(csv_bytes(HEADINGS, [GOOD])))
    client.post(f"/importations/{imported.id}/importer")
    organisation = db.session.query(Organisation).filter_by(bce=NUMBER).one()
    other = UserFactory()
    elsewhere = FederationFactory(coordinator=other)
    memberships.offer_membership(organisation, elsewhere, actor=actor_of(other))
    UserFactory(is_administrator=True)
    person = UserFactory(name="Inès")
    claim = requests.ask_claim(organisation, actor=actor_of(person))
    assert requests.list_answerers(organisation) == [coordinator]
    assert [list(requests.list_requests(actor_of(user))[1]) for user in (coordinator, other)] == [[claim], []]
    requests.grant_claim(claim, actor=actor_of(coordinator))
    db.session.commit()
    second = requests.ask_claim(organisation, actor=actor_of(UserFactory()))
    assert requests.list_answerers(organisation) == [person], "from then on its own people answer"
    assert list(requests.list_requests(actor_of(coordinator))[1]) == []
    assert list(requests.list_requests(actor_of(person))[1]) == [second]


def test_the_federation_puts_right_what_it_listed_until_somebody_acts_for_it(client, send, federation, coordinator):
    """Facts and sites, in the log for whoever takes the sheet over; what lacks is shown to it without the contacts."""
    imported = import_of(send(csv_bytes(HEADINGS, [[*GOOD[:5], "", ""]])))
    client.post(f"/importations/{imported.id}/importer")
    organisation = db.session.query(Organisation).filter_by(bce=NUMBER).one()
    sheet = f"/structures/{organisation.id}"
    gaps = [link["href"] for link in client.page(sheet).select(".item a") if "#" in link["href"]]
    assert f"{sheet}/modifier#headcount" in gaps
    assert not client.page(sheet).select(f"a[href='{sheet}/contacts']")
    empty = dict.fromkeys(("address", "description", "legal_form", "count_basis"), "")
    corrected = empty | {
        "kind": "eta",
        "name": "Ateliers du Val",
        "locality": "5590 Ciney",
        "version": organisation.version,
    }
    assert client.post(f"{sheet}/modifier", data=corrected).location == sheet, "it need not know how many work there"
    assert client.post(f"{sheet}/sites", data={"name": "Dépôt", "locality": "5000 Namur"}).status_code == 303
    db.session.expire_all()
    assert (organisation.name, organisation.headcount, len(organisation.sites)) == ("Ateliers du Val", None, 1)
    assert [(event.verb, event.actor_id) for event in list_events(organisation)][:2] == [
        ("site.added", coordinator.id),
        ("organisation.updated", coordinator.id),
    ]
    assert "Claire a modifié la fiche" in client.page(sheet).main.get_text(" ", strip=True)
    MandateFactory(organisation=organisation)
    assert not client.page(sheet).select(f"a[href^='{sheet}/modifier']")
    for kept in ("modifier", "sites"):
        assert client.post(f"{sheet}/{kept}", data=corrected).status_code == 403


def test_one_that_was_listed_is_taken_away(client, send, federation, noon):
    others = [[name, "ETA", "", "5000", "Namur", "", f"{name}@example.org"] for name in ("Deux", "Trois")]
    imported = import_of(send(csv_bytes(HEADINGS, [GOOD, *others])))
    client.post(f"/importations/{imported.id}/importer")
    organisation, second, _third = (o for o in db.session.query(Organisation).order_by("id") if not o.is_federation)
    url = f"/importations/structure/{organisation.id}/retirer"
    assert client.page(f"/structures/{organisation.id}").select(f"form[action='{url}']")
    claim = ClaimFactory(organisation=organisation)
    assert client.post(url).status_code == 409
    db.session.delete(claim)
    db.session.commit()
    assert client.post(url).location == "/structures/"
    assert listed() == ["Deux", "Trois"]
    assert client.post(url).status_code == 404
    mails = db.session.query(OutgoingMail).order_by("id")
    assert [mail.recipient for mail in mails] == ["Deux@example.org", "Trois@example.org"]
    mails[0].sent_at = noon
    client.post(f"/importations/structure/{second.id}/retirer")
    assert mails.count() == 2, "what was sent stays in the outbox"
    assert client.post(f"/importations/structure/{OrganisationFactory().id}/retirer").status_code == 403


def test_who_may(database, federation):
    imported = ImportFactory(federation=federation)
    for user in (UserFactory(), UserFactory(is_administrator=True)):
        for act in (imports.carry_out, imports.undo_import):
            with pytest.raises(NotAllowedError):
                act(imported, actor=actor_of(user))


def test_a_table_that_nobody_imports_is_not_kept(database, noon):
    ImportFactory(read_at=noon - UNUSED_IMPORTS * 2)
    kept = [ImportFactory(read_at=noon), ImportFactory(read_at=noon - UNUSED_IMPORTS * 2, state=ImportState.DONE)]
    retention.apply_retention(noon)
    assert db.session.query(OrganisationImport).order_by("id").all() == kept
