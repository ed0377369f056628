"""The pages of searches, posts, parts and labour law; who sees what on them."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from network.database import db
from network.hires import answers, posts
from network.hires.calendar import calendar_url
from network.hires.labour import figures_on
from network.hires.models import Engagement, PostState, ShareState
from network.hires.queries import TIMETABLE_PURPOSE, find_search, get_post
from network.runs.queries import find_run
from tests.factories.accounts import UserFactory
from tests.factories.hires import RULES, DemandFactory, finish, neighbours
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client):
    return neighbours(3, 3, 3)


@pytest.fixture
def coordinator(client, tale):
    client.log_in(tale.coordinator)
    return client


def as_manager(client, tale, number=0):
    client.log_in(tale.managers[number])
    return client


def text_of(client, url):
    return re.sub(r"[ \n]+", " ", client.page(url).main.get_text(" "))


def agreed(tale):
    post = tale.proposed()
    for share in post.team:
        answers.accept_share(share, actor=tale.manager_of(share))
    db.session.commit()
    return post


class TestSearchPage:
    def url(self, tale):
        return f"/postes-partages/chercher/{tale.federation.id}/2266"

    def found(self, tale, rules=RULES):
        finish(posts.search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=rules))

    def test_says_how_many_look_for_the_same(self, coordinator, tale):
        assert "3 maisons médicales cherchent un·e logopède" in text_of(coordinator, "/postes-partages/")

    def test_shows_posts_as_weeks_and_prepares_one(self, coordinator, tale):
        self.found(tale)
        page = coordinator.page(self.url(tale))
        text = page.main.get_text(" ")
        assert "9 demi-journées sur 10" in text
        assert "Aucune autre répartition n’en place davantage" in text
        assert "à vol d’oiseau" in text
        assert len(page.select("td.week-taken")) == 9
        form = next(form for form in page.find_all("form") if form["action"].endswith("/preparer"))
        response = coordinator.post(form["action"])
        assert "en préparation" in text_of(coordinator, response.location)
        assert coordinator.post(form["action"]).location == response.location

    def test_says_why_some_are_left(self, coordinator, tale):
        far = DemandFactory(federation=tale.federation, half_days=2)
        far.organisation.locality = neighbours(1).demands[0].organisation.locality
        self.found(tale, RULES | {"max_half_days": 9})
        text = text_of(coordinator, self.url(tale))
        assert "Sans poste" in text
        assert far.organisation.name in text

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"min_half_days": "0"}, "min_half_days"),
            ({"max_half_days": "11"}, "max_half_days"),
            ({"min_half_days": "9", "max_half_days": "8"}, "max_half_days"),
            ({"max_sites": "1"}, "max_sites"),
            ({"max_km": "2,5"}, "max_km"),
            ({"max_sites_per_day": "3"}, "max_sites_per_day"),
            ({"max_km_same_day": ""}, "max_km_same_day"),
        ],
    )
    def test_a_rule_that_is_none(self, coordinator, tale, changed, field):
        response = coordinator.post(self.url(tale), data={name: str(value) for name, value in RULES.items()} | changed)
        assert response.status_code == 422
        assert parse(response).select_one(f"#{field}-error")
        assert find_search(tale.federation.id, "2266") is None

    def test_own_people_read_why_from_their_own_data(self, client, tale):
        self.found(tale, RULES | {"max_half_days": 6, "min_half_days": 6})
        search = find_search(tale.federation.id, "2266")
        left = find_run("shared_posts", search).solution["unplaced"]
        place = next(n for n, demand in enumerate(tale.demands) if f"d{demand.id}" in left)
        text = text_of(as_manager(client, tale, place), f"/postes-partages/demandes/{tale.demands[place].id}")
        assert "La dernière recherche n’a pas trouvé de poste pour vous" in text
        others = [demand.organisation.name for demand in tale.demands if demand is not tale.demands[place]]
        assert not any(name in text for name in others)


class TestPostPage:
    def test_a_forbidden_form_is_refused_with_its_reason(self, coordinator, tale):
        post = tale.prepared()
        url = f"/postes-partages/postes/{post.id}/engagement"
        for refused, words in (("host_invoices", "interdit"), ("part_time_each", "12\u00a0h\u00a040")):
            response = coordinator.post(url, data={"engagement": refused, "version": post.version})
            assert response.status_code == 422
            assert words in parse(response).select_one("#engagement-error").get_text()
        assert get_post(post.id).engagement is None

    def test_the_size_of_an_employers_group_is_asked(self, coordinator, tale):
        post = tale.prepared()
        url = f"/postes-partages/postes/{post.id}/engagement"
        data = {"engagement": "employers_group", "version": post.version}
        assert parse(coordinator.post(url, data=data)).select_one("#group_workers-error")
        too_many = parse(coordinator.post(url, data=data | {"group_workers": "51"}))
        assert "50" in too_many.select_one("#engagement-error").get_text()
        assert coordinator.post(url, data=data | {"group_workers": "12"}).status_code == 303
        assert get_post(post.id).engagement is Engagement.EMPLOYERS_GROUP

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reply_by": "22/11/2026"}, "reply_by"),
            ({"reply_by": "2026-02-30"}, "reply_by"),
            ({"starts_on": "25/11/2026"}, "starts_on"),
            ({"starts_on": ""}, "starts_on"),
        ],
    )
    def test_days_that_cannot_be(self, coordinator, tale, changed, field):
        post = tale.prepared()
        url = f"/postes-partages/postes/{post.id}/proposer"
        suggested = coordinator.page(url).select_one("[name=starts_on]")["value"]
        assert suggested == max(demand.from_day for demand in tale.demands).isoformat()
        data = {"version": post.version, "starts_on": "01/02/2027", "reply_by": "02/12/2026", "message": "Bonjour"}
        response = coordinator.post(url, data=data | changed)
        assert response.status_code == 422
        assert parse(response).select_one(f"#{field}-error")
        assert parse(response).find("textarea").get_text().strip() == "Bonjour"

    def test_an_old_page_shows_how_it_stands(self, coordinator, tale):
        post = tale.prepared()
        data = {"version": post.version - 1, "engagement": "self_employed"}
        response = coordinator.post(f"/postes-partages/postes/{post.id}/engagement", data=data)
        assert "entre-temps" in text_of(coordinator, response.location)

    def test_refusals_are_for_the_coordination_alone(self, client, tale):
        post = tale.proposed()
        gone = post.team[0]
        answers.decline_share(gone, actor=tale.manager_of(gone), reason="partners", remark="Jamais avec eux")
        db.session.commit()
        url = f"/postes-partages/postes/{post.id}"
        client.log_in(tale.coordinator)
        assert "Jamais avec eux" in text_of(client, url)
        other = tale.demands.index(post.team[0].demand)
        text = text_of(as_manager(client, tale, other), url)
        assert "Jamais avec eux" not in text
        assert gone.organisation.name not in text
        own = tale.demands.index(gone.demand)
        assert as_manager(client, tale, own).get(url).status_code == 404

    def test_before_it_is_proposed_nobody_else_knows(self, client, tale):
        post = tale.prepared()
        assert as_manager(client, tale).get(f"/postes-partages/postes/{post.id}").status_code == 404


class TestAnsweringOnThePage:
    def test_who_with_whom_which_week_and_what_it_commits_to(self, client, tale):
        post = tale.proposed()
        share = next(share for share in post.team if share.demand is tale.demands[0])
        text = text_of(as_manager(client, tale), f"/postes-partages/parts/{share.id}")
        for words in ("Parlons-en.", "Maison médicale 1", "lundi, mardi matin", "plusieurs employeurs", "2 décembre"):
            assert words in text

    def test_yes_no_and_other_half_days(self, client, tale):
        post = tale.proposed()
        one, two, three = (f"/postes-partages/parts/{share.id}" for share in post.shares)
        as_manager(client, tale, 0).post(f"{one}/accepter")
        refused = as_manager(client, tale, 1).post(f"{two}/decliner", data={})
        assert refused.status_code == 422
        assert parse(refused).select_one("#reason-error")
        client.post(f"{two}/decliner", data={"reason": "money"})
        as_manager(client, tale, 2).post(
            f"{three}/autres-demi-journees", data={"half_days": "2", "open": ["fri_am", "fri_pm"]}
        )
        db.session.expire_all()
        assert [share.state for share in post.shares] == [
            ShareState.ACCEPTED,
            ShareState.DECLINED,
            ShareState.COUNTERED,
        ]
        assert find_run(TIMETABLE_PURPOSE, post)

    def test_asking_for_what_is_proposed_is_no_counter_proposal(self, client, tale):
        post = tale.proposed()
        share = post.shares[0]
        data = {"half_days": "3", "open": share.half_days}
        response = as_manager(client, tale).post(f"/postes-partages/parts/{share.id}/autres-demi-journees", data=data)
        assert response.status_code == 422
        assert "répondez oui" in parse(response).select_one("[role=alert]").get_text()

    @pytest.mark.parametrize("half_days", ["0", "11", "2,5", ""])
    def test_half_days_that_cannot_be(self, client, tale, half_days):
        share = tale.proposed().shares[0]
        data = {"half_days": half_days, "open": ["mon_am"]}
        response = as_manager(client, tale).post(f"/postes-partages/parts/{share.id}/autres-demi-journees", data=data)
        assert response.status_code == 422
        assert parse(response).select_one("#half_days-error")


class TestAgreed:
    def test_pdf_for_partners_and_coordination(self, client, tale):
        post = agreed(tale)
        assert post.state is PostState.AGREED
        url = f"/postes-partages/postes/{post.id}/poste.pdf"
        client.log_in(tale.coordinator)
        response = client.get(url)
        assert response.mimetype == "application/pdf"
        assert response.data.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in response.data
        client.log_in(UserFactory())
        assert client.get(url).status_code == 404

    def test_pdf__names_are_text_and_never_markup(self, coordinator, tale):
        tale.demands[0].organisation.name = '#panic("no") *x* $y$ @z "\\'
        db.session.commit()
        post = agreed(tale)
        assert coordinator.get(f"/postes-partages/postes/{post.id}/poste.pdf").status_code == 200

    def test_pdf__only_of_an_agreed_post(self, coordinator, tale):
        assert coordinator.get(f"/postes-partages/postes/{tale.proposed().id}/poste.pdf").status_code == 404

    def test_calendar__weekly_in_brussels_time_without_logging_in(self, client, tale):
        post = agreed(tale)
        post.starts_on = date(2027, 1, 6)  # a Wednesday
        db.session.commit()
        response = client.get(calendar_url(post.shares[0]))
        assert response.mimetype == "text/calendar"
        events = Calendar.from_ical(response.data).walk("VEVENT")
        assert len(events) == 9
        first = min(events, key=lambda event: event["DTSTART"].dt)
        assert first["DTSTART"].dt.isoformat() == "2027-01-06T08:30:00+01:00"
        assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(minutes=228)
        assert first["RRULE"] == {"FREQ": ["WEEKLY"]}
        assert b"TZID:Europe/Brussels" in response.data

    def test_calendar__a_new_address_makes_the_old_one_useless(self, client, tale):
        post = agreed(tale)
        share = post.shares[0]
        old = calendar_url(share)
        as_manager(client, tale).post(f"/postes-partages/parts/{share.id}/agenda")
        db.session.expire_all()
        assert client.get(old).status_code == 404
        assert client.get(calendar_url(share)).status_code == 200
        assert client.get("/postes-partages/parts/agenda/nonsense.ics").status_code == 404

    def test_calendar__of_who_has_left_is_empty(self, client, tale):
        post = agreed(tale)
        share = post.shares[0]
        answers.leave_post(share, actor=tale.manager_of(share), remark="")
        db.session.commit()
        assert Calendar.from_ical(client.get(calendar_url(share)).data).walk("VEVENT") == []

    def test_costs_are_shared_by_half_days(self, coordinator, tale):
        text = text_of(coordinator, f"/postes-partages/postes/{agreed(tale).id}")
        assert text.count("33\u202f%") == 2
        assert text.count("34\u202f%") == 1


class TestLabourLaw:
    URL = "/droit-du-travail/part_time_floor_minutes"
    TYPED = {"value": "3 h 48", "valid_from": "01/01/2027", "verified_on": "20/11/2026", "source": "Loi du …"}  # noqa: RUF012

    @pytest.fixture
    def administrator(self, client):
        client.log_in(UserFactory(is_administrator=True))
        return client

    def test_everybody_reads_figures_and_sources(self, coordinator):
        text = text_of(coordinator, "/droit-du-travail/")
        for words in ("12\u00a0h\u00a040", "38\u00a0h", "article 11bis", "vérifié le 22 novembre 2026", "article 31"):
            assert words in text
        assert "avis juridique" in text
        assert coordinator.get(self.URL).status_code == 403

    def test_a_reform_counts_from_its_day_on(self, administrator):
        assert administrator.post(self.URL, data=self.TYPED).status_code == 303
        assert figures_on(date(2026, 12, 31)).part_time_floor_minutes == 760
        assert figures_on(date(2027, 1, 1)).part_time_floor_minutes == 228
        assert "3\u00a0h\u00a048" in text_of(administrator, "/droit-du-travail/")

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("value", "beaucoup"),
            ("value", "0 h"),
            ("value", "12,5"),
            ("value", ""),
            ("verified_on", "23/11/2026"),
            ("source", ""),
            ("valid_from", "31/02/2027"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, administrator, field, typed):
        response = administrator.post(self.URL, data=self.TYPED | {field: typed})
        assert response.status_code == 422
        assert parse(response).select_one(f"#{field}-error")

    def test_an_unknown_figure_does_not_exist(self, administrator):
        assert administrator.get("/droit-du-travail/nothing").status_code == 404


class TestExport:
    def test_csv__others_only_as_their_audience_says(self, client, tale):
        text = as_manager(client, tale).post("/postes-partages/export", data={"format": "csv"}).get_data(as_text=True)
        own, *others = [line for line in text.splitlines() if "logopède" in line]
        assert "lundi" in own
        assert len(others) == 2
        assert not any("lundi" in line for line in others)

    def test_xlsx(self, coordinator, tale):
        response = coordinator.post("/postes-partages/export", data={"format": "xlsx"})
        sheet = load_workbook(io.BytesIO(response.data)).active
        assert sheet.max_row == 4

    def test_no_other_format(self, coordinator):
        assert coordinator.post("/postes-partages/export", data={"format": "exe"}).status_code == 404
