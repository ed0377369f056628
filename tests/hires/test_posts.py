"""From a search to an agreed post: what coordinators and structures do, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.database import db
from network.errors import ConflictError, NotAllowedError, StaleError
from network.hires import answers, posts
from network.hires.models import Engagement, Post, PostState, ShareState
from network.hires.queries import SEARCH_PURPOSE, TIMETABLE_PURPOSE, find_search, list_free_demands
from network.hires.ticks import lapse_posts, remind_silent
from network.hires.views import bp  # noqa: F401  (registers what runs are for)
from network.notifications.models import Notification
from network.runs.queries import find_run
from network.ties.models import Evidence, EvidenceKind
from tests.factories.hires import RULES, finish, neighbours

pytestmark = pytest.mark.usefixtures("noon", "database")


def notices(user):
    return list(db.session.scalars(sa.select(Notification.kind).where(Notification.user_id == user.id)))


def searched(tale):
    run = posts.search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=RULES)
    finish(run)
    return run, find_search(tale.federation.id, "2266")


def accept_all(tale, post):
    for share in post.team:
        answers.accept_share(share, actor=tale.manager_of(share))
    db.session.commit()


def counter(tale, share, **asked):
    answers.ask_other_half_days(share, actor=tale.manager_of(share), remark="", **asked)
    db.session.commit()
    return find_run(TIMETABLE_PURPOSE, share.post)


class TestSearching:
    def test_what_is_found_can_be_prepared_once(self):
        tale = neighbours(3, 3, 3)
        run, search = searched(tale)
        taken = [posts.take_proposal(search, run, 0, actor=tale.coordination) for _ in range(2)]
        assert taken[0] is taken[1]
        assert (taken[0].total, taken[0].state, len(taken[0].team)) == (9, PostState.PREPARED, 3)
        assert list_free_demands([tale.federation.id]) == []

    def test_twice_is_one_search(self):
        tale = neighbours(3, 3, 3)
        runs = [posts.search_posts(tale.federation.id, "2266", actor=tale.coordination, rules=RULES) for _ in range(2)]
        assert runs[0] is runs[1]
        assert runs[0].purpose == SEARCH_PURPOSE

    def test_a_demand_that_has_changed_since_is_not_taken(self):
        tale = neighbours(3, 3, 3)
        run, search = searched(tale)
        tale.demands[0].half_days = 2
        db.session.commit()
        with pytest.raises(ConflictError):
            posts.take_proposal(search, run, 0, actor=tale.coordination)

    def test_only_the_coordination_searches(self):
        tale = neighbours(3, 3, 3)
        with pytest.raises(NotAllowedError):
            posts.search_posts(tale.federation.id, "2266", actor=tale.actor(tale.managers[0]), rules=RULES)

    def test_without_demands_there_is_nothing_to_search(self):
        tale = neighbours(3)
        with pytest.raises(ConflictError):
            posts.search_posts(tale.federation.id, "2222", actor=tale.coordination, rules=RULES)


class TestEngagement:
    @pytest.mark.parametrize("refused", [Engagement.PART_TIME_EACH, Engagement.HOST_INVOICES])
    def test_what_labour_law_does_not_allow_is_refused(self, refused):
        tale = neighbours(3, 3, 3)
        post = tale.prepared()
        with pytest.raises(ConflictError):
            posts.choose_engagement(
                post, actor=tale.coordination, version=post.version, engagement=refused, group_workers=None
            )

    def test_nothing_is_proposed_without_one(self):
        tale = neighbours(3, 3, 3)
        post = tale.prepared()
        days = {"starts_on": clock.today() + timedelta(days=30), "reply_by": clock.today() + timedelta(days=9)}
        with pytest.raises(ConflictError):
            posts.propose_post(post, actor=tale.coordination, version=post.version, message="", **days)

    def test_another_one_later_asks_those_who_had_agreed_again(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        answers.accept_share(post.team[0], actor=tale.manager_of(post.team[0]))
        db.session.commit()
        posts.choose_engagement(
            post,
            actor=tale.coordination,
            version=post.version,
            engagement=Engagement.EMPLOYERS_GROUP,
            group_workers=12,
        )
        assert post.team[0].state is ShareState.ASKED
        assert "post.asked_again" in notices(tale.managers[0])

    def test_on_an_old_page_is_refused(self):
        tale = neighbours(3, 3, 3)
        post = tale.prepared()
        with pytest.raises(StaleError):
            posts.choose_engagement(
                post,
                actor=tale.coordination,
                version=post.version - 1,
                engagement=Engagement.SELF_EMPLOYED,
                group_workers=None,
            )


class TestAnswering:
    def test_the_last_yes_agrees_the_post(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        assert [notices(manager) for manager in tale.managers] == [["post.proposed"]] * 3
        accept_all(tale, post)
        assert post.state is PostState.AGREED
        assert notices(tale.managers[0]).count("post.agreed") == 1
        assert notices(tale.coordinator).count("post.agreed") == 1
        kinds = db.session.scalars(sa.select(Evidence.kind)).all()
        assert kinds == [EvidenceKind.SHARED_POST] * 3

    def test_a_double_click_is_one_yes(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        for _ in range(2):
            answers.accept_share(post.team[0], actor=tale.manager_of(post.team[0]))
        assert notices(tale.coordinator) == ["post.accepted"]

    def test_a_no_waits_for_the_coordination(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        first, *others = post.team
        answers.decline_share(first, actor=tale.manager_of(first), reason="money", remark="")
        for share in others:
            answers.accept_share(share, actor=tale.manager_of(share))
        db.session.commit()
        assert post.state is PostState.PROPOSED
        with pytest.raises(ConflictError):  # six half-days are no post by the rules of the search
            posts.go_on_without(post, actor=tale.coordination, version=post.version)

    def test_a_post_that_is_still_one_goes_on_around_another_host(self):
        tale = neighbours(2, 4, 4)
        post = tale.proposed()
        host, *others = post.team
        answers.decline_share(host, actor=tale.manager_of(host), reason="found", remark="")
        for share in others:
            answers.accept_share(share, actor=tale.manager_of(share))
        db.session.commit()
        posts.go_on_without(post, actor=tale.coordination, version=post.version)
        assert post.state is PostState.AGREED
        assert post.host_id == others[0].demand.organisation_id
        assert tale.demands[0].is_free

    def test_others_may_not_answer(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        with pytest.raises(NotAllowedError):
            answers.accept_share(post.team[0], actor=tale.actor(tale.managers[1]))

    def test_leaving_opens_the_post_again(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        accept_all(tale, post)
        for _ in range(2):
            answers.leave_post(post.shares[0], actor=tale.manager_of(post.shares[0]), remark="")
        db.session.commit()
        assert (post.state, post.agreed_at) == (PostState.PROPOSED, None)
        assert "post.left" in notices(tale.coordinator)
        assert notices(tale.managers[1]).count("post.reopened") == 1

    def test_giving_up_frees_the_demands(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        posts.abandon_post(post, actor=tale.coordination, version=post.version)
        db.session.commit()
        assert len(list_free_demands([tale.federation.id])) == 3
        with pytest.raises(ConflictError):
            answers.accept_share(post.shares[0], actor=tale.manager_of(post.shares[0]))


class TestOtherHalfDays:
    """Somebody asks for other half-days: the rest is kept if that can be."""

    def test_the_others_keep_theirs_and_their_yes(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        first, second, third = post.team
        answers.accept_share(first, actor=tale.manager_of(first))
        db.session.commit()
        before = list(first.half_days), list(second.half_days)
        run = counter(tale, third, half_days=2, open=["fri_am", "fri_pm"], must=[])
        assert third.state is ShareState.COUNTERED
        finish(run)
        assert (first.half_days, second.half_days) == before
        assert first.state is ShareState.ACCEPTED
        assert (third.state, third.half_days) == (ShareState.ASKED, ["fri_am", "fri_pm"])
        assert (first.earlier, third.earlier) == ([], ["thu_am", "thu_pm", "fri_am"])
        assert notices(tale.managers[2]) == ["post.proposed", "post.asked_again"]
        assert notices(tale.managers[0]) == ["post.proposed"]

    def test_where_that_cannot_be_the_others_are_moved_and_asked_again(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        first, _second, third = post.team
        answers.accept_share(first, actor=tale.manager_of(first))
        db.session.commit()
        finish(counter(tale, third, half_days=3, open=["mon_am", "mon_pm", "fri_pm"], must=["mon_am"]))
        again = find_run(TIMETABLE_PURPOSE, post)
        assert again.problem["stay"] is True
        finish(again)
        assert set(third.half_days) == {"mon_am", "mon_pm", "fri_pm"}
        assert first.state is ShareState.ASKED
        assert "mon_am" not in first.half_days

    def test_where_nothing_can_be_the_coordination_decides(self):
        tale = neighbours(4, 4, 2)
        post = tale.proposed()
        first, second, third = post.team
        finish(counter(tale, third, half_days=5, open=["mon_am", "mon_pm", "tue_am", "tue_pm", "wed_am"], must=[]))
        finish(find_run(TIMETABLE_PURPOSE, post))
        assert third.awaits_decision
        assert "post.stuck" in notices(tale.coordinator)
        assert "post.not_found" in notices(tale.managers[2])
        for share in (first, second):
            answers.accept_share(share, actor=tale.manager_of(share))
        db.session.commit()
        posts.go_on_without(post, actor=tale.coordination, version=post.version)
        assert (post.state, third.state) == (PostState.AGREED, ShareState.DISMISSED)
        assert tale.demands[2].half_days == 5

    def test_one_may_come_back_to_what_was_proposed(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        third = post.team[2]
        counter(tale, third, half_days=5, open=["mon_am", "mon_pm", "tue_am", "tue_pm", "wed_am"], must=["mon_am"])
        answers.accept_share(third, actor=tale.manager_of(third))
        assert third.state is ShareState.ACCEPTED
        assert tale.demands[2].half_days == 3
        assert set(third.half_days) <= set(tale.demands[2].open)

    def test_an_answer_in_the_meantime_starts_the_search_again(self):
        tale = neighbours(2, 3, 4)
        post = tale.proposed()
        first, _second, third = post.team
        run = counter(tale, third, half_days=4, open=["thu_am", "thu_pm", "fri_am", "fri_pm"], must=[])
        answers.decline_share(first, actor=tale.manager_of(first), reason="other", remark="")
        db.session.commit()
        finish(run)
        assert third.state is ShareState.COUNTERED
        assert find_run(TIMETABLE_PURPOSE, post).id != run.id

    def test_two_who_ask_at_once_are_both_served(self):
        tale = neighbours(4, 3, 3)
        post = tale.proposed()
        _first, second, third = post.team
        one = counter(tale, second, half_days=2, open=["wed_am", "wed_pm"], must=[])
        counter(tale, third, half_days=2, open=["fri_am", "fri_pm"], must=[])
        finish(one)
        finish(find_run(TIMETABLE_PURPOSE, post))
        finish(find_run(TIMETABLE_PURPOSE, post))
        assert set(second.half_days) == {"wed_am", "wed_pm"}
        assert set(third.half_days) == {"fri_am", "fri_pm"}


class TestTime:
    def test_silence_lapses_after_the_last_day(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        answers.accept_share(post.team[0], actor=tale.manager_of(post.team[0]))
        db.session.commit()
        lapse_posts(clock.now() + timedelta(days=10))
        assert post.team[1].state is ShareState.ASKED
        lapse_posts(clock.now() + timedelta(days=11))
        db.session.expire_all()
        assert [share.state for share in post.shares] == [ShareState.ACCEPTED, ShareState.LAPSED, ShareState.LAPSED]
        assert notices(tale.coordinator).count("post.lapsed") == 2

    def test_only_the_silent_are_reminded_once(self):
        tale = neighbours(3, 3, 3)
        post = tale.proposed()
        answers.accept_share(post.team[0], actor=tale.manager_of(post.team[0]))
        db.session.commit()
        for _ in range(2):
            remind_silent(clock.now() + timedelta(days=7))
        assert "post.reminder" not in notices(tale.managers[0])
        assert notices(tale.managers[1]).count("post.reminder") == 1


def test_a_rule_that_does_not_hold_any_more_stops_the_agreement():
    tale = neighbours(4, 4)
    post = tale.proposed()
    post.rules = post.rules | {"min_half_days": 9}
    db.session.commit()
    accept_all(tale, post)
    assert post.state is PostState.PROPOSED
    assert notices(tale.coordinator).count("post.short") == 1
    assert db.session.get(Post, post.id).agreed_at is None
