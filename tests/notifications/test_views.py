"""The page of notifications, and the page of mails of the demonstration."""

from __future__ import annotations

import pytest

from network.database import db
from network.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.notifications import tell
from tests.helpers.queries import recorded_queries
from tests.helpers.soup import parse

PAGE = "/notifications"


@pytest.fixture
def user(client):
    user = UserFactory(language="en")
    client.log_in(user)
    with client.session_transaction() as session:
        session["language"] = "en"
    return user


def sentences(page):
    return [
        item.find(class_="item-title").find(string=True).strip() for item in page.find("main").find_all(class_="item")
    ]


def unread_in_header(page):
    bell = page.find("a", class_="bell").find(class_="bell-count")
    return int(bell.get_text()) if bell else 0


def test_index__the_unread_first(client, user):
    for name in ("un", "deux", "trois"):
        tell(user, name=name)
    first = db.session.query(Notification).order_by(Notification.id).all()[-1]
    client.post(f"{PAGE}/{first.id}/ouvrir")
    page = client.page(PAGE)
    assert [sentence.split()[-1] for sentence in sentences(page)] == ["deux", "un", "trois"]
    assert unread_in_header(page) == 2


def test_index__nothing_yet(client, user):
    page = client.page(PAGE)
    assert page.find(class_="empty-state").find("a")["href"] == "/"
    assert unread_in_header(page) == 0


def test_index__names_stay_text(client, user):
    tell(user, name="<b>gras</b> 🙂")
    assert sentences(client.page(PAGE)) == ["Maillage wrote about <b>gras</b> 🙂"]


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x", ""])
def test_index__any_page_number(client, user, page):
    tell(user)
    assert len(sentences(client.page(PAGE, query_string={"page": page}))) == 1


def test_index__costs_the_same_for_many(client, user):
    def cost():
        with recorded_queries() as queries:
            client.page(PAGE)
        return len(queries)

    tell(user)
    one = cost()
    for _ in range(20):
        tell(user)
    assert cost() == one


def test_open__marks_one_read_and_goes_there(client, user):
    tell(user, path="/appels/7")
    tell(user)
    notice = db.session.query(Notification).order_by(Notification.id).first()
    assert client.get(f"{PAGE}/{notice.id}/ouvrir").status_code == 405
    response = client.post(f"{PAGE}/{notice.id}/ouvrir")
    assert (response.status_code, response.location) == (303, "/appels/7")
    assert notice.read_at
    assert unread_in_header(client.page(PAGE)) == 1


@pytest.mark.parametrize("number", ["other", "999999", str(2**64), "0", "-1", "x"])
def test_open__not_somebody_elses(client, user, number):
    tell(UserFactory())
    notice = db.session.query(Notification).one()
    response = client.post(f"{PAGE}/{notice.id if number == 'other' else number}/ouvrir")
    assert response.status_code == 404
    assert notice.read_at is None


def test_mark_all_read__ones_own(client, user):
    other = UserFactory()
    for reader in (user, user, other):
        tell(reader)
    assert client.post(f"{PAGE}/lues").location == PAGE
    assert db.session.query(Notification).filter_by(read_at=None).one().user_id == other.id
    assert unread_in_header(client.page(PAGE)) == 0


def test_pages__need_a_person(client):
    assert client.get(PAGE).location == "/compte/connexion?next=/notifications"
    for path in (f"{PAGE}/lues", f"{PAGE}/1/ouvrir"):
        assert client.post(path).location == "/compte/connexion"


def test_unread__is_counted_for_pages_only(client, user):
    def statements(url, **options):
        with recorded_queries() as queries:
            client.get(url, **options).close()
        return [query for query in queries if "count(notifications.id)" in query]

    assert len(statements(PAGE)) == 1
    assert statements("/static/v/img/logo.svg") == []
    assert statements(PAGE, headers={"HX-Request": "true"}) == []


@pytest.mark.parametrize(
    ("demo", "mail_url", "status"), [(True, None, 200), (False, None, 404), (True, "smtp://localhost", 404)]
)
def test_mails__only_in_the_demonstration_and_while_no_server_is_set(
    client, database, app, monkeypatch, demo, mail_url, status
):
    monkeypatch.setitem(app.config, "DEMO", demo)
    monkeypatch.setitem(app.config, "MAIL_URL", mail_url)
    assert client.get("/courriels").status_code == status
    sent = client.post("/inscription", data={"wants": "organisation", "email": "anne@example.org"})
    assert bool(parse(sent).select_one("main a[href='/courriels']")) == (status == 200)  # the only way on


def test_mails__are_shown_with_their_links(client, user, app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    assert client.page("/courriels").find(class_="empty-state")
    tell(UserFactory(name="<i>Anne</i>"), path="/appels/7")
    main = client.page("/courriels").find("main")
    assert main.find("a", href="http://localhost/appels/7")
    assert "<i>Anne</i>" in main.get_text()
