"""A project without a call."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from network import clock
from network.calls.matching import list_candidates
from network.calls.models import CallKind, InterestAnswer, Project, ProjectState
from network.calls.projects import attach_project, withdraw_project
from network.calls.queries import find_interest, list_unanswered_projects
from network.consortia.models import Consortium, ConsortiumState, PartnerState
from network.consortia.policies import may_compose
from network.consortia.services import invite_partners
from network.database import db
from network.errors import ConflictError, StaleError
from network.notifications.models import Notification
from network.organisations.models import OrganisationKind
from network.organisations.queries import list_people
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, InterestFactory, JurorFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story
from tests.factories.organisations import OrganisationFactory
from tests.helpers.soup import parse


def test_a_project_without_a_call__is_answered_and_composed(client):
    tale = story(members=2)
    project = ProjectFactory(call=None, federation=tale.federation, title="Ressourcerie", needs={"min_partners": 3})
    client.log_in(tale.managers[0])
    assert project in list_unanswered_projects(tale.actor(tale.managers[0]))
    page = client.page(f"/appels/projets/{project.id}")
    assert "Au moins 3 partenaires" in page.select_one(".rule-list").get_text()
    assert client.post(f"/appels/projets/{project.id}/interet", data={"answer": "yes"}).status_code == 303
    assert find_interest(project, tale.members[0].id).answer is InterestAnswer.YES

    client.log_in(tale.coordinator)
    assert client.post(f"/groupements/projet/{project.id}").status_code == 303
    consortium = db.session.query(Consortium).filter_by(project_id=project.id).one()
    board = client.page(f"/groupements/{consortium.id}/composer")
    assert tale.members[0].name in board.get_text()
    assert tale.members[1].name not in board.get_text()


def test_a_project_is_composed_by_its_own_federation_and_never_by_the_jury(database):
    """Whose call it answers does not matter, but its jury does not assemble."""
    tale, other = story(members=0), story(members=0)
    project = ProjectFactory(call=tale.project.call, federation=other.federation)
    consortium = ConsortiumFactory(project=project)
    assert may_compose(consortium, other.actor(other.coordinator))
    assert not may_compose(consortium, tale.actor(tale.coordinator))
    JurorFactory(call=tale.project.call, user=other.coordinator)
    assert not may_compose(consortium, other.actor(other.coordinator))


TYPED = {"title": "Ressourcerie", "sector": "logistics", "requires_trucks": "2", "required_areas": "namur"}


def test_begin_a_project__whose_idea_and_what_it_needs_are_kept(client):
    tale, other = story(members=1), story(members=0)
    other.federation.name = "Ressources"
    db.session.commit()
    client.log_in(tale.coordinator)
    who = f"ressources\n{tale.members[0].name}"
    answer = client.post("/projets/nouveau", data=TYPED | {"who": "Personne d’ici"})
    assert answer.status_code == 422
    assert "Personne d’ici" in parse(answer).find(id="who-error").get_text()
    assert parse(answer).find(id="requires_trucks")["value"] == "2"
    places = {client.post("/projets/nouveau", data=TYPED | {"who": who}).location for _twice in range(2)}
    assert len(places) == 1
    project = db.session.query(Project).filter_by(title="Ressourcerie").one()
    assert project.criteria == {"min_partners": 2, "requires": {"trucks": 2}, "required_areas": ["namur"]}
    assert {origin.id for origin in project.originators} == {other.federation.id, tale.members[0].id}
    told = db.session.query(Notification).filter_by(kind="project.begun")
    assert {notice.user_id for notice in told} == {tale.managers[0].id, other.coordinator.id}
    page = client.page(places.pop())
    assert other.federation.name in page.get_text()
    assert "Ressourcerie" in client.page("/projets/").get_text()


def test_candidates__come_from_all_federations_that_had_the_idea_once_they_are_interested(database):
    tale, other, stranger = story(members=1), story(members=2), story(members=1)
    commune = OrganisationFactory(kind=OrganisationKind.COMMUNE)
    project = ProjectFactory(call=None, federation=tale.federation, originators=[other.federation, commune])
    for organisation in (other.members[0], stranger.members[0], commune):
        InterestFactory(project=project, organisation=organisation)
    assert list_candidates(project, everyone=False) == sorted([other.members[0], commune], key=lambda o: o.id)
    assert tale.members[0] in list_candidates(project, everyone=True)
    assert other.members[1] not in list_candidates(project, everyone=True)
    assert project in list_unanswered_projects(other.actor(other.managers[1]))


def test_propose__the_federation_takes_it_up_or_says_why_not(client):
    tale, other = story(members=2), story(members=1)
    client.log_in(tale.managers[0])
    place = client.post("/projets/nouveau", data=TYPED).location
    project = db.session.query(Project).filter_by(title="Ressourcerie").one()
    assert (project.state, project.federation, project.proposer) == (
        ProjectState.PROPOSED,
        tale.federation,
        tale.members[0],
    )
    for outsider in (tale.managers[1], other.coordinator):
        client.log_in(outsider)
        assert client.get(place).status_code == 404
        assert "Ressourcerie" not in client.page("/projets/").get_text()
    client.log_in(tale.coordinator)
    assert "Ressourcerie" in client.page("/projets/").get_text()
    assert "Ressourcerie" in client.page("/").get_text()
    aside = f"/projets/{project.id}/ecarter"
    assert client.post(aside, data={"reason": " "}).status_code == 422
    assert [client.post(aside, data={"reason": "Trop tôt"}).status_code for _twice in range(2)] == [303, 303]
    client.log_in(tale.managers[0])
    assert "Trop tôt" in client.page(place).get_text()
    client.log_in(tale.coordinator)
    assert client.post(f"/projets/{project.id}/reprendre").status_code == 303
    client.log_in(tale.managers[1])
    assert client.get(place).status_code == 200


def test_a_proposal_taken_back__is_seen_by_no_more_people_than_before(client):
    tale = story(members=2)
    client.log_in(tale.managers[0])
    place = client.post("/projets/nouveau", data=TYPED).location
    project = db.session.query(Project).filter_by(title="Ressourcerie").one()
    client.log_in(tale.managers[1])
    own = client.post("/projets/nouveau", data=TYPED).location  # the same words of another are a proposal of theirs
    assert own != place
    client.log_in(tale.managers[0])
    assert client.post(f"/projets/{project.id}/retirer", data={"reason": "Pas prêts"}).status_code == 303
    assert client.get(place).status_code == 200
    client.log_in(tale.coordinator)  # who does not make public what was taken back
    resume = f"/projets/{project.id}/remettre"
    assert not client.page(place).find("form", action=resume)
    assert client.post(resume).status_code == 409
    client.log_in(tale.managers[1])
    assert client.get(place).status_code == 404
    assert place not in {link["href"] for link in client.page("/projets/").select("a[href]")}
    InterestFactory(project=project, organisation=tale.members[1])  # had it been taken up, and answered
    db.session.commit()
    assert "Pas prêts" in client.page(place).get_text()


def test_withdraw__nobody_is_invited_from_then_on(database):
    tale = story(members=1)
    consortium = ConsortiumFactory(project=tale.project, lead=tale.members[0])
    PartnerFactory(consortium=consortium, organisation=tale.members[0], state=PartnerState.CHOSEN)
    db.session.commit()
    actor = tale.actor(tale.coordinator)
    withdraw_project(tale.project, actor=actor, reason="Plus d’argent")
    with pytest.raises(ConflictError):
        invite_partners(consortium, actor=actor, version=consortium.version, message="", reply_by=clock.today())


def test_withdraw__not_while_partners_are_invited_and_taken_back(client):
    tale = story(members=2)
    consortium = tale.invited()
    client.log_in(tale.coordinator)
    url = f"/projets/{tale.project.id}"
    refused = client.post(f"{url}/retirer", data={"reason": "Plus d’argent"})
    assert refused.status_code == 409
    assert "Plus d’argent" in refused.get_data(as_text=True)
    consortium.state = ConsortiumState.ABANDONED
    db.session.commit()
    assert client.post(f"{url}/retirer", data={"reason": "Plus d’argent"}).status_code == 303
    assert not tale.project.is_open
    assert client.post(f"/groupements/projet/{tale.project.id}").status_code == 409
    told = db.session.query(Notification).filter_by(kind="project.withdrawn").count()
    assert told == len(tale.managers)
    assert client.post(f"{url}/remettre").status_code == 303
    assert tale.project.is_open


def test_detached_after_a_refusal_it_goes_on_and_answers_another_call(client):
    tale = story(members=1, criteria={"min_partners": 4})
    project, call = tale.project, tale.project.call
    project.needs = {"requires": {"trucks": 2}}
    other = CallFactory(federation=tale.federation, criteria={"min_partners": 3})
    elsewhere = CallFactory()
    juror = JurorFactory(call=other, user=tale.coordinator)
    db.session.commit()
    client.log_in(tale.coordinator)
    assert client.post(f"/groupements/projet/{project.id}").status_code == 303
    invited = PartnerFactory(consortium=project.consortia[0], organisation=OrganisationFactory(manager=UserFactory()))
    url = f"/projets/{project.id}"
    assert client.post(f"{url}/sans-appel").status_code == 303
    assert project.criteria == {"min_partners": 2, "requires": {"trucks": 2}}
    assert project.is_open
    assert client.post(f"{url}/appel", data={"call_id": elsewhere.id}).status_code == 422
    assert client.post(f"{url}/appel", data={"call_id": other.id}).status_code == 409  # who assembles does not judge
    db.session.delete(juror)
    db.session.commit()
    assert client.post(f"{url}/appel", data={"call_id": other.id}).status_code == 303
    assert (project.call, project.criteria["min_partners"]) == (other, 3)
    assert client.post(f"{url}/appel", data={"call_id": call.id}).status_code == 409
    for user in (tale.managers[0], *list_people(invited.organisation_id)):
        kinds = [notice.kind for notice in db.session.query(Notification).filter_by(user_id=user.id)]
        assert sorted(kind for kind in kinds if kind.startswith("project.")) == ["project.attached", "project.detached"]


def test_what_stands_is_read_again_once_it_is_held__a_market_and_an_invitation_at_the_same_time(database):
    """Where one comes between what the other read and did, the second is refused."""
    tale = story(members=2)
    project = ProjectFactory(call=None, federation=tale.federation)
    market = CallFactory(federation=tale.federation, kind=CallKind.ORDER)
    consortium = ConsortiumFactory(project=project, lead=tale.members[0])
    partner = PartnerFactory(consortium=consortium, organisation=tale.members[0], state=PartnerState.CHOSEN)
    db.session.commit()
    actor = tale.actor(tale.coordinator)

    def meanwhile(row, **values):
        statement = sa.update(type(row)).where(type(row).id == row.id).values(**values)
        db.session.execute(statement, execution_options={"synchronize_session": False})

    assert project.call is None
    meanwhile(project, call_id=market.id)
    with pytest.raises(StaleError):
        invite_partners(consortium, actor=actor, version=consortium.version, message="", reply_by=clock.today())
    db.session.rollback()
    assert consortium.team == [partner]
    meanwhile(partner, state=PartnerState.INVITED, invited_at=clock.now())
    with pytest.raises(ConflictError) as refused:
        attach_project(project, market, actor=actor)
    assert refused.value.message


def test_overlaps__are_shown_to_the_coordination_alone(client):
    tale = story(members=2)
    tale.invited(2)
    other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call, title="Emballage"))
    PartnerFactory(consortium=other, organisation=tale.members[1])
    url = f"/appels/{tale.project.call_id}"
    words = f"{tale.project.title} · Emballage"
    client.log_in(tale.coordinator)
    assert words in client.page(url).get_text()
    client.log_in(tale.managers[1])
    assert words not in client.page(url).get_text()
