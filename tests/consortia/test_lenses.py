"""What a search looks at: settings, margin, the turn of those seldom chosen, and its teams in words."""

from __future__ import annotations

import pytest

from network.consortia.lenses import Settings, Size, settings_of
from network.consortia.matching import search_problem
from network.consortia.models import PartnerState
from network.database import db
from tests.factories.calls import InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, searched, story
from tests.factories.organisations import OrganisationFactory
from tests.helpers.soup import parse, text_of

pytestmark = pytest.mark.usefixtures("noon")
ASKED = {"km_weight": "70", "size": "balanced", "margin": "25"}


@pytest.fixture
def tale(client):
    return story(members=4, criteria={"min_partners": 2, "requires": {"trucks": 4}, "max_share_percent": 50})


@pytest.fixture
def consortium(client, tale):
    client.log_in(tale.coordinator)
    return ConsortiumFactory(project=tale.project)


def test_settings__are_kept_and_make_the_problem(client, consortium):
    typed = ASKED | {"version": consortium.version}
    assert client.post(f"/groupements/{consortium.id}/recherche", data=typed).status_code == 303
    assert settings_of(consortium) == Settings(km_weight=70, size=Size.BALANCED, margin=25)
    problem = search_problem(consortium)
    assert problem["problem"]["remoteness"] == {"km_weight": 70, "tie_weight": 30, "km_scale": 100}
    assert (problem["problem"]["member_bonus"], problem["margin"]) == (300, {"trucks": 5})


@pytest.mark.parametrize(("field", "typed"), [("size", "huge"), ("margin", "101"), ("margin", "-1")])
def test_settings__what_is_wrong_is_said_beside_the_field(client, consortium, field, typed):
    sent = ASKED | {field: typed, "version": consortium.version}
    answer = client.post(f"/groupements/{consortium.id}/recherche", data=sent)
    assert answer.status_code == 422
    assert parse(answer).find(id=f"{field}-error")


def test_settings__a_groupement_without_any_has_the_usual_ones(consortium):
    consortium.weights = {}
    assert settings_of(consortium) == Settings()


def test_problem__nobody_counts_for_more_than_the_call_lets_one_bring(tale, consortium):
    tale.project.call.criteria = tale.project.call.criteria | {"max_share_percent": 25}
    offers = [row["offers"] for row in search_problem(consortium)["problem"]["candidates"]]
    assert offers == [{"trucks": 1}] * 4


def test_margin__only_on_what_is_not_promised(tale):
    consortium = tale.invited(count=2)
    assert search_problem(consortium)["margin"] == {"trucks": 5}
    for partner in consortium.team:
        partner.contribution = {"trucks": 2}
    db.session.commit()
    assert search_problem(consortium)["margin"] == {}


def test_turn__who_was_invited_elsewhere_leaves_it_to_the_others(tale, consortium):
    assert {row["bonus"] for row in search_problem(consortium)["problem"]["candidates"]} == {0}
    other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call))
    PartnerFactory(consortium=other, organisation=tale.members[0], state=PartnerState.DECLINED)
    problem = search_problem(consortium)
    assert [row["bonus"] for row in problem["problem"]["candidates"]] == [0, 100, 100, 100]
    newcomers = next(lens for lens in problem["lenses"] if lens["name"] == "newcomers")
    assert list(newcomers["bonus"].values()) == [0, 300, 300, 300]


class TestWords:
    """The teams compared, on the table."""

    def board(self, client, consortium):
        return text_of(client.page(f"/groupements/{consortium.id}/composer"))

    def test_lenses_and_margin(self, client, tale, consortium):
        cheap = OrganisationFactory(name="Le Bon Marché", at="4000 Liège", federations=[tale.federation])
        InterestFactory(project=tale.project, organisation=cheap)
        searched(consortium)
        text = self.board(client, consortium)
        assert "La plus soudée" in text
        assert "la charge la mieux partagée" in text.lower()
        assert "50 % de marge" in text

    def test_without_a_margin(self, client, tale, consortium):
        tale.project.call.criteria = {"min_partners": 2, "requires": {"trucks": 8}}
        db.session.commit()
        searched(consortium)
        text = self.board(client, consortium)
        assert "sans marge" in text
        assert "10 % de plus" in text

    def test_who_did_not_say_what_it_would_ask(self, client, tale, consortium):
        for interest in tale.project.interests[:2]:
            interest.asks = 0
        db.session.commit()
        searched(consortium)
        assert "n’ont pas dit" in self.board(client, consortium)
