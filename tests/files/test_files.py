"""Files that people bring, and how they are sent back."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from network.accounts.queries import get_user
from network.actors import Actor
from network.database import db
from network.files import registry
from network.files.models import File
from network.files.names import clean_name
from network.files.queries import list_files
from network.files.registry import register_files_of
from network.files.services import MAX_BYTES, RefusedFileError, attach_file
from network.files.signatures import CSV, DOCX, JPEG, ODS, ODT, PDF, PNG, TEXT, XLSX, file_type
from tests.factories.accounts import UserFactory
from tests.factories.files import upload
from tests.helpers.queries import recorded_queries


def packed(*names, **contents):
    """A ZIP of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name, "x"))
    return content.getvalue()


def workbook():
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


ACCEPTED = [
    (b"%PDF-1.7 ...", "charte.pdf", PDF),
    (b"%PDF-1.7 ...", "charte.exe", PDF),
    (b"\x89PNG\r\n\x1a\n...", "a.png", PNG),
    (b"\xff\xd8\xff\xe0...", "a.jpeg", JPEG),
    (packed("[Content_Types].xml", "word/document.xml"), "a.docx", DOCX),
    (workbook(), "a.xlsx", XLSX),
    (packed("mimetype", "content.xml", mimetype=ODT.mimetype), "a.odt", ODT),
    (packed("mimetype", "content.xml", mimetype=ODS.mimetype), "a.ods", ODS),
    ("Nom;Lieu\nÉlodie;Liège 🙂".encode(), "a.csv", CSV),
    ("Nom;Lieu\nÉlodie;Liège".encode("cp1252"), "A.CSV", CSV),
    ("Nom\tLieu\nÉlodie\tLiège".encode("utf-16"), "a.txt", TEXT),
    ("\ufeffbonjour".encode(), "a.txt", TEXT),
    (b"<script>alert(1)</script>", "a.html", TEXT),
]
REFUSED = [
    (b"MZ\x90\x00\x03", "charte.pdf"),
    (b"\x7fELF\x02\x01\x01\x00", "a.png"),
    (b"GIF89a\x01\x00\x01\x00", "a.gif"),
    (b"PK\x03\x04 broken", "a.docx"),
    (packed("a.txt"), "a.docx"),
    (packed("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx"),
    (packed("mimetype", mimetype="application/epub+zip"), "a.odt"),
    (b"\x00\x00\x00\x00", "a.txt"),
    (b"texte\x00", "a.csv"),
    (b"   \n", "a.txt"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc"),
]


@pytest.mark.parametrize(("content", "name", "kind"), ACCEPTED)
def test_type__is_found_in_the_content(content, name, kind):
    assert file_type(content, name) is kind


@pytest.mark.parametrize(("content", "name"), REFUSED)
def test_type__of_anything_else_is_refused(database, content, name):
    assert file_type(content, name) is None
    with pytest.raises(RefusedFileError) as caught:
        attach_file(UserFactory(), upload(content, name), actor=Actor())
    assert "PDF" in caught.value.message


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("charte.pdf", "charte.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Anne\\charte.PDF", "charte.pdf"),
        ("photo.png", "photo.pdf"),
        ("charte.pdf.exe", "charte.pdf.pdf"),
        ("  Charte   de l’été 🙂 .pdf", "Charte de l’été 🙂.pdf"),
        ("a\x00b\r\nc\u202efdp.pdf", "abcfdp.pdf"),
        ('<img src="x">:|?*.pdf', "-img src=-x------.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("é" * 10_000 + ".pdf", "é" * 120 + ".pdf"),
    ],
)
def test_name__is_made_safe(name, kept):
    assert clean_name(name, PDF) == kept


def test_attach__keeps_the_file_with_its_row(database, noon):
    subject = UserFactory()
    file = attach_file(subject, upload(b"%PDF-1.7", "charte.pdf"), actor=Actor(user_id=subject.id))
    db.session.expire_all()
    assert (file.name, file.mimetype, file.size, file.content) == ("charte.pdf", PDF.mimetype, 8, b"%PDF-1.7")
    assert (file.uploaded_by_id, file.uploaded_at) == (subject.id, noon)
    assert list_files(subject) == [file]
    assert list_files(UserFactory()) == []


def test_attach__ten_megabytes_and_no_more(database):
    subject = UserFactory()
    attach_file(subject, upload(b"%PDF-".ljust(MAX_BYTES)), actor=Actor())
    with pytest.raises(RefusedFileError, match="10"):
        attach_file(subject, upload(b"%PDF-".ljust(MAX_BYTES + 1)), actor=Actor())
    with pytest.raises(RefusedFileError):
        attach_file(subject, upload(b""), actor=Actor())


@pytest.fixture
def file(client, monkeypatch):
    """A file that its owner alone may see."""
    monkeypatch.setattr(registry, "_policies", {})
    owner = UserFactory()
    file = attach_file(owner, upload(b"<script>alert(1)</script>", "l’été 🙂.html"), actor=Actor(user_id=owner.id))
    db.session.commit()
    client.log_in(owner)
    register_files_of("users", may_see=lambda file, actor: file.subject_id == actor.user_id)
    return file


def test_download__is_saved_and_never_run(client, file):
    response = client.get(f"/fichiers/{file.id}")
    assert response.status_code == 200
    assert response.get_data() == b"<script>alert(1)</script>"
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "%C3%A9t%C3%A9" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response.headers["Cache-Control"]


def test_download__only_by_who_may_see_it(client, file):
    client.log_in(UserFactory())
    assert client.get(f"/fichiers/{file.id}").status_code == 404
    client.post("/compte/deconnexion")
    assert client.get(f"/fichiers/{file.id}").location == f"/compte/connexion?next=/fichiers/{file.id}"


def test_download__by_nobody_until_the_feature_says_who(client, file, monkeypatch):
    monkeypatch.setattr(registry, "_policies", {})
    assert client.get(f"/fichiers/{file.id}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "999999", str(2**64), "x"])
def test_download__of_no_such_file(client, file, number):
    assert client.get(f"/fichiers/{number}").status_code == 404


def test_list__does_not_read_the_contents(client, file):
    db.session.expire_all()
    owner = db.session.query(File).one().subject_id
    with recorded_queries() as queries:
        assert list_files(get_user(owner))[0].name == file.name
    assert not any("files.content" in query for query in queries)
