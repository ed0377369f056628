"""On a refusal: who could come instead, invited in one click, and the next ones one after the other."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from network import clock
from network.calls.matching import candidate_id
from network.calls.projects import update_project
from network.consortia import services
from network.consortia.answers import decline_by_link
from network.consortia.matching import field_of, rank_substitutes, search_problem, smallest_repair
from network.consortia.models import PartnerState
from network.consortia.services import lapse_unanswered
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from tests.factories.consortia import story
from tests.helpers.soup import text_of

pytestmark = pytest.mark.usefixtures("noon")
# Atelier 0 in Namur leads; 1 Huy has left; 2 Andenne, 3 Liège and 4 Dinant could come.


@pytest.fixture
def tale(client):
    return story(members=5, criteria={"min_partners": 2, "requires": {"trucks": 2}})


@pytest.fixture
def consortium(tale):
    """The first of two was asked for one truck of the two; the other one has declined."""
    consortium = tale.invited(count=2)
    decline(consortium.team[1])
    return consortium


@pytest.fixture
def coordinator(client, tale):
    client.log_in(tale.coordinator)
    return client


def decline(partner):
    decline_by_link(partner, reason="workload", remark="")
    db.session.commit()


def names(organisations):
    return [organisation.name for organisation in organisations]


def replace(client, consortium, *organisations, **more):
    ids = [organisation.id for organisation in organisations]
    typed = {"organisation_id": ids, "version": consortium.version} | more
    return client.post(f"/groupements/{consortium.id}/remplacer", data=typed)


def board(client, consortium):
    return text_of(client.page(f"/groupements/{consortium.id}/composer"))


def test_ranked__first_those_with_whom_all_holds_then_the_nearest(tale, consortium):
    ranked = rank_substitutes(consortium, field_of(consortium))
    by_id = {member.id: member.name for member in tale.members}
    assert [by_id[entry.organisation_id] for entry in ranked] == ["Atelier 2", "Atelier 4", "Atelier 3"]
    assert {tuple(entry.lacks) for entry in ranked} == {()}


def test_board__asks_who_can_replace(coordinator, tale, consortium):
    text = board(coordinator, consortium)
    assert "Qui peut remplacer Atelier 1 ?" in text
    assert text.count("Avec elle, tous les critères sont remplis.") == 3


def test_board__two_together_where_nobody_alone_is_enough(coordinator, tale, consortium):
    tale.project.call.criteria = {"min_partners": 2, "requires": {"trucks": 4}}
    db.session.commit()
    together = smallest_repair(consortium, field_of(consortium)).join
    assert len(together) == 2
    text = board(coordinator, consortium)
    assert "Aucune ne suffit seule." in text
    assert text.count("Avec elle, il manque encore : ") == 3


def test_search__keeps_who_was_asked_without_who_declined(tale, consortium):
    problem = search_problem(consortium)["problem"]
    stands, gone = (candidate_id(organisation.id) for organisation in tale.members[:2])
    assert problem["pinned"] == [stands]
    assert gone not in [row["id"] for row in problem["candidates"]]


def test_board__who_completes_a_team_of_which_more_is_asked(coordinator, tale):
    """Both have accepted when the project asks more: one who joins is enough; of fewer partners one must leave. The
    partners read what is missing, without figures."""
    consortium = tale.agreed(count=2)
    project = tale.project
    change = {"actor": tale.actor(tale.coordinator)}
    update_project(project, version=project.version, needs={"requires": {"trucks": 3}}, **change)
    db.session.commit()
    text = board(coordinator, consortium)
    assert "Qui peut compléter l’équipe ?" in text
    assert "Avec elle, tous les critères sont remplis." in text
    assert "Le groupement est à compléter" in text_of(coordinator.page(f"/appels/projets/{project.id}"))
    tale.project.call.criteria = {"min_partners": 2, "max_partners": 2}
    db.session.commit()
    text = board(coordinator, consortium)
    assert re.search(r"sans Atelier [01], avec Atelier \d", text)
    coordinator.log_in(tale.managers[1])
    assert "Critères non remplis : " in text_of(coordinator.page(f"/groupements/{consortium.id}"))


def test_board__nothing_where_the_others_hold_all(coordinator, tale, consortium):
    consortium.team[0].contribution = {"trucks": 2}
    tale.project.call.criteria = {"min_partners": 1, "requires": {"trucks": 2}}
    db.session.commit()
    assert "Qui peut remplacer" not in board(coordinator, consortium)


class TestInviting:
    """One click."""

    def test_invited_with_what_is_missing(self, coordinator, tale, consortium):
        assert replace(coordinator, consortium, tale.members[2]).status_code == 303
        partner = consortium.partner_of(tale.members[2].id)
        assert (partner.state, partner.contribution) == (PartnerState.INVITED, {"trucks": 1})
        assert consortium.reply_by == clock.today() + timedelta(days=10)
        assert Notification.query.filter_by(kind="consortium.invitation", user_id=tale.managers[2].id).count() == 1

    def test_twice_is_once(self, coordinator, tale, consortium):
        version = consortium.version
        codes = [replace(coordinator, consortium, tale.members[2], version=version).status_code for _ in range(2)]
        assert codes == [303, 409]
        assert Notification.query.filter_by(kind="consortium.invitation").count() == 1

    def test_not_who_declined_nor_by_another(self, coordinator, tale, consortium):
        assert replace(coordinator, consortium, tale.members[1]).status_code == 409
        with pytest.raises(NotAllowedError):
            services.replace_partners(
                consortium, [tale.members[2].id], actor=tale.actor(tale.managers[0]), version=0, is_cascade=False
            )

    def test_not_without_a_single_contact(self, coordinator, tale, consortium):
        consortium.lead_id = None
        db.session.commit()
        assert "Choisissez d’abord un interlocuteur unique" in board(coordinator, consortium)
        with pytest.raises(ConflictError):
            services.replace_partners(
                consortium,
                [tale.members[2].id],
                actor=tale.actor(tale.coordinator),
                version=consortium.version,
                is_cascade=False,
            )

    @pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["9" * 30], ["999999"]])
    def test_nonsense(self, coordinator, consortium, ids):
        typed = {"organisation_id": ids, "version": consortium.version}
        assert coordinator.post(f"/groupements/{consortium.id}/remplacer", data=typed).status_code == 404


class TestCascade:
    """The next one is invited when one declines or stays silent."""

    @pytest.fixture(autouse=True)
    def started(self, coordinator, tale, consortium):
        replace(coordinator, consortium, tale.members[2], is_cascade="y")

    def test_lined_up_and_said(self, coordinator, tale, consortium):
        assert consortium.cascade == [tale.members[4].id, tale.members[3].id]
        assert "seront invitées ensuite : Atelier 4, puis Atelier 3." in board(coordinator, consortium)

    def test_on_a_refusal(self, tale, consortium):
        decline(consortium.partner_of(tale.members[2].id))
        assert consortium.partner_of(tale.members[4].id).state is PartnerState.INVITED
        assert consortium.cascade == [tale.members[3].id]
        assert Notification.query.filter_by(kind="consortium.next_invited", user_id=tale.coordinator.id).count() == 1

    def test_on_a_silence(self, tale, consortium):
        consortium.partner_of(tale.members[0].id).state = PartnerState.ACCEPTED
        consortium.reply_by = clock.today() - timedelta(days=1)
        lapse_unanswered(clock.today())
        assert consortium.partner_of(tale.members[2].id).state is PartnerState.LAPSED
        assert consortium.partner_of(tale.members[4].id).state is PartnerState.INVITED
        assert consortium.reply_by == clock.today() + timedelta(days=7)

    def test_until_nobody_is_left(self, tale, consortium):
        for member in (tale.members[2], tale.members[4], tale.members[3]):
            decline(consortium.partner_of(member.id))
        assert names(partner.organisation for partner in consortium.team) == ["Atelier 0"]

    def test_stopped(self, coordinator, tale, consortium):
        stop = f"/groupements/{consortium.id}/relais/arreter"
        assert coordinator.post(stop, data={"version": consortium.version}).status_code == 303
        decline(consortium.partner_of(tale.members[2].id))
        assert consortium.partner_of(tale.members[4].id) is None

    def test_partners_read_nothing_of_it(self, client, tale, consortium):
        client.log_in(tale.managers[0])
        assert tale.members[4].name not in client.page(f"/groupements/{consortium.id}").main.get_text()
