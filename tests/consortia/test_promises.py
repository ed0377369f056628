"""What is promised to one groupement is not free for another, and only how often somebody is asked is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.calls.matching import PROJECT_DAYS
from network.consortia.matching import field_of
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.promises import count_sought
from network.database import db
from network.resources.models import Audience, Capability, Offer
from tests.factories.accounts import UserFactory
from tests.factories.calls import ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story
from tests.factories.resources import NeedFactory, OfferFactory


@pytest.fixture
def tale(database):
    return story(members=3)


@pytest.fixture
def other(tale):
    """Another groupement of the same call, to which the first member gives one of its two trucks."""
    consortium = ConsortiumFactory(project=ProjectFactory(call=tale.project.call), state=ConsortiumState.INVITING)
    PartnerFactory(consortium=consortium, organisation=tale.members[0], state=PartnerState.ACCEPTED)
    return consortium


def free_trucks(tale):
    field = field_of(tale.invited(count=0))
    return [field.candidate(member.id)["offers"].get("trucks", 0) for member in tale.members]


def confirm(consortium, *, days_ago=0):
    consortium.state, consortium.confirmed_at = ConsortiumState.CONFIRMED, clock.now() - timedelta(days=days_ago)
    db.session.flush()


def test_promised_only_once_all_have_agreed__and_for_the_year_of_the_project(tale, other):
    before = free_trucks(tale)
    confirm(other)
    assert free_trucks(tale) == [before[0] - 1, *before[1:]]
    other.partners[0].contribution = {"trucks": 99}
    db.session.flush()
    assert free_trucks(tale)[0] == 0
    confirm(other, days_ago=PROJECT_DAYS + 1)
    assert free_trucks(tale) == before


def test_a_groupement_keeps_what_it_was_promised(tale, other):
    confirm(other)
    assert field_of(other).candidate(tale.members[0].id)["offers"]["trucks"] == 1


def test_how_many_projects_ask_is_said_and_not_which(client, tale, other):
    ids = [member.id for member in tale.members]
    here = ConsortiumFactory(project=tale.project)
    assert count_sought(ids, but=here) == {ids[0]: 1}
    assert count_sought(ids, but=other) == {}
    client.log_in(tale.coordinator)
    page = client.page(f"/groupements/{here.id}/composer").select_one("#candidates").get_text(" ", strip=True)
    assert page.count("sollicitée par 1 autre projet") == 1
    assert other.project.title not in page


def test_whoever_sees_an_offer_reads_how_many_projects_ask_for_it(client, tale, other):
    """On its page and on the sheet, own people too: of what is asked for while the team is being composed, and of what
    is promised as long as it is."""
    member, reader = tale.members[0], UserFactory()
    asked, unasked = [
        OfferFactory(organisation=member, capability=capability, audience=Audience.NETWORK)
        for capability in (Capability.TRUCKS, Capability.ROOMS)
    ]
    hidden = OfferFactory(organisation=member, audience=Audience.CALCULATION)

    def said(url):
        text = client.page(url).main.get_text(" ", strip=True)
        assert other.project.title not in text
        return text.count("Déjà sollicitée par 1 projet")

    sheet, *pages = f"/structures/{member.id}", *(f"/ressources/offres/{offer.id}" for offer in (asked, unasked))
    client.log_in(reader)
    assert [said(url) for url in (sheet, *pages)] == [1, 1, 0]
    assert client.get(f"/ressources/offres/{hidden.id}").status_code == 404
    client.log_in(tale.managers[0])
    assert [said(url) for url in pages] == [1, 0]
    for days_ago, count in ((1, 1), (PROJECT_DAYS + 1, 0)):
        confirm(other, days_ago=days_ago)
        client.log_in(reader)
        assert said(pages[0]) == count, "what is promised is no longer free, and is in the end"
        client.log_in(tale.managers[0])
        promised = client.page(pages[0]).select(f"a[href='/groupements/{other.id}']")
        assert [link.get_text() for link in promised] == [other.project.title] * count, "its own people read to whom"


def test_what_is_promised_serves_no_need_on_those_days(client, tale, other):
    """One of two trucks is promised for a year: a need for two is not served before, one for one is."""
    member = tale.members[0]
    offer = OfferFactory(organisation=member, audience=Audience.NETWORK)
    after = clock.today() + timedelta(days=PROJECT_DAYS + 9)
    for what, quantity, first in (("petit", 1, clock.today()), ("grand", 2, clock.today()), ("plus tard", 2, after)):
        NeedFactory(quantity=quantity, from_day=first, audience=Audience.NETWORK, details=what)
    db.session.execute(sa.delete(Offer).where(Offer.organisation_id == member.id, Offer.id != offer.id))
    client.log_in(tale.managers[0])

    def served():
        text = client.page(f"/ressources/offres/{offer.id}").main.get_text()
        return [what for what in ("petit", "grand", "plus tard") if what in text]

    assert served() == ["petit", "grand", "plus tard"]
    confirm(other)
    assert served() == ["petit", "plus tard"]


def test_who_has_said_yes_elsewhere_reads_it_before_answering(client, tale, other):
    partner = tale.invited().team[0]
    client.log_in(tale.managers[0])
    asked = client.page(f"/invitations/{partner.id}").get_text(" ", strip=True)
    assert "dit oui ailleurs" in asked
    assert "– 1\u00a0camion" in asked
    for changed in ({"state": PartnerState.DECLINED}, {"state": PartnerState.ACCEPTED, "contribution": {"rooms": 1}}):
        for name, value in changed.items():
            setattr(other.partners[0], name, value)
        assert "dit oui ailleurs" not in client.page(f"/invitations/{partner.id}").get_text(" ", strip=True)
