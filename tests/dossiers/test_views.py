"""Pages of dossiers, and what the public reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.actors import Role
from network.calls.models import CallState
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.dossiers.models import Dossier, DossierState
from tests.factories.accounts import UserFactory
from tests.factories.calls import JurorFactory
from tests.factories.consortia import PartnerFactory, story
from tests.factories.dossiers import DecisionFactory, DossierFactory, ScoreFactory, deposited
from tests.factories.followups import FollowUpFactory, confirmed
from tests.factories.organisations import MandateFactory, OrganisationFactory
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def tale(client):
    return story(members=3, envelope=150_000, criteria={"budget_cap": 100_000, "small_below": 100})


@pytest.fixture
def call(tale):
    tale.project.call.state = CallState.CLOSED
    return tale.project.call


@pytest.fixture
def juror(tale):
    user = UserFactory(name="Jeanne Juré")
    MandateFactory(user=user, organisation=tale.federation, role=Role.MEMBER)
    return JurorFactory(call=tale.project.call, user=user).user


def test_deposited_from_the_dashboard(client, tale):
    consortium = confirmed(tale)
    url = f"/dossiers/groupement/{consortium.id}/deposer"
    client.log_in(tale.managers[0])
    assert client.page("/").find("a", href=url)
    typed = {"version": "0", "asks": "100.001", "expected_jobs": "x", "text": "Réparer."}
    page = client.post(url, data=typed)
    assert page.status_code == 422
    assert all(parse(page).find(id=f"{field}-error") for field in ("asks", "expected_jobs"))
    assert "Réparer." in page.get_data(as_text=True)
    assert client.post(url, data=typed | {"asks": "90 000", "expected_jobs": "3"}).status_code == 303
    assert client.get(f"/dossiers/groupement/{consortium.id}").location == f"/dossiers/{Dossier.query.one().id}"
    answer = client.post(url, data=typed | {"asks": "80000", "expected_jobs": "3"})
    assert answer.status_code == 409
    assert parse(answer).find(id="asks")["value"] == "80000"
    assert Dossier.query.one().asks == 90_000
    ScoreFactory(dossier=Dossier.query.one())
    late = client.post(url, data=typed | {"version": "1", "asks": "80000", "expected_jobs": "3", "text": "Trop tard."})
    assert late.status_code == 409
    assert "Trop tard." in parse(late).find(id="text").get_text()


def test_taken_back_and_handed_in_again_from_its_page(client, tale):
    consortium = confirmed(tale)
    dossier = DossierFactory(call=tale.project.call, consortium=consortium)
    client.log_in(tale.managers[0])
    url = f"/dossiers/{dossier.id}"
    assert client.page(url).find("form", action=f"{url}/retirer")
    assert client.post(f"{url}/retirer").location == url
    page = client.page(url, headers=ENGLISH)
    assert not page.find("form", action=f"{url}/retirer")
    assert "Deposit it again" in page.get_text()


def test_judged_by_the_jury(client, tale, call, juror):
    dossier = deposited(call, "Vélos", tale.members[:2])
    client.log_in(juror)
    assert client.page("/").find("a", href=f"/dossiers/appel/{call.id}")
    url = f"/dossiers/{dossier.id}"
    assert client.page(url).find(id="noter")
    for typed in ("", "11", "-1", "7,5"):
        page = client.post(f"{url}/noter", data={"points_whole": typed, "word_whole": "Solide"})
        assert page.status_code == 422
        assert parse(page).find(id="points_whole-error")
    assert client.post(f"{url}/noter", data={"points_whole": "7", "word_whole": "Solide"}).status_code == 303
    [score] = dossier.scores
    assert (score.points, score.word, score.user_id) == (7, "Solide", juror.id)
    assert not client.page("/").find("a", href=f"/dossiers/appel/{call.id}")


def test_points_are_for_the_jury_and_the_federation(client, tale, call, juror):
    dossier = deposited(call, "Vélos", tale.members[:2])
    ScoreFactory(dossier=dossier, user=juror, word="Trop cher.")
    ScoreFactory(dossier=deposited(call, "Compost", tale.members[2:]), user=juror, points=1)
    aside = JurorFactory(call=call).user
    MandateFactory(user=aside, organisation=tale.members[0])
    readers = {"coordination": tale.coordinator, "juror": juror, "aside": aside, "partner": tale.managers[1]}
    seen = {}
    for reader, user in readers.items():
        client.log_in(user)
        text = client.page(f"/dossiers/{dossier.id}").get_text()
        seen[reader] = ("Trop cher." in text, "Jeanne Juré" in text)
        if reader in ("juror", "aside"):
            assert client.get(f"/dossiers/appel/{call.id}/decision").status_code == 403
    assert seen == {
        "coordination": (True, True),
        "juror": (True, True),
        "aside": (False, False),
        "partner": (False, False),
    }
    client.log_in(aside)
    page = client.page(f"/dossiers/appel/{call.id}", headers=ENGLISH)
    assert [cell.get_text() for cell in page.select("td[data-unit=points]")] == [
        "1",
        "–",
    ]  # its rank is not told either
    assert "you stand aside" in page.main.get_text()
    assert client.post(f"/dossiers/{dossier.id}/noter", data={"points_whole": "10"}).status_code == 403
    client.log_in(tale.managers[2])
    assert client.get(f"/dossiers/{dossier.id}").status_code == 404


def test_decided_by_people(client, tale, call):
    rows = [deposited(call, title, tale.members[:2], asks=90_000) for title in ("Vélos", "Compost")]
    for name in ("Awaited", "Aside"):
        juror = JurorFactory(call=call, user=UserFactory(name=name))
    MandateFactory(user=juror.user, organisation=tale.members[0], role=Role.MEMBER)
    url = f"/dossiers/appel/{call.id}/decision"
    client.log_in(tale.coordinator)
    page = client.page(url, headers=ENGLISH)
    assert "nothing is proposed" in page.get_text()
    assert "Still to judge: Awaited." in page.get_text()
    assert not page.select(".item-why")
    for dossier, points in zip(rows, (8, 6), strict=True):
        ScoreFactory(dossier=dossier, points=points)
    assert client.page("/").find("a", href=url)
    assert "points : 8" in client.page(url).get_text().replace("\xa0", " ")
    aside = MandateFactory(user=tale.coordinator, organisation=tale.members[0], role=Role.MEMBER)
    db.session.commit()
    assert client.get(url).status_code == 403
    page = client.page(f"/dossiers/appel/{call.id}", headers=ENGLISH)
    assert not page.find("a", href=url)
    assert "nobody else coordinates" in page.main.get_text()
    db.session.delete(aside)
    db.session.commit()
    ticked = [box["value"] for box in client.page(url).find_all("input", type="checkbox", checked=True)]
    assert ticked == [str(rows[0].id)]
    for funded, said in (([rows[1].id], "Say why"), ([row.id for row in rows], "more than the envelope")):
        page = client.post(url, data={"funded": funded, "reason": ""}, headers=ENGLISH)
        assert page.status_code == 422
        assert said in page.get_data(as_text=True)
    answer = client.post(url, data={"funded": [rows[1].id], "reason": "Le territoire en a besoin."})
    assert answer.location == f"/resultats/{call.id}"
    assert [row.state for row in rows] == [DossierState.REFUSED, DossierState.FUNDED]
    assert client.get(url).location == f"/dossiers/appel/{call.id}"
    assert "Le territoire en a besoin." in client.page(f"/dossiers/appel/{call.id}").main.get_text()


def test_the_public_reads_what_was_chosen_and_nothing_else(client, tale, call):
    """Names, quantities and words of which none may be read without logging in."""
    secret = OrganisationFactory(name="Atelier Refusé", federations=[tale.federation])
    ScoreFactory(dossier=deposited(call, "Projet Refusé", [secret]), points=3, word="MOT DU JURY")
    chosen = deposited(call, "Vélos", tale.members[:2], asks=87_654, text="TEXTE DU DOSSIER", state=DossierState.FUNDED)
    chosen.consortium.partners[0].asks = 43_211
    chosen.consortium.partners[1].remark = "MOT DU PARTENAIRE"
    for partner, jobs in zip(chosen.consortium.partners, (2, 1), strict=True):
        FollowUpFactory(partner=partner, jobs=jobs, remark="MOT DU SUIVI", answered_at=clock.now())
    before = confirmed(tale)  # the first member has been in one before
    before.confirmed_at = clock.now().replace(year=2024)
    before.partners[1].organisation = tale.members[2]
    tale.members[1].headcount = 400
    db.session.commit()
    assert client.get(f"/resultats/{call.id}").status_code == 404
    call.state = CallState.DECIDED
    DecisionFactory(call=call, reason="RAISON DE LA FÉDÉRATION")
    db.session.commit()
    text = client.page(f"/resultats/{call.id}", headers=ENGLISH).main.get_text(" ", strip=True)
    for word in (*(member.name for member in tale.members[:2]), "Vélos", "1 of 2", "Jobs created so far 3"):
        assert word in text
    assert "of fewer than 100 workers 1 of 2" in text
    assert "in their first cooperation here 1 of 2" in text
    for secret_word in ("Refusé", "654", "211", "MOT", "TEXTE", "RAISON", tale.members[2].name):
        assert secret_word not in text

    # one has left since, and who joins instead is not named before all have approved the charter again
    stays, left = chosen.consortium.partners
    stays.answered_at, left.state, chosen.consortium.state = clock.now(), PartnerState.WITHDRAWN, ConsortiumState.AGREED
    PartnerFactory(
        consortium=chosen.consortium,
        organisation=tale.members[2],
        state=PartnerState.ACCEPTED,
        answered_at=clock.now() + timedelta(days=1),
    )
    db.session.commit()
    text = client.page(f"/resultats/{call.id}", headers=ENGLISH).main.get_text(" ", strip=True)
    assert tale.members[0].name in text
    assert tale.members[2].name not in text


def test_who_left_the_groupement_reads_nothing_of_what_follows(client, tale, call):
    dossier = deposited(call, "Vélos", tale.members)
    dossier.consortium.partners[2].state = PartnerState.DECLINED
    db.session.commit()
    consortium_id = dossier.consortium_id
    links = (f"/dossiers/groupement/{consortium_id}", f"/suivi/groupement/{consortium_id}")
    for user, reads in ((tale.managers[1], True), (tale.managers[2], False)):
        client.log_in(user)
        page = client.page(f"/groupements/{consortium_id}")
        assert [page.find("a", href=link) is not None for link in links] == [reads, reads]
        for url in (*links, f"/dossiers/{dossier.id}"):
            assert (client.get(url).status_code == 404) is not reads
