"""Colleagues invited by mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.actors import Role
from network.database import db
from network.errors import NotAllowedError, NotFoundError
from network.notifications.models import Notification, OutgoingMail
from network.organisations import retention
from network.organisations.acting import actor_of
from network.organisations.invitations import accept_invitation, has_lapsed, invite_colleague, link_path
from network.organisations.mandates import find_mandate
from network.organisations.models import ColleagueInvitation
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import ColleagueInvitationFactory, MandateFactory, OrganisationFactory


@pytest.fixture
def manager(client):
    user = UserFactory(name="Anne")
    client.log_in(user)
    return user


@pytest.fixture
def house(manager):
    return OrganisationFactory(name="L’Ardoise", manager=manager)


def people(house):
    return f"/structures/{house.id}/personnes"


def invite(client, house, email="zoe@example.org", role="member"):
    return client.post(people(house), data={"email": email, "role": role})


def mails():
    return db.session.query(OutgoingMail).filter(OutgoingMail.key.like("colleague %")).order_by(OutgoingMail.id).all()


def link_of(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def test_invitation__is_written_listed_and_accepted_with_an_account(client, house, manager):
    zoe = UserFactory(email="zoe@example.org", name="Zoé")
    assert invite(client, house, " Zoe@Example.org ", "manager").location == people(house)
    (mail,) = mails()
    assert mail.recipient == "zoe@example.org"
    assert "L’Ardoise" in mail.subject
    assert "zoe@example.org" in client.get(people(house)).text
    client.post("/compte/deconnexion")
    page = client.page(link_of(mail))
    login = page.main.find("a", class_="btn-primary")["href"]
    assert find_mandate(zoe.id, house.id) is None, "opening the link accepts nothing"
    response = client.post(login, data={"email": zoe.email, "password": PASSWORD, "next": link_of(mail)})
    assert response.location == link_of(mail)
    assert client.post(link_of(mail)).location == f"/structures/{house.id}"
    assert find_mandate(zoe.id, house.id).role is Role.MANAGER
    assert db.session.query(Notification).filter_by(user_id=manager.id, kind="colleague.joined").count() == 1
    assert client.post(link_of(mail)).location == "/", "a second click"
    assert client.get(link_of(mail)).status_code == 404


def test_invitation__an_answered_link_opens_no_later_one(client, house, manager):
    """A database may give the number of a row that was removed to another."""
    old = ColleagueInvitationFactory(organisation=house, invited_by=manager)
    link, number = link_path(old), old.id
    db.session.delete(old)
    db.session.flush()
    other = ColleagueInvitationFactory(id=number, organisation=OrganisationFactory(), invited_by=UserFactory())
    assert client.get(link).status_code == 404
    assert client.post(link).location == "/"
    assert find_mandate(manager.id, other.organisation_id) is None


def test_invitation__accepted_by_another_meanwhile(database):
    invitation, late = ColleagueInvitationFactory(), UserFactory()
    db.session.execute(sa.delete(ColleagueInvitation))
    with pytest.raises(NotFoundError):
        accept_invitation(invitation, late, actor=actor_of(late))
    assert find_mandate(late.id, invitation.organisation_id) is None


def test_invitation__accepted_with_a_new_account(client, house, app):
    invite(client, house)
    newcomer, link = app.test_client(), link_of(mails()[0])
    opening = re.search(r'href="(/inscription/[^"]+)"', newcomer.get(link).text)[1]
    response = newcomer.post(opening, data={"name": "Zoé", "password": PASSWORD})
    assert response.location == link
    newcomer.post(link)
    assert db.session.query(ColleagueInvitation).count() == 0
    assert newcomer.get(f"/structures/{house.id}/personnes").status_code == 200


def test_invitation__asked_twice_is_one(client, house, noon):
    for role in ("member", "manager"):
        invite(client, house, role=role)
    assert db.session.query(ColleagueInvitation).one().role is Role.MANAGER
    assert len(mails()) == 1


def test_invitation__sent_again_and_withdrawn(client, house, noon):
    invite(client, house)
    invitation = db.session.query(ColleagueInvitation).one()
    with clock.frozen(noon + timedelta(days=15)):
        assert has_lapsed(invitation)
        assert client.post(f"/structures/invitations-de-collegues/{invitation.id}/renvoyer").status_code == 303
        assert not has_lapsed(invitation)
        assert len(mails()) == 2
    link = link_of(mails()[1])
    assert client.post(f"/structures/invitations-de-collegues/{invitation.id}/retirer").status_code == 303
    assert client.get(link).status_code == 404


def test_invitation__who_acts_already_is_not_invited(client, house):
    member = MandateFactory(organisation=house, role=Role.MEMBER)
    response = invite(client, house, member.user.email)
    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    assert not mails()


@pytest.mark.parametrize(
    "wrong",
    [{"email": ""}, {"email": "nonsense"}, {"email": "é" * 10_000}, {"role": "coordinator"}, {"role": ""}],
)
def test_invitation__bad_input(client, house, wrong):
    response = client.post(people(house), data={"email": "zoe@example.org", "role": "member"} | wrong)
    assert response.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in response.text
    assert db.session.query(ColleagueInvitation).count() == 0


def test_invitation__fifty_open_ones_at_most(client, house, manager):
    ColleagueInvitationFactory.create_batch(50, organisation=house, invited_by=manager)
    assert invite(client, house).status_code == 422
    assert not mails()


def test_policy__only_for_those_who_engage(house):
    member = MandateFactory(organisation=house, role=Role.MEMBER).user
    for user in (member, MandateFactory().user, UserFactory(is_administrator=True)):
        with pytest.raises(NotAllowedError):
            invite_colleague(house, "zoe@example.org", Role.MEMBER, actor=actor_of(user))


def test_link__false(client, house):
    link = link_path(ColleagueInvitationFactory(organisation=house))
    assert client.get(link + "x").status_code == 404
    dead = client.get("/structures/invitation/x", headers={"Accept-Language": "en"})
    assert dead.status_code == 404
    assert "opens nothing any more" in dead.text, "not that the page does not exist"


def test_retention__old_ones_go(house, noon):
    for days in (59, 61):
        ColleagueInvitationFactory(organisation=house, sent_at=noon - timedelta(days=days))
    retention.apply_retention(noon)
    assert db.session.query(ColleagueInvitation).count() == 1
