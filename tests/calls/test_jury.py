"""Who assembles is not in the jury."""

from __future__ import annotations

import pytest

from network.accounts.personal_data import _holdings
from network.activity.queries import list_events
from network.actors import Role
from network.calls.jury import name_juror
from network.calls.models import CallState, Juror
from network.consortia import services
from network.consortia.notices import list_composers
from network.consortia.policies import may_compose
from network.consortia.turns import read_concentration
from network.database import db
from network.dossiers.criteria import total_points
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.calls import JurorFactory
from tests.factories.consortia import story
from tests.factories.dossiers import ScoreFactory, deposited
from tests.factories.organisations import MandateFactory
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client):
    return story(members=2)


@pytest.fixture
def second(tale):
    """Another coordinator of the federation."""
    user = UserFactory(name="Denis Dubois")
    MandateFactory(user=user, organisation=tale.federation, role=Role.COORDINATOR)
    return user


@pytest.fixture
def url(client, tale):
    client.log_in(tale.coordinator)
    return f"/appels/{tale.project.call_id}"


def test_named_and_taken_out(client, tale, second, url):
    assert client.post(f"{url}/jury", data={"user_id": second.id}).status_code == 303
    [juror] = tale.project.call.jurors
    assert juror.user == second
    assert "Denis" not in str([(event.before, event.after) for event in list_events(tale.project.call)])
    assert "Denis Dubois" in client.page(url).find(id="jury").get_text()
    removal = f"{url}/jury/{juror.id}/retirer"
    assert client.post(removal).status_code == 303
    assert tale.project.call.jurors == []
    assert client.post(removal).status_code == 404
    told = [row.kind for row in Notification.query.filter_by(user_id=second.id).order_by("id")]
    assert told == ["call.juror_named", "call.juror_dismissed"]
    again = client.post(removal, headers={"Referer": f"http://localhost{url}?page=1"})
    assert again.location == f"{url}?page=1"
    with client.session_transaction() as session:
        assert session["_flashes"][-1][0] == "info"


def test_whose_points_are_taken_out_with_them_still_assembles_nothing(client, tale, second, url):
    """Of two dismissed, the one who has judged; until the decision, after which the jury stays as it was."""
    call, other = tale.project.call, UserFactory()
    MandateFactory(user=other, organisation=tale.federation, role=Role.COORDINATOR)
    jurors = [JurorFactory(call=call, user=user) for user in (second, other)]
    dossier = deposited(call, "Vélos", tale.members)
    for user, points in ((second, 2), (tale.coordinator, 8)):
        ScoreFactory(dossier=dossier, user=user, points=points)
    for juror_id in [juror.id for juror in jurors]:
        assert client.post(f"{url}/jury/{juror_id}/retirer").status_code == 303
    assert total_points(dossier) == 800
    assert [event.verb for event in list_events(dossier)] == ["dossier.points_removed"]
    assert [may_compose(dossier.consortium, tale.actor(user)) for user in (second, other)] == [False, True]
    assert second.id not in {person.id for person in list_composers(dossier.consortium)}
    read = [read_concentration(tale.federation.id, tale.actor(user)).invited for user in (second, other)]
    assert read == [0, 2]
    stays = JurorFactory(call=call, user=other)
    call.state = CallState.DECIDED
    db.session.commit()
    assert not client.page(url).find("form", action=f"{url}/jury/{stays.id}/retirer")
    assert client.post(f"{url}/jury/{stays.id}/retirer").status_code == 409


@pytest.mark.parametrize("typed", ["", "0", "999999", "x"])
def test_nobody_else(client, url, typed):
    answer = client.post(f"{url}/jury", data={"user_id": typed})
    assert answer.status_code == 422
    assert parse(answer).find(id="user_id-error")


def test_a_juror_neither_assembles_nor_reads_who_is_interested(client, tale, second, url):
    consortium = tale.invited()
    JurorFactory(call=tale.project.call, user=second)
    client.log_in(second)
    project = f"/appels/projets/{tale.project.id}"
    text = client.page(project).main.get_text(" ", strip=True)
    assert tale.members[0].name not in text
    assert not client.page(project).find("form", action=f"/groupements/projet/{tale.project.id}")
    assert client.post(f"/groupements/projet/{tale.project.id}").status_code == 403
    for page in (f"/groupements/{consortium.id}", f"/groupements/{consortium.id}/composer"):
        assert client.get(page).status_code == 404
    assert f"/groupements/{consortium.id}" not in client.get("/").get_data(as_text=True)


def test_who_has_assembled_cannot_judge(client, tale, second, url):
    actor = tale.actor(second)
    services.open_consortium(tale.project, actor=actor)
    db.session.commit()
    assert not client.page(url).find("option", value=str(second.id))
    with pytest.raises(ConflictError):
        name_juror(tale.project.call, second, actor=tale.actor(tale.coordinator))
    with pytest.raises(NotAllowedError):
        name_juror(tale.project.call, second, actor=tale.actor(tale.managers[0]))


def test_others_do_not_read_who_judges(client, tale, second, url):
    JurorFactory(call=tale.project.call, user=second)
    client.log_in(tale.managers[0])
    assert "Denis Dubois" not in client.page(url).main.get_text()


def test_personal_data(tale, second):
    JurorFactory(call=tale.project.call, user=second)
    holding = _holdings["juries"]
    assert [row["call"] for row in holding.export(second)] == ["Relance"]
    holding.erase(second)
    assert db.session.query(Juror).count() == 0
