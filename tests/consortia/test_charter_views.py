"""Pages of a charter."""

from __future__ import annotations

import pytest

from network.consortia import charters
from network.consortia.charter_pdf import paper_words
from network.consortia.charter_reading import read_version
from network.database import db
from tests.factories.accounts import UserFactory
from tests.factories.calls import JurorFactory
from tests.factories.consortia import Story, story
from tests.factories.organisations import OrganisationFactory
from tests.helpers.queries import uneven_costs

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client) -> Story:
    return story(members=2)


@pytest.fixture
def charter(tale):
    return tale.agreed().charter


def words(page) -> str:
    return page.main.get_text(" ").replace("\u202f", " ").replace("\xa0", " ")


def typed(charter, **changes):
    """The form of the amendment as it is sent, with these changes."""
    version = charter.current
    form = {f"section_{key}": text for key, text in version.sections.items()}
    form |= {f"benefit_{partner.id}": "" for partner in charter.consortium.team}
    return form | {"version": version.number, "reason": "Plus clair"} | changes


def test_charter__from_the_agreement_to_the_confirmation(client, tale, charter):
    """Read, commented, approved by both; the dashboard says so, and the paper holds names and dates."""
    first, second = charter.consortium.team
    url = f"/chartes/{charter.id}"
    client.log_in(tale.managers[0])
    assert url in [link.get("href") for link in client.page("/").find_all("a")]
    client.post(f"{url}/commentaires", data={"section": "values", "text": "Et les <b>usagers</b> ?"})
    page = client.page(url)
    assert "Et les <b>usagers</b> ?" in words(page)
    assert "Approuver au nom de" in words(client.page(f"/chartes/approuver/{first.id}"))
    for partner, manager in ((first, tale.managers[0]), (second, tale.managers[1])):
        client.log_in(manager)
        assert client.post(f"/chartes/approuver/{partner.id}", data={"version": 1}).status_code == 303
    assert "Confirm" in words(client.page(f"/groupements/{charter.consortium_id}"))
    assert url not in [link.get("href") for link in client.page("/").find_all("a")]
    answer = client.get(f"{url}/charte.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.data
    with client.application.test_request_context():
        approved = paper_words(charter, read_version(charter.current, tale.actor(tale.coordinator)))["approved"]
    assert [row[:2] for row in approved] == [
        [member.name, manager.name] for member, manager in zip(tale.members, tale.managers, strict=True)
    ]


def test_amend__the_second_of_two_is_told_and_loses_nothing(client, tale, charter):
    url = f"/chartes/{charter.id}/modifier"
    first, second = typed(charter, section_values="Nos valeurs."), typed(charter, section_values="Les leurs.")
    client.log_in(tale.managers[0])
    assert client.post(url, data=typed(charter)).status_code == 422  # nothing changed
    assert client.post(url, data=first | {"reason": ""}).status_code == 422
    assert client.post(url, data=first).status_code == 303
    client.log_in(tale.coordinator)
    answer = client.post(url, data=second)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Les leurs." in page
    assert "Nos valeurs</ins>" in page
    assert 'name="version" type="hidden" value="2"' in page
    assert client.post(url, data=second | {"version": 2}).status_code == 303
    db.session.expire_all()
    assert (charter.number, charter.current.sections["values"]) == (3, "Les leurs.")
    versions = client.page(f"/chartes/{charter.id}/versions?avant=1&apres=3")
    assert [tag.find(string=True, recursive=False).strip() for tag in versions.find_all("ins")] == ["Les leurs"]
    assert "Plus clair" in words(versions)
    assert client.get(f"/chartes/{charter.id}/versions?apres=9").status_code == 404


def test_approve__of_a_charter_that_changed_meanwhile(client, tale, charter):
    partner = charter.consortium.team[1]
    url = f"/chartes/approuver/{partner.id}"
    client.log_in(tale.managers[1])
    assert "1 000" in words(client.page(url))  # its own
    charters.amend_charter(
        charter,
        actor=tale.actor(tale.coordinator),
        number=1,
        sections=charter.current.sections | {"values": "Autre chose."},
        benefits={},
        reason="",
    )
    db.session.commit()
    answer = client.post(url, data={"version": 1})
    assert answer.status_code == 409
    assert "Autre chose." in answer.get_data(as_text=True)
    assert charter.current.approvals == []


def test_amendment__proposed_refused_proposed_again_and_approved(client, tale, charter):
    """The confirmed text stands, on paper too, until both have approved; contributions follow; a criterion that would
    not be met is said in the form."""
    tale.project.call.criteria = {"min_partners": 2, "requires": {"trucks": 2}}
    first, second = charter.consortium.team
    for partner, manager in ((first, tale.managers[0]), (second, tale.managers[1])):
        charters.approve_charter(partner, actor=tale.actor(manager), number=1)
    db.session.commit()
    url, amend = f"/chartes/{charter.id}", f"/chartes/{charter.id}/modifier"
    changed = typed(charter, section_values="Nos valeurs.") | {
        f"promise_{partner.id}_{what}": amount
        for partner in (first, second)
        for what, amount in (("trucks", 2), ("asks", 1500))
    }
    changed["lead"] = second.id
    client.log_in(tale.coordinator)
    assert "Proposer un avenant" in words(client.page(url))
    page = client.page(amend)
    assert page.select_one(f"[name=promise_{first.id}_trucks]")["value"] == "1"
    assert page.select_one("[name=lead] [selected]")["value"] == str(first.id)
    assert client.post(amend, data=changed | {"lead": 0}).status_code == 422
    lacking = client.post(amend, data=changed | {f"promise_{second.id}_trucks": "", f"promise_{first.id}_trucks": 1})
    assert lacking.status_code == 409
    assert "camions" in lacking.get_data(as_text=True)
    assert client.post(amend, data=changed).status_code == 303

    client.log_in(tale.managers[1])
    approve, refuse = f"/chartes/approuver/{second.id}", f"/chartes/approuver/{second.id}/refuser"
    assert "Refuser l’avenant" in words(client.page(approve))
    assert client.post(refuse, data={"version": 2, "reason": ""}).status_code == 422
    for _again in range(2):
        assert client.post(refuse, data={"version": 2, "reason": "Trop cher."}).status_code == 303
    assert "Trop cher." in words(client.page(url))

    client.log_in(tale.managers[0])  # of the single contact
    assert client.post(amend, data=changed).status_code == 303
    assert client.post(f"/chartes/approuver/{first.id}", data={"version": 2}).status_code == 409
    assert client.post(f"/chartes/approuver/{first.id}", data={"version": 3}).status_code == 303
    page = client.page(url)
    assert "1 sur 2" in words(page)
    assert first.organisation.name in page.select_one(".facts").get_text()
    assert "Nos valeurs" in " ".join(tag.get_text() for tag in page.find_all("ins"))
    assert client.get(f"{url}/charte.pdf").headers["Content-Disposition"].endswith("version-1.pdf")
    client.log_in(tale.managers[1])
    assert "avenant" in words(client.page("/"))
    assert client.post(approve, data={"version": 3}).status_code == 303
    db.session.expire_all()
    assert (charter.number, second.contribution, second.asks) == (3, {"trucks": 2}, 1500)
    assert charter.consortium.lead_id == second.organisation_id
    assert client.page(amend).select_one("[name=lead] [selected]")["value"] == str(second.id)
    assert "En vigueur" in words(client.page(f"{url}/versions"))


def test_set_day__that_is_none(client, tale, charter):
    client.log_in(tale.coordinator)
    for day in ("hier", "01/01/2020", "01/01/2099"):
        answer = client.post(f"/chartes/{charter.id}/echeance", data={"approve_by": day})
        assert answer.status_code == 422
        assert b"approve_by-error" in answer.data


def test_who_sees_it(client, tale, charter):
    """Neither the public, nor a rival, nor the jury, nor who left; of two amounts a partner reads its own."""
    url = f"/chartes/{charter.id}"
    assert client.get(url).status_code == 303
    rival, juror = UserFactory(), tale.coordinator
    OrganisationFactory(manager=rival, federations=[tale.federation])
    client.log_in(rival)
    assert [client.get(url + page).status_code for page in ("", "/versions", "/charte.pdf")] == [404] * 3
    seen = []
    for person in (*tale.managers, tale.coordinator):
        client.log_in(person)
        seen.append(words(client.page(url)).count("1 000 €"))
    assert seen == [2, 1, 2]
    JurorFactory(call=tale.project.call, user=juror)
    assert client.get(url).status_code == 404
    client.log_in(tale.managers[1])
    client.post(f"/invitations/{charter.consortium.team[1].id}/se-retirer")
    assert client.get(url).status_code == 404


def test_as_many_queries_for_many_as_for_few(client):
    def addresses(count, versions):
        tale = story(members=count)
        charter = tale.agreed(count).charter
        for number in range(1, versions):
            charters.comment_charter(charter, actor=tale.actor(tale.managers[1]), section="", text=str(number))
            charters.approve_charter(
                charter.consortium.team[1], actor=tale.actor(tale.managers[1]), number=charter.number
            )
            charters.amend_charter(
                charter,
                actor=tale.actor(tale.coordinator),
                number=number,
                sections=charter.current.sections | {"values": f"{number}"},
                benefits={},
                reason="",
            )
        db.session.commit()
        return {
            "charter": charter.id,
            "partner": charter.consortium.team[0].id,
            "coordinator": tale.coordinator.get_id(),
            "manager": tale.managers[0].get_id(),
        }

    pages = (
        ("coordinator", "/chartes/{charter}"),
        ("manager", "/chartes/{charter}"),
        ("manager", "/chartes/{charter}/versions"),
        ("manager", "/chartes/{charter}/modifier"),
        ("manager", "/chartes/approuver/{partner}"),
    )
    assert uneven_costs(client, pages, addresses(2, 2), addresses(4, 4)) == {}
