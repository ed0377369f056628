"""The command line of organisations."""

from __future__ import annotations

import pytest

from network.actors import Role
from network.database import db
from network.organisations.commands import list_organisation
from network.organisations.mandates import find_mandate
from network.organisations.models import Organisation
from network.organisations.requests import find_claim
from tests.factories.accounts import UserFactory
from tests.factories.places import place

NAME = "Fédération des ressourceries"


@pytest.fixture
def run(app, database):
    """Run the command; the test's transaction undoes it."""
    place("5000 Namur")
    return lambda *arguments: app.test_cli_runner().invoke(list_organisation, arguments)


def test_a_federation_is_listed__and_who_coordinates_it_takes_it_over(run, client):
    result = run(NAME, "5000 Namur")
    assert result.exit_code == 0, result.output
    federation = db.session.query(Organisation).filter_by(name=NAME).one()
    assert federation.is_federation
    assert "is listed already" in run(NAME, "5000 Namur").output
    assert "is listed." in run("Région wallonne", "5000 Namur", "--kind", "public_funder").output
    user = UserFactory()
    client.log_in(user)
    assert f"/premiere-fois/reprendre/{federation.id}" in client.get(f"/structures/{federation.id}").text
    client.post(f"/premiere-fois/reprendre/{federation.id}")
    client.log_in(UserFactory(is_administrator=True))
    assert client.page("/").find(href="/demandes")
    client.post(f"/demandes/mandats/{find_claim(user.id, federation.id).id}/confirmer")
    assert find_mandate(user.id, federation.id).role is Role.COORDINATOR


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((" ", "5000 Namur"), "The name needs"),
        ((NAME, "Nulle part"), "No place in Belgium"),
        ((NAME, "5000 Namur", "--bce", "0123.456.788"), "does not exist"),
        ((NAME, "5000 Namur", "--kind", "eta"), "Invalid value"),
    ],
)
def test_what_cannot_be_listed_is_one_sentence(run, arguments, words):
    result = run(*arguments)
    assert result.exit_code
    assert words in result.output
