"""Who acts for an organisation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from network.activity.queries import list_events
from network.actors import Role
from network.database import db, writing
from network.errors import ConflictError, NotAllowedError
from network.organisations import mandates
from network.organisations.acting import actor_of
from network.organisations.models import Mandate
from tests.conftest import make_app
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, OrganisationFactory


@pytest.fixture
def house(client):
    """An organisation with its manager and a member; the manager is logged in."""
    manager = MandateFactory()
    member = MandateFactory(organisation=manager.organisation, role=Role.MEMBER)
    client.log_in(manager.user)
    return manager, member


def role_url(mandate):
    return f"/structures/mandats/{mandate.id}/role"


def end_url(mandate):
    return f"/structures/mandats/{mandate.id}/terminer"


def test_page__lists_people_and_what_they_may_do(client, house):
    manager, member = house
    page = client.page(f"/structures/{manager.organisation_id}/personnes")
    assert manager.user.name in page.main.get_text()
    assert member.user.name in page.main.get_text()
    client.log_in(member.user)
    page = client.page(f"/structures/{manager.organisation_id}/personnes")
    assert page.find(id="invite") is None
    assert [form["action"] for form in page.main.find_all("form")] == [end_url(member)], "a member may leave"


def test_role__is_given_and_taken_back(client, house):
    manager, member = house
    for _ in range(2):
        assert client.post(role_url(member), data={"role": "manager"}).status_code == 303
    assert member.role is Role.MANAGER
    assert [event.verb for event in list_events(manager.organisation)] == ["mandate.role_changed"]
    client.post(role_url(manager), data={"role": "member"})
    assert manager.role is Role.MEMBER


def test_last_manager__stays(client, house):
    manager, _member = house
    client.post(role_url(manager), data={"role": "member"})
    client.post(end_url(manager))
    assert db.session.get(Mandate, manager.id).role is Role.MANAGER
    assert "Personne d’autre n’engage" in client.get("/").text or "Nobody else engages" in client.get("/").text


def test_end__somebody_elses_or_ones_own(client, house):
    manager, member = house
    assert client.post(end_url(member)).location == f"/structures/{manager.organisation_id}/personnes"
    other = MandateFactory(organisation=manager.organisation)
    client.log_in(other.user)
    assert client.post(end_url(other)).location == "/"
    verbs = [event.verb for event in list_events(manager.organisation)]
    assert verbs == ["mandate.ended", "mandate.withdrawn"]


@pytest.mark.parametrize("role", ["coordinator", "", "administrator", "é" * 10_000])
def test_role__not_one_of_this_kind_of_organisation(client, house, role):
    _manager, member = house
    assert client.post(role_url(member), data={"role": role}).status_code == 422
    assert member.role is Role.MEMBER


def test_policies(client, house):
    manager, member = house
    stranger = MandateFactory().user
    for user, allowed in ((member.user, False), (stranger, False), (manager.user, True)):
        actor = actor_of(user)
        if allowed:
            mandates.change_role(member, Role.MANAGER, actor=actor)
        else:
            with pytest.raises(NotAllowedError):
                mandates.change_role(member, Role.MANAGER, actor=actor)
    with pytest.raises(NotAllowedError):
        mandates.end_mandate(manager, actor=actor_of(stranger))
    with pytest.raises(NotAllowedError):
        mandates.change_role(member, Role.COORDINATOR, actor=actor_of(manager.user))


def test_give__twice_is_one_and_the_higher_of_both(database):
    user, federation = UserFactory(), FederationFactory()
    for role in (Role.MEMBER, Role.COORDINATOR, Role.MEMBER):
        mandates.give_mandate(user.id, federation, role)
    assert [mandate.role for mandate in mandates.list_mandates(federation.id)] == [Role.COORDINATOR]


def test_two_managers__do_not_both_leave_at_once(new_database, tmp_path):
    app = make_app(new_database(), tmp_path)
    with app.app_context(), writing():
        organisation = OrganisationFactory()
        ids = [MandateFactory(organisation=organisation).id for _ in range(2)]
        db.session.commit()
        db.session.remove()

    def leave(mandate_id):
        with app.app_context(), writing():
            mandate = mandates.get_mandate(mandate_id)
            try:
                mandates.end_mandate(mandate, actor=actor_of(mandate.user))
                db.session.commit()
            except ConflictError:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, ids)) == [False, True]
    with app.app_context():
        db.engine.dispose()
