"""Several groupements of a call at once: what is asked of the engine, what the page says, what is taken over."""

from __future__ import annotations

import pytest

from network.calls.models import CallKind
from network.consortia.models import Consortium, ConsortiumState, PartnerState
from network.consortia.queries import TOGETHER
from network.database import db
from network.runs.models import Run
from tests.factories.calls import InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, Story, searched_together, story

pytestmark = pytest.mark.usefixtures("noon")

NEIGHBOURS = {"min_partners": 2, "max_partners": 2}


@pytest.fixture
def tale(client) -> Story:
    """Four structures along the Meuse, from Namur to Liège, interested in each of two projects of two partners."""
    found = story(members=4, criteria=NEIGHBOURS)
    second = ProjectFactory(call=found.project.call, title="Verger")
    for member in found.members:
        InterestFactory(project=second, organisation=member, asks=0)
    client.log_in(found.coordinator)
    return found


def url(tale: Story) -> str:
    return f"/groupements/ensemble/{tale.project.call_id}"


def search(client, tale, **data):
    ids = [project.id for project in tale.project.call.projects]
    return client.post(url(tale), data={"projects": ids, "most": "1"} | data)


def composed(tale: Story) -> list[Consortium]:
    return [ConsortiumFactory(project=project) for project in tale.project.call.projects]


def taking(client, tale, run):
    """The fields of the button, as the page gives them."""
    form = client.page(url(tale)).find("form", action=f"{url(tale)}/reprendre")
    return {field["name"]: field["value"] for field in form.select("input[type=hidden]")} if form else None


def test_search__is_a_run_over_the_projects_ticked(client, tale):
    """A groupement is begun where there was none; twice it is one run; the page says that it is under way."""
    answers = [search(client, tale) for _ in range(2)]
    assert answers[0].location == answers[1].location
    run = db.session.query(Run).one()
    assert (run.kind, run.purpose, run.subject_id) == (TOGETHER, TOGETHER, tale.project.call_id)
    assert [row["id"] for row in run.problem["projects"]] == [str(p.id) for p in tale.project.call.projects]
    assert [c.state for c in db.session.query(Consortium)] == [ConsortiumState.COMPOSING] * 2
    assert run.problem["max_per_member"] == 1
    assert client.page(url(tale)).main.find("a", href=f"/recherches/{run.id}")


def test_search__those_who_stand_in_another_groupement_of_the_call_count(client, tale):
    """One of three projects is not ticked: its partner that was asked is not free, the one only chosen is."""
    asked, chosen = tale.members[:2]
    third = ConsortiumFactory(project=ProjectFactory(call=tale.project.call), state=ConsortiumState.INVITING)
    PartnerFactory(consortium=third, organisation=asked)
    PartnerFactory(consortium=third, organisation=chosen, state=PartnerState.CHOSEN)
    ticked = [project.id for project in tale.project.call.projects if project.id != third.project_id]
    search(client, tale, projects=ticked)
    assert db.session.query(Run).one().problem["max_of_member"] == {str(asked.id): 0}


def test_search__in_a_market_each_structure_makes_one_bid(client, tale):
    """Nobody is asked how many."""
    tale.project.call.kind = CallKind.PROCUREMENT
    db.session.commit()
    assert not client.page(url(tale)).find(attrs={"name": "most"})
    search(client, tale, most="5")
    assert db.session.query(Run).one().problem["max_per_member"] == 1


def test_search__who_was_asked_already_stays_in_both(client, tale):
    """The limit yields to what was agreed."""
    consortia = composed(tale)
    for consortium in consortia:
        PartnerFactory(consortium=consortium, organisation=tale.members[0])
    search(client, tale)
    assert db.session.query(Run).one().problem["max_of_member"] == {str(tale.members[0].id): 2}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"projects": []}, "Cochez au moins deux projets."),
        ({"most": "0"}, "de 1 à 20"),
        ({"most": "beaucoup"}, "nombre entier"),
    ],
)
def test_search__what_cannot_be_asked_is_said_beside_the_field(client, tale, data, words):
    answer = search(client, tale, **data)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert not db.session.query(Run).count()


def test_page__compares_with_one_after_the_other_and_teams_are_taken_at_once(client, tale):
    """Taken twice, they are taken once; nobody is invited."""
    consortia = composed(tale)
    run = searched_together(tale.project.call)
    text = client.page(url(tale)).get_text(" ", strip=True)
    assert "2 projets ont une équipe" in text
    assert "l’une après l’autre" in text
    fields = taking(client, tale, run)
    for _ in range(2):
        assert client.post(f"{url(tale)}/reprendre", data=fields).status_code == 303
    db.session.expire_all()
    teams = [{partner.organisation_id for partner in consortium.team} for consortium in consortia]
    assert set.union(*teams) == {member.id for member in tale.members} and not set.intersection(*teams)
    assert {partner.state for consortium in consortia for partner in consortium.partners} == {PartnerState.CHOSEN}
    assert taking(client, tale, run) is None


def test_take__after_a_change_nothing_is_taken(client, tale):
    """The page says so and shows how the teams stand."""
    consortia = composed(tale)
    fields = taking(client, tale, searched_together(tale.project.call))
    consortia[0].mark_changed()
    db.session.commit()
    answer = client.post(f"{url(tale)}/reprendre", data=fields)
    assert answer.status_code == 409
    assert not any(consortium.team for consortium in consortia)


def test_page__says_why_a_project_has_no_team(client, tale):
    """One that nobody can meet, and one for which too few are left."""
    second = tale.project.call.projects[1]
    second.needs = {"min_partners": 4, "max_partners": 4}
    tale.project.call.criteria = {"min_partners": 2}
    impossible = ProjectFactory(call=tale.project.call, needs={"min_partners": 9})
    composed(tale)
    run = searched_together(tale.project.call)
    assert run.solution["impossible"] == [str(impossible.id)]
    text = client.page(url(tale)).get_text(" ", strip=True)
    assert "Aucune équipe ne tient ses critères, même s’il était le seul projet" in text
    assert "ne peuvent pas tenir ses critères" in text


def test_call__leads_there_who_composes_alone(client, tale):
    """Another run of the call or of another one is not taken for it."""
    call_url = f"/appels/{tale.project.call_id}"
    assert client.page(call_url).find("a", href=url(tale))
    other = searched_together(story(members=2).project.call)
    assert client.post(f"{url(tale)}/reprendre", data={"run_id": other.id}).status_code == 404
    client.log_in(tale.managers[0])
    assert client.page(call_url).find("a", href=url(tale)) is None
    assert client.get(url(tale)).status_code == 403
