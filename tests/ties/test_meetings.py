"""Meetings: noted by a coordination, confirmed by each of those who were there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.clock import BRUSSELS
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.ties.meeting_queries import list_to_confirm
from network.ties.meetings import MOST_PRESENT, answer_meeting, cancel_meeting, hold_meeting
from network.ties.models import Evidence, Meeting, Presence
from network.ties.queries import strengths_among
from network.ties.ticks import ask_who_was_there
from tests.factories.organisations import OrganisationFactory
from tests.factories.ties import MeetingFactory
from tests.helpers.queries import recorded_queries
from tests.helpers.soup import parse
from tests.ties.conftest import TODAY


def hold(circle, *organisations, role="coordinator", on=TODAY, title="Rencontre des ateliers"):
    ids = [organisation.id for organisation in organisations or (circle.namur, circle.andenne, circle.huy)]
    return hold_meeting(circle.federation, ids, on=on, place="Namur", title=title, actor=circle.actor(role))


def answer(circle, meeting, role, organisation, was_there=True):
    attendance = next(one for one in meeting.attendances if one.organisation_id == organisation.id)
    answer_meeting(attendance, actor=circle.actor(role), was_there=was_there)


def pairs():
    return {piece.pair for piece in db.session.scalars(sa.select(Evidence))}


def told():
    query = sa.select(Notification.kind, Notification.user_id).order_by(Notification.id)
    return [tuple(row) for row in db.session.execute(query)]


class TestHolding:
    def test_those_who_engage_each_are_asked_and_nothing_counts_yet(self, circle):
        hold(circle)
        people = [circle.people[role].id for role in ("manager", "other side", "third")]
        assert told() == [("meeting.held", person) for person in people]
        assert pairs() == set()

    def test_twice_is_once(self, circle):
        assert hold(circle) is hold(circle, circle.namur, circle.huy)
        assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 1

    def test_noted_again_who_was_missing_is_added_and_asked(self, circle):
        meeting = hold(circle, circle.namur, circle.andenne)
        answer(circle, meeting, "manager", circle.namur)
        before = len(told())
        assert hold(circle, circle.namur, circle.huy) is meeting
        assert told()[before:] == [("meeting.held", circle.people["third"].id)]
        assert [one.answer for one in meeting.attendances] == ["yes", "awaited", "awaited"]

    def test_is_for_the_coordination(self, circle):
        for role in ["manager", "federation member", "other coordinator", "administrator"]:
            with pytest.raises(NotAllowedError):
                hold(circle, role=role)

    def test_nobody_meets_alone(self, circle):
        with pytest.raises(ConflictError):
            hold(circle, circle.namur, circle.namur)


class TestAnswering:
    def test_it_counts_between_those_who_say_so(self, circle):
        meeting = hold(circle)
        answer(circle, meeting, "manager", circle.namur)
        assert pairs() == set()
        for _click in range(2):
            answer(circle, meeting, "third", circle.huy)
        assert pairs() == {(circle.namur.id, circle.huy.id)}
        answer(circle, meeting, "other side", circle.andenne)
        assert len(pairs()) == 3
        assert strengths_among([circle.namur.id, circle.huy.id], TODAY) == {(circle.namur.id, circle.huy.id): 15}

    def test_a_no_takes_its_part_away(self, circle):
        meeting = hold(circle)
        for role, organisation in (("manager", circle.namur), ("other side", circle.andenne), ("third", circle.huy)):
            answer(circle, meeting, role, organisation)
        answer(circle, meeting, "third", circle.huy, was_there=False)
        assert pairs() == {(circle.namur.id, circle.andenne.id)}

    def test_is_for_those_who_engage_it(self, circle):
        for role in ["member", "other side", "coordinator", "administrator"]:
            with pytest.raises(NotAllowedError):
                answer(circle, hold(circle), role, circle.namur)

    def test_nobody_was_there_before_its_day(self, circle):
        meeting = hold(circle, on=TODAY + timedelta(days=1))
        assert {kind for kind, _ in told()} == {"meeting.proposed"}
        with pytest.raises(ConflictError):
            answer(circle, meeting, "manager", circle.namur)
        answer(circle, meeting, "manager", circle.namur, was_there=False)
        assert meeting.attendances[0].answer is Presence.NO


class TestCancelling:
    def test_it_no_longer_counts(self, circle):
        meeting = hold(circle, circle.namur, circle.huy)
        answer(circle, meeting, "manager", circle.namur)
        answer(circle, meeting, "third", circle.huy)
        cancel_meeting(meeting, actor=circle.actor("coordinator"))
        assert pairs() == set()
        assert db.session.scalars(sa.select(Meeting)).all() == []
        assert "meeting.cancelled" not in {kind for kind, _ in told()}

    def test_those_asked_to_come_are_told(self, circle):
        meeting = hold(circle, circle.namur, circle.huy, on=TODAY + timedelta(days=9))
        answer(circle, meeting, "third", circle.huy, was_there=False)
        cancel_meeting(meeting, actor=circle.actor("coordinator"))
        assert told()[-1] == ("meeting.cancelled", circle.people["manager"].id)
        assert [kind for kind, _ in told()].count("meeting.cancelled") == 1

    def test_is_for_the_coordination(self, circle):
        with pytest.raises(NotAllowedError):
            cancel_meeting(hold(circle), actor=circle.actor("manager"))


def test_the_day_after_those_who_were_asked_to_come_are_asked_once(circle):
    with clock.frozen(datetime(2026, 11, 10, 9, tzinfo=BRUSSELS)):
        hold(circle, circle.namur, circle.huy, on=TODAY - timedelta(days=1))
    hold(circle, circle.namur, circle.andenne, on=TODAY - timedelta(days=1), title="Notée après coup")
    before = len(told())
    for _minute in range(2):
        ask_who_was_there(clock.now())
    assert told()[before:] == [("meeting.held", circle.people[role].id) for role in ("manager", "third")]


def test_list_to_confirm(circle):
    held, to_come = hold(circle), hold(circle, on=TODAY + timedelta(days=1))
    assert [one.meeting for one in list_to_confirm(circle.actor("manager"), TODAY)] == [held]
    assert list_to_confirm(circle.actor("member"), TODAY) == []
    answer(circle, held, "manager", circle.namur, was_there=False)
    assert list_to_confirm(circle.actor("manager"), TODAY) == []
    assert to_come.is_to_come


class TestPages:
    def typed(self, **typed):
        who = "ATELIER NAMUR\n\n atelier huy "
        return {"title": "Café", "happens_on": "2026-11-20", "place": "Huy", "who": who} | typed

    def url(self, circle):
        return f"/reseau/rencontres/nouvelle/{circle.federation.id}"

    def test_noted_by_names_as_one_types_them(self, client, circle):
        client.log_in(circle.people["coordinator"])
        assert client.post(self.url(circle), data=self.typed()).status_code == 303
        meeting = db.session.scalars(sa.select(Meeting)).one()
        assert {one.organisation_id for one in meeting.attendances} == {circle.namur.id, circle.huy.id}

    def test_proposed_to_two(self, client, circle):
        client.log_in(circle.people["coordinator"])
        asked = f"?avec={circle.namur.id}&avec={circle.huy.id}&avec=x&avec={circle.federation.id}"
        lines = client.page(self.url(circle) + asked).select_one("#who").string.split("\n")
        assert [line.strip() for line in lines if line.strip()] == ["Atelier Huy", "Atelier Namur"]

    def test_completed(self, client, circle):
        meeting = hold(circle)
        client.log_in(circle.people["coordinator"])
        add = client.page(f"/reseau/rencontres/{meeting.id}").select_one("a[href*=rencontre\\=]")["href"]
        page = client.page(add)
        assert page.select_one("#title")["value"] == meeting.title
        assert "Atelier Andenne" in page.select_one("#who").string

    def test_what_cannot_be(self, client, circle):
        client.log_in(circle.people["coordinator"])
        for typed, field, reason in (
            ({"who": "Atelier Namur\nAtelier Hui"}, "who", "s’agit-il de « Atelier Huy »"),
            ({"who": "Atelier Namur\nAndenne"}, "who", "s’agit-il de « Atelier Andenne »"),
            ({"who": "Atelier Namur\nLe Grand Large"}, "who", "ne s’appelle ici « Le Grand Large »"),
            ({"who": "Atelier Namur\natelier namur"}, "who", "au moins deux"),
            ({"who": "Atelier Namur\n0123.456.789"}, "who", "un chiffre doit être faux"),
            ({"who": "Atelier Namur\n0123.456.749"}, "who", "ne porte ici le numéro"),
            ({"who": "x\n" * (MOST_PRESENT + 1)}, "who", "60 structures au plus"),
            ({"happens_on": "2028-01-01"}, "happens_on", "année qui vient"),
            ({"place": ""}, "place", "où"),
            ({"title": "x" * 161}, "title", "160"),
        ):
            response = client.post(self.url(circle), data=self.typed(**typed))
            assert response.status_code == 422
            assert reason in parse(response).select_one(f"#{field}-error").get_text().replace("\xa0", " ")
        assert db.session.scalars(sa.select(Meeting)).all() == []

    def test_two_of_a_name_are_told_apart_by_their_number(self, client, circle):
        OrganisationFactory(name="Atelier Huy", bce="0123456749")
        client.log_in(circle.people["coordinator"])
        refused = client.post(self.url(circle), data=self.typed())
        assert "donnez le numéro d’entreprise" in parse(refused).select_one("#who-error").get_text()
        assert client.post(self.url(circle), data=self.typed(who="BE 0123.456.749\nAtelier Namur")).status_code == 303

    def test_answered_in_one_click(self, client, circle):
        meeting = MeetingFactory(federation=circle.federation, organisations=[circle.namur], present=[circle.huy])
        client.log_in(circle.people["manager"])
        form = client.page("/reseau/rencontres/").select_one(".item-buttons form")
        said = {field["name"]: field["value"] for field in form.select("input")}
        assert client.post(form["action"], data=said).location == f"/reseau/rencontres/{meeting.id}"
        assert pairs() == {(circle.namur.id, circle.huy.id)}

    @pytest.mark.parametrize(
        ("role", "seen"), [("coordinator", {"Namur", "Andenne", "Huy"}), ("third", {"Andenne", "Huy"})]
    )
    def test_who_says_no_is_for_the_coordination(self, client, circle, role, seen):
        meeting = MeetingFactory(federation=circle.federation, organisations=[circle.namur, circle.andenne, circle.huy])
        meeting.attendances[0].answer = Presence.NO
        db.session.commit()
        client.log_in(circle.people[role])
        page = client.page(f"/reseau/rencontres/{meeting.id}")
        listed = page.select(".grid-main .item-title a")
        assert {name.get_text().removeprefix("Atelier ") for name in listed} == seen
        assert bool(page.select(".grid-main .state")) is (role == "coordinator")

    def test_as_many_queries_for_many_meetings(self, client, circle):
        def count():
            with recorded_queries() as queries:
                client.page("/reseau/rencontres/")
            return len(queries)

        client.log_in(circle.people["coordinator"])
        MeetingFactory(federation=circle.federation, organisations=[circle.namur, circle.huy])
        before = count()
        for _number in range(4):
            MeetingFactory(federation=circle.federation, organisations=[circle.namur, circle.andenne])
        assert count() == before
