"""The turn of those seldom invited, set for a federation; and on whom its teams fall."""

from __future__ import annotations

import pytest

from network.consortia.matching import search_problem
from network.consortia.turns import read_concentration
from network.database import db
from tests.factories.calls import JurorFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, searched, story


@pytest.fixture
def tale(client):
    return story(members=3)


@pytest.fixture
def url(tale):
    return f"/appels/tour-de-role/{tale.federation.id}"


def test_set_for_all_searches_of_the_federation(client, tale, url):
    other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call))
    PartnerFactory(consortium=other, organisation=tale.members[0])
    consortium = ConsortiumFactory(project=tale.project)
    client.log_in(tale.coordinator)
    assert [row["bonus"] for row in search_problem(consortium)["problem"]["candidates"]] == [0, 100, 100]
    sent = {"version": "0", "turn": "300"}
    assert client.post(url, data=sent | {"turn": "7"}).status_code == 422
    assert [client.post(url, data=sent).status_code for _twice in range(2)] == [303, 303]
    assert [row["bonus"] for row in search_problem(consortium)["problem"]["candidates"]] == [0, 300, 300]
    assert client.post(url, data=sent | {"turn": "0"}).status_code == 409  # of two who set it, the second is told
    assert client.post(url, data={"version": "1", "turn": "0"}).status_code == 303
    assert {row["bonus"] for row in search_problem(consortium)["problem"]["candidates"]} == {0}


def test_on_whom_the_teams_fall__but_those_that_one_judges(client, tale, url):
    consortium = tale.invited(1)
    run = searched(consortium)
    proposed = {int(name) for proposal in run.solution["proposals"] for name in proposal["members"]}
    actor = tale.actor(tale.coordinator)
    found = read_concentration(tale.federation.id, actor)
    assert (found.members, found.proposed, found.invited) == (3, len(proposed), 1)
    assert (found.most, found.most_percent) == ([(tale.members[0], 1)], 100)
    assert {organisation.id for organisation in found.never} == {m.id for m in tale.members} - proposed
    client.log_in(tale.coordinator)
    assert tale.members[0].name in client.page(url).main.get_text()
    JurorFactory(call=tale.project.call, user=tale.coordinator)
    db.session.commit()
    hidden = read_concentration(tale.federation.id, actor)
    assert (hidden.proposed, hidden.invited, hidden.most) == (0, 0, [])
