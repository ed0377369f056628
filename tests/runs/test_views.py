"""The progress page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.activity.queries import list_events
from network.database import db
from network.runs.models import Failure, RunState
from tests.factories.accounts import UserFactory
from tests.factories.runs import RunFactory

HTMX = {"HX-Request": "true"}
SOLVED = {"kind": "slow", "status": "optimal", "objective": 0, "seconds": 0.4}


@pytest.fixture
def anne(client):
    """A person who is logged in."""
    anne = UserFactory()
    client.log_in(anne)
    return anne


@pytest.fixture
def new_run(anne, noon):
    """A function that gives a run that Anne asked for."""

    def make(**columns):
        return RunFactory(created_by_id=anne.id, created_at=noon, **columns)

    return make


@pytest.fixture
def running(new_run, noon):
    """A run that has used a quarter of its time."""
    since = noon - timedelta(seconds=5)
    return new_run(
        state=RunState.RUNNING,
        started_at=since,
        limits={"seconds": 20.0, "workers": 1, "seed": 0, "memory_mb": 2048},
        progress={"phase": "teams", "objective": 4, "bound": 1, "has_best": True, "since": since.isoformat()},
    )


@pytest.fixture
def done(new_run, noon):
    """A run that ended well."""
    return new_run(
        state=RunState.DONE, solution=SOLVED, started_at=noon, finished_at=noon + timedelta(seconds=2),
        is_reproducible=True, versions={"maillage": "0.1.0", "ortools": "9.15", "python": "3.11"},
    )  # fmt: skip


def url(run, rest=""):
    return f"/recherches/{run.id}{rest}"


def test_run__waiting_it_polls(client, new_run):
    status = client.page(url(new_run())).find(id="run-status")
    assert status["hx-trigger"] == "every 300ms"
    assert status.find("progress").get("value") is None


def test_run__the_navigation_shows_what_it_is_for(client, running):
    current = client.page(f"/recherches/{running.id}").select_one("nav [aria-current=page]")
    assert current.get_text(strip=True) == "Postes partagés"


def test_run__running_says_what_is_done_and_how_far(client, running):
    status = client.page(url(running)).find(id="run-status")
    assert status["hx-trigger"] == "every 1s"
    assert status.find("progress")["value"] == "25"
    assert status.find("noscript").find("a")["href"] == url(running)
    assert status.find("form")["action"] == url(running, "/arreter")


def test_run__the_fragment_is_the_page_s(client, running):
    with clock.frozen(clock.now()):  # both say for how many seconds
        fragment = client.get(url(running), headers=HTMX)
        assert fragment.status_code == 200
        assert fragment.get_data(as_text=True).strip() in client.get(url(running)).get_data(as_text=True)


def test_run__its_end_leads_who_watches_to_the_result(client, done):
    response = client.get(url(done), headers=HTMX)
    assert (response.status_code, response.headers["HX-Redirect"]) == (286, f"/resultat/{done.id}")


def test_run__done_the_page_shows_the_way_and_what_it_was_made_from(client, done):
    page = client.page(url(done))
    assert page.find("a", href=f"/resultat/{done.id}")
    assert "hx-get" not in page.find(id="run-status").attrs
    assert "open" not in page.find(id="run-details").attrs
    assert "9.15" in page.find(id="run-details").get_text()
    assert page.find("form", action=url(done, "/probleme.json"))


def test_run__who_wants_the_details_is_not_led_away(client, done):
    assert "open" in client.page(url(done, "?details=1")).find(id="run-details").attrs
    assert "HX-Redirect" not in client.get(url(done, "?details=1"), headers=HTMX).headers


@pytest.mark.parametrize("failure", list(Failure))
def test_run__failed_says_what_to_do_next(client, new_run, failure):
    run = new_run(state=RunState.FAILED, error=failure)
    response = client.get(url(run), headers=HTMX)
    assert response.status_code == 286
    assert "HX-Redirect" not in response.headers
    page = client.page(url(run))
    assert page.find("form", action=url(run, "/rejouer"))
    assert page.find("a", href=f"/resultat/{run.id}")


@pytest.mark.parametrize("solution", [None, {**SOLVED, "status": "feasible"}])
def test_run__cancelled_stops_polling_and_stays(client, new_run, solution):
    response = client.get(url(new_run(state=RunState.CANCELLED, solution=solution)), headers=HTMX)
    assert response.status_code == 286
    assert "HX-Redirect" not in response.headers


@pytest.mark.parametrize("status", ["optimal", "feasible", "infeasible", "unknown"])
def test_run__every_end_has_its_words(client, new_run, status):
    page = client.page(url(new_run(state=RunState.DONE, solution={**SOLVED, "status": status})))
    assert page.find(class_="notice").get_text(strip=True)


@pytest.mark.parametrize("objective", [0, 1])
def test_run__a_replay_says_whether_it_is_the_same(client, done, new_run, objective):
    solution = {**SOLVED, "objective": objective, "seconds": 3}
    replay = new_run(state=RunState.DONE, replay_of_id=done.id, solution=solution)
    assert "HX-Redirect" not in client.get(url(replay), headers=HTMX).headers
    notices = client.page(url(replay)).find_all(class_="notice")
    assert "tone-agreed" in notices[1]["class"] if objective == 0 else "tone-todo" in notices[1]["class"]


def test_cancel__asks_for_the_end(client, running):
    response = client.post(url(running, "/arreter"))
    assert (response.status_code, response.location) == (303, url(running))
    assert running.cancel_asked_at
    assert client.page(url(running)).find(id="run-stop").has_attr("disabled")


def test_replay__leads_to_the_new_run(client, done):
    response = client.post(url(done, "/rejouer"))
    assert response.status_code == 303
    assert client.page(response.location).find("progress")


def test_downloads__what_went_in_and_what_came_out(client, done):
    assert client.post(url(done, "/probleme.json")).json == done.problem
    response = client.post(url(done, "/solution.json"))
    assert response.json == SOLVED
    assert response.headers["Content-Disposition"] == f"attachment; filename=solution-{done.id}.json"
    assert [event.after for event in reversed(list_events(done))] == [{"part": "problem"}, {"part": "solution"}]


def test_downloads__no_solution_yet(client, running):
    assert client.post(url(running, "/solution.json")).status_code == 404


@pytest.mark.parametrize(
    ("method", "rest"),
    [("get", ""), ("post", "/probleme.json"), ("post", "/solution.json"), ("post", "/arreter"), ("post", "/rejouer")],
)
def test_others__are_kept_out(client, done, method, rest):
    """404 for what there is not and for who may not see it, the log-in for who is nobody."""
    assert getattr(client, method)(f"/recherches/{done.id + 1}{rest}").status_code == 404
    assert getattr(client, method)(f"/recherches/{2**40}{rest}").status_code == 404
    client.log_in(UserFactory())
    assert getattr(client, method)(url(done, rest)).status_code == 404
    client.delete_cookie("session")
    assert getattr(client, method)(url(done, rest)).status_code == 303
    db.session.rollback()


def test_run__reading_its_page_leaves_the_large_columns_alone(client, running):
    """The page is asked for every second: it must not read the problem each time."""
    statements = []
    engine = db.session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    db.session.expire_all()
    client.get(url(running), headers=HTMX)
    assert not [statement for statement in statements if "runs.problem" in statement]
