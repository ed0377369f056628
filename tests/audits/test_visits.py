"""A visit: its day, both sides' answers, the comparison, the reply, the plan; who sees and writes what."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from openpyxl import load_workbook

from network import clock
from network.activity.models import Event
from network.actors import Role
from network.audits import visits as services
from network.audits.comparison import compare, radar_table
from network.audits.models import Action, ActionState, Side, VisitState
from network.audits.policies import may_see_sheet
from network.audits.ticks import remind
from network.audits.visits import Said
from network.database import db
from network.errors import ConflictError, NotAllowedError, StaleError
from network.notifications.models import Notification
from network.ties.models import Evidence, EvidenceKind
from network.ties.queries import evidence_between
from tests.factories.accounts import UserFactory
from tests.factories.audits import audit_story
from tests.factories.organisations import MandateFactory


@pytest.fixture
def tale(database):
    return audit_story(houses=3)


@pytest.fixture
def visit(tale):
    """House 0 visits house 1."""
    return tale.visit()


@pytest.fixture
def write(tale, visit):
    """A function by which a side answers every scale of its sheets with a value."""

    def write(side, value):
        actor = tale.manager(1 if side is Side.OWN else 0)
        for sheet in visit.sheets_of(side):
            said = {q.id: Said(value=value) for q in sheet.section.questions if q.kind == "scale"}
            services.save_sheet(
                sheet, actor=actor, version=sheet.version, said=said, strengths=f"fort {side}", to_work_on=""
            )
        services.finish_side(visit, side, actor=actor)

    return write


@pytest.fixture
def compared(visit, write):
    write(Side.OWN, 1)
    write(Side.VISITORS, 3)
    return visit


def day(number):
    return clock.today() + timedelta(days=number)


class TestDay:
    def test_one_proposes_the_other_agrees(self, tale, visit):
        services.propose_day(visit, actor=tale.manager(0), day=day(20))
        with pytest.raises(ConflictError):
            services.agree_day(visit, actor=tale.manager(0))
        services.agree_day(visit, actor=tale.manager(1))
        assert visit.agreed_at and visit.planned_on == day(20)

    def test_proposing_the_same_day_is_agreeing(self, tale, visit):
        services.propose_day(visit, actor=tale.manager(0), day=day(20))
        services.propose_day(visit, actor=tale.manager(1), day=day(20))
        assert visit.agreed_at

    def test_another_day_is_to_be_agreed_anew(self, tale, visit):
        services.propose_day(visit, actor=tale.manager(0), day=day(20))
        services.agree_day(visit, actor=tale.manager(1))
        services.propose_day(visit, actor=tale.manager(1), day=day(25))
        assert not visit.agreed_at and visit.proposed_by_id == tale.houses[1].id

    def test_a_past_day_is_asked_back(self, client, tale, visit):
        client.log_in(tale.managers[0])
        response = client.post(f"/audits/visites/{visit.id}/date", data={"day": day(-1).isoformat()})
        assert response.status_code == 422
        assert "from today on" in response.text

    def test_outside_the_campaign_the_page_says_so(self, client, english, tale, visit):
        client.log_in(tale.managers[1])
        for planned, is_said in ((day(20), True), (visit.campaign.visits_until, False)):
            services.propose_day(visit, actor=tale.manager(0), day=planned)
            db.session.commit()
            assert ("outside the campaign" in client.page(f"/audits/visites/{visit.id}").get_text()) == is_said

    def test_agreed_it_goes_into_a_calendar(self, client, tale, visit):
        client.log_in(tale.managers[0])
        address = f"/audits/visites/{visit.id}/agenda.ics"
        assert client.get(address).status_code == 404
        services.propose_day(visit, actor=tale.manager(0), day=day(5))
        services.agree_day(visit, actor=tale.manager(1))
        db.session.commit()
        (event,) = Calendar.from_ical(client.get(address).get_data(as_text=True)).walk("VEVENT")
        assert event["DTSTART"].dt == day(5)
        assert visit.auditor.name in event["SUMMARY"]

    def test_both_sides_are_reminded_once(self, tale, visit):
        services.propose_day(visit, actor=tale.manager(0), day=day(5))
        services.agree_day(visit, actor=tale.manager(1))
        for _ in range(2):
            remind(clock.now())
        reminded = db.session.scalars(sa.select(Notification.user_id).where(Notification.kind == "visit.soon"))
        assert sorted(reminded) == sorted(user.id for user in tale.managers[:2])


class TestSheets:
    @pytest.fixture
    def sheet(self, visit):
        return visit.sheets_of(Side.OWN)[0]

    def test_answers_are_kept_and_taken_back(self, tale, sheet):
        scale, yes_no, text = sheet.section.questions
        said = {scale.id: Said(value=0), yes_no.id: Said(value=1), text.id: Said(text="Merci")}
        words = {"strengths": "", "to_work_on": ""}
        services.save_sheet(sheet, actor=tale.manager(1), version=sheet.version, said=said, **words)
        assert sheet.answered == 3 and sheet.mean == 0
        services.save_sheet(sheet, actor=tale.manager(1), version=sheet.version, said={}, **words)
        assert sheet.answered == 0 and sheet.mean is None

    def test_the_second_who_writes_is_told(self, client, tale, sheet):
        scale = sheet.section.questions[0]
        version = sheet.version
        colleague = UserFactory(name="Anne")
        MandateFactory(user=colleague, organisation=tale.houses[1], role=Role.MEMBER)
        actor = tale.actor(colleague)
        said = {scale.id: Said(value=2)}
        services.save_sheet(sheet, actor=actor, version=version, said=said, strengths="Ici", to_work_on="")
        db.session.commit()
        client.log_in(tale.managers[1])
        typed = {"version": version, f"answer_{scale.id}": "4", "strengths": "Là", "to_work_on": ""}
        response = client.post(f"/audits/feuilles/{sheet.id}", data=typed)
        assert response.status_code == 409
        assert "Anne" in response.text and "Là" in response.text

    def test_the_same_sent_twice_is_saved_once(self, tale, sheet):
        version, said = sheet.version, {sheet.section.questions[0].id: Said(value=2)}
        words = {"version": version, "said": said, "strengths": "", "to_work_on": ""}
        for _ in range(2):
            services.save_sheet(sheet, actor=tale.manager(1), **words)
        assert sheet.version == version + 1

    def test_an_old_version_is_refused(self, tale, sheet):
        with pytest.raises(StaleError):
            services.save_sheet(sheet, actor=tale.manager(1), version=0, said={}, strengths="x", to_work_on="")

    def test_saved_as_one_goes(self, client, tale, sheet):
        """The fragment carries the version on which the next save stands."""
        client.log_in(tale.managers[1])
        typed = {"version": sheet.version, "strengths": "Ici"}
        response = client.post(f"/audits/feuilles/{sheet.id}", data=typed, headers={"HX-Request": "true"})
        assert response.status_code == 200
        assert f'value="{sheet.version}"' in response.text and "Saved on" in response.text
        last = sheet.visit.sheets_of(Side.OWN)[-1]
        typed = {"version": sheet.version, "strengths": "Ici et là", "then": last.id}
        response = client.post(f"/audits/feuilles/{sheet.id}", data=typed)
        assert response.location == f"/audits/feuilles/{last.id}" and sheet.strengths == "Ici et là"

    def test_too_long_or_off_the_scale_is_asked_back(self, client, tale, sheet):
        client.log_in(tale.managers[1])
        scale = sheet.section.questions[0]
        for typed in ({"strengths": "x" * 10_000}, {f"answer_{scale.id}": "9"}, {f"answer_{scale.id}": "²"}):
            response = client.post(f"/audits/feuilles/{sheet.id}", data={"version": sheet.version} | typed)
            assert response.status_code == 422

    def test_nothing_answered_is_not_finished(self, tale, visit):
        with pytest.raises(ConflictError):
            services.finish_side(visit, Side.OWN, actor=tale.manager(1))

    def test_finished_it_no_longer_changes(self, client, tale, visit, write):
        write(Side.OWN, 2)
        db.session.commit()
        client.log_in(tale.managers[1])
        assert client.get(f"/audits/feuilles/{visit.sheets_of(Side.OWN)[0].id}").status_code == 409


class TestWhoSeesWhat:
    def test_each_side_its_own_until_both_have_finished(self, tale, visit, write):
        own, theirs = visit.sheets_of(Side.OWN)[0], visit.sheets_of(Side.VISITORS)[0]
        team, visitors = tale.manager(1), tale.manager(0)
        write(Side.OWN, 1)
        assert may_see_sheet(own, team) and may_see_sheet(theirs, visitors)
        assert not may_see_sheet(theirs, team) and not may_see_sheet(own, visitors)
        write(Side.VISITORS, 2)
        assert may_see_sheet(theirs, team) and may_see_sheet(own, visitors)

    def test_nobody_else_ever(self, tale, compared):
        administrator = tale.actor(UserFactory(is_administrator=True))
        for actor in (tale.lead, tale.manager(2), administrator):
            assert not any(may_see_sheet(sheet, actor) for sheet in compared.sheets)

    @pytest.mark.parametrize("page", ["", "/regards", "/plan", "/reponse"])
    def test_the_coordination_and_others_know_of_no_page(self, client, tale, compared, page):
        db.session.commit()
        for user in (tale.coordinator, tale.managers[2], UserFactory(is_administrator=True)):
            client.log_in(user)
            assert client.get(f"/audits/visites/{compared.id}{page}").status_code == 404

    def test_the_other_view_is_not_shown_early(self, client, tale, visit, write):
        write(Side.VISITORS, 4)
        db.session.commit()
        client.log_in(tale.managers[1])
        assert client.get(f"/audits/visites/{visit.id}/regards").status_code == 409
        assert f"fort {Side.VISITORS}" not in client.page(f"/audits/visites/{visit.id}").text

    def test_the_coordination_sees_states_and_dates_alone(self, client, english, tale, compared):
        services.send_reply(compared, actor=tale.manager(1), version=compared.version, reply="Entre nous")
        services.add_action(compared, actor=tale.manager(1), what="Secret", who="", due_on=None)
        db.session.commit()
        client.log_in(tale.coordinator)
        page = client.page(f"/audits/campagnes/{tale.campaign.id}").text
        assert "the team has replied" in page
        assert "Entre nous" not in page and "Secret" not in page and "fort" not in page

    def test_the_visitors_read_and_do_not_write(self, client, tale, compared):
        db.session.commit()
        client.log_in(tale.managers[0])
        url = f"/audits/visites/{compared.id}"
        assert client.get(f"{url}/regards").status_code == 200
        assert client.get(f"{url}/plan").status_code == 200
        assert client.get(f"{url}/reponse").status_code == 403
        assert client.post(f"{url}/exporter").status_code == 403
        assert client.post(f"{url}/plan", data={"what": "À leur place"}).status_code == 403

    def test_no_log_holds_what_was_written(self, tale, compared):
        services.send_reply(compared, actor=tale.manager(1), version=compared.version, reply="Entre nous")
        logged = db.session.scalars(sa.select(Event).where(Event.subject_type == "visits")).all()
        assert logged
        assert "Entre nous" not in str([(event.before, event.after) for event in logged])


class TestResult:
    def test_both_views_by_section(self, compared):
        rows = compare(compared)
        assert [(row.own.mean, row.visitors.mean) for row in rows] == [(1, 3), (1, 3)]
        assert rows[0].questions[0].is_distant
        assert [len(row) for row in radar_table(rows)] == [3, 3]

    def test_reply_plan_done(self, tale, compared):
        team = tale.manager(1)
        with pytest.raises(ConflictError):
            services.finish_visit(compared, actor=team)
        services.send_reply(compared, actor=team, version=compared.version, reply="Merci")
        for _ in range(2):
            services.add_action(compared, actor=team, what="Trier les affiches", who="accueil", due_on=day(30))
        assert len(compared.actions) == 1
        for _ in range(2):
            services.finish_visit(compared, actor=team)
        assert compared.state is VisitState.DONE
        pieces = db.session.scalars(sa.select(Evidence)).all()
        assert [piece.kind for piece in pieces] == [EvidenceKind.AUDIT]
        one, other = tale.houses[:2]
        assert evidence_between(one.id, other.id, team)
        assert not evidence_between(one.id, other.id, tale.lead)

    def test_a_member_writes_and_a_manager_ends_it(self, tale, compared):
        colleague = UserFactory()
        MandateFactory(user=colleague, organisation=tale.houses[1], role=Role.MEMBER)
        member = tale.actor(colleague)
        services.send_reply(compared, actor=member, version=compared.version, reply="Merci")
        with pytest.raises(NotAllowedError):
            services.finish_visit(compared, actor=member)

    def test_the_plan_is_kept_after_the_audit(self, client, tale, compared):
        action = Action(visit=compared, what="Trier", due_on=day(-3), created_at=clock.now())
        db.session.add(action)
        compared.state, compared.done_at = VisitState.DONE, clock.now()
        db.session.commit()
        client.log_in(tale.managers[1])
        assert "Trier" in client.page("/").text
        typed = {"version": 1, "what": "Trier", "due_on": day(-3).isoformat(), "state": "done"}
        assert client.post(f"/audits/actions/{action.id}", data=typed).status_code == 303
        assert action.state is ActionState.DONE
        assert "Trier" not in client.page("/").text
        overtaken = client.post(f"/audits/actions/{action.id}", data=typed | {"what": "Ranger"})
        assert overtaken.status_code == 409 and "Ranger" in overtaken.text

    def test_of_two_who_reply_the_second_is_told(self, client, tale, compared):
        db.session.commit()
        client.log_in(tale.managers[1])
        url, version = f"/audits/visites/{compared.id}/reponse", compared.version
        assert client.post(url, data={"version": version, "reply": "Merci"}).status_code == 303
        overtaken = client.post(url, data={"version": version, "reply": "Bravo"})
        assert overtaken.status_code == 409 and "Bravo" in overtaken.text and "Merci" not in overtaken.text

    def test_export__by_the_audited_team_and_logged(self, client, english, tale, compared):
        db.session.commit()
        client.log_in(tale.managers[1])
        response = client.post(f"/audits/visites/{compared.id}/exporter")
        sheet = load_workbook(io.BytesIO(response.data)).active
        assert ["Accueil", "Chacun est accueilli sans rendez-vous.", "first steps", "well in place"] in [
            [cell.value for cell in row] for row in sheet.iter_rows()
        ]
        assert db.session.scalar(sa.select(Event).where(Event.verb == "visit.exported"))


def test_pages_of_a_whole_visit(client, tale, compared):
    """Each page stands, for both sides."""
    db.session.commit()
    for user in tale.managers[:2]:
        client.log_in(user)
        for url in ("/audits/", f"/audits/visites/{compared.id}", f"/audits/visites/{compared.id}/regards"):
            assert "Maison 1" in client.page(url).text
