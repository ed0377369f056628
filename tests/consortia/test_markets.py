"""Groupements for a public contract or an order: liable together, one bid each, prices elsewhere."""

from __future__ import annotations

import pytest

from network.activity.queries import list_events
from network.calls.matching import asked_amounts
from network.calls.models import CallKind
from network.calls.projects import detach_project
from network.calls.queries import find_interest
from network.consortia.answers import accept_invitation
from network.consortia.charter_pdf import paper_words
from network.consortia.charter_reading import read_version
from network.consortia.charters import amend_charter
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.policies import may_see_asks
from network.database import db
from network.errors import ConflictError
from tests.factories.calls import ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story
from tests.helpers.soup import parse


@pytest.fixture
def tale(client):
    return story(members=3, kind=CallKind.PROCUREMENT)


def test_nobody_accepts_without_the_liability(client, tale):
    partner = tale.invited().partners[0]
    url = f"/invitations/{partner.id}"
    client.log_in(tale.managers[0])
    assert client.page(url).find("input", attrs={"name": "liability"})
    refused = client.post(f"{url}/accepter")
    assert refused.status_code == 422
    assert parse(refused).find(id="liability-error")
    with pytest.raises(ConflictError):
        accept_invitation(partner, actor=tale.actor(tale.managers[0]))
    other = {"quantity_trucks": "2", "remark": ""}
    assert client.post(f"{url}/autre-apport", data=other).status_code == 422
    assert partner.state is PartnerState.INVITED
    assert [client.post(f"{url}/accepter", data={"liability": "y"}).status_code for _twice in range(2)] == [303, 303]
    assert partner.state is PartnerState.ACCEPTED
    assert list_events(partner.consortium, limit=1)[0].after["liability"] is True


def test_a_call_for_projects_asks_for_no_liability(client):
    tale = story(members=2)
    partner = tale.invited().partners[0]
    client.log_in(tale.managers[0])
    page = client.page(f"/invitations/{partner.id}")
    assert not page.find("input", attrs={"name": "liability"})
    assert client.post(f"/invitations/{partner.id}/accepter").status_code == 303


def test_prices_are_neither_asked_nor_shown(client, tale):
    consortium = tale.invited()
    consortium.partners[0].asks = 54_321
    find_interest(tale.project, tale.members[0].id).asks = 54_321
    db.session.commit()
    assert asked_amounts(tale.project) == {}
    for person in (tale.coordinator, tale.managers[0]):
        client.log_in(person)
        assert not may_see_asks(consortium, consortium.partners[0], tale.actor(person))
        page = client.page(f"/appels/projets/{tale.project.id}")
        assert not page.find("input", attrs={"name": "asks"})
        for text in (page.get_text(), client.page(f"/groupements/{consortium.id}").get_text()):
            assert "54\u202f321" not in text
    assert "54\u202f321" not in client.page(f"/invitations/{consortium.partners[0].id}").get_text()
    sent = {"answer": "yes", "asks": "999"}
    assert client.post(f"/appels/projets/{tale.project.id}/interet", data=sent).status_code == 303
    assert find_interest(tale.project, tale.members[0].id).asks == 0


def test_each_stands_in_one_bid_only(client, tale):
    rival = ConsortiumFactory(project=ProjectFactory(call=tale.project.call), lead=tale.members[0])
    for member in tale.members[:2]:
        PartnerFactory(consortium=rival, organisation=member, state=PartnerState.CHOSEN)
    first = tale.invited(1)
    client.log_in(tale.coordinator)
    typed = {"version": rival.version, "reply_by": first.reply_by.isoformat(), "message": "Venez"}
    refused = client.post(f"/groupements/{rival.id}/inviter", data=typed)
    assert refused.status_code == 409
    page = parse(refused).main.get_text()
    assert "Venez" in page
    assert tale.members[0].name in page
    free = ConsortiumFactory(project=rival.project)
    assert tale.members[0].name not in client.page(f"/groupements/{free.id}/composer").main.get_text()
    first.state = ConsortiumState.ABANDONED
    db.session.commit()
    assert client.post(f"/groupements/{rival.id}/inviter", data=typed).status_code == 303


def test_a_project_whose_partners_are_asked_cannot_become_a_bid(client, tale):
    other = story(members=1)
    other.invited(1)
    other.project.call = None
    other.project.federation = tale.federation
    db.session.commit()
    client.log_in(tale.coordinator)
    refused = client.post(f"/projets/{other.project.id}/appel", data={"call_id": tale.project.call_id})
    assert refused.status_code == 409
    assert other.project.call is None


def test_the_agent_and_the_joint_liability_stand_in_the_charter(client, tale):
    """On the page « Composer », in the charter's first draft, its sections and its paper; a call has none of it."""
    consortium = tale.agreed()
    client.log_in(tale.coordinator)
    tale.project.needs = {"lead_experienced": True, "max_km_to_lead": 500}
    db.session.commit()
    board = client.page(f"/groupements/{consortium.id}/composer")
    assert "Mandataire" in board.select_one("#team").get_text()
    assert "un mandataire expérimenté" in board.main.get_text()
    assert "nterlocuteur" not in board.main.get_text()
    address = f"/chartes/{consortium.charter.id}"
    for url in (address, f"{address}/modifier", f"/groupements/{consortium.id}"):
        text = client.page(url).main.get_text()
        assert "andataire" in text, url
        assert "nterlocuteur unique" not in text, url
    sections = consortium.charter.current.sections
    assert "solidairement responsables" in sections["sharing"]
    assert not [key for key in ("lead", "decisions", "sharing") if "subside" in sections[key]]
    reading = read_version(consortium.charter.current, tale.actor(tale.coordinator))
    assert ["Mandataire", tale.members[0].name] in paper_words(consortium.charter, reading)["facts"]
    of_a_call = story(members=2).agreed().charter.current.sections
    assert "solidairement" not in of_a_call["sharing"]


def test_a_charter_out_of_its_market__is_drafted_again_where_nobody_wrote(tale):
    charter, coordinator = tale.agreed().charter, tale.actor(tale.coordinator)
    sections = charter.current.sections | {"decisions": "À l’unanimité."}
    amend_charter(charter, actor=coordinator, number=1, sections=sections, benefits={}, reason="Plus simple")
    detach_project(tale.project, actor=coordinator)
    now = charter.current.sections
    assert (charter.number, now["decisions"]) == (3, "À l’unanimité.")
    assert "solidairement" not in now["sharing"]
