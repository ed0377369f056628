"""A project without a call."""

from __future__ import annotations

from network.calls.models import InterestAnswer
from network.calls.queries import find_interest, list_unanswered_projects
from network.consortia.models import Consortium
from network.consortia.policies import may_compose
from network.database import db
from tests.factories.calls import JurorFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, story


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
