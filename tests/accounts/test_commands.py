"""The command line of accounts."""

from __future__ import annotations

import pytest

from network.accounts.commands import create_administrator, remove_second_factor
from network.accounts.passwords import is_password
from network.accounts.queries import find_user_by_email
from network.activity.queries import list_events
from network.notifications.queries import list_mails_to
from tests.factories.accounts import UserFactory


@pytest.fixture
def run(app, database):
    """Run the command; the test's transaction undoes it."""
    return lambda *arguments, command=create_administrator, **options: app.test_cli_runner().invoke(
        command, arguments, **options
    )


def test_create_administrator__a_new_person(run):
    result = run("Hélène@Example.org", "--name", "Hélène", "--password", "une bonne phrase")
    assert result.exit_code == 0, result.output
    user = find_user_by_email("hélène@example.org")
    assert user.is_administrator
    assert is_password("une bonne phrase", user.password_hash)
    assert "une bonne phrase" not in result.output
    assert [(event.who, event.verb) for event in list_events(user)] == [("Maillage", "account.made_administrator")]


def test_create_administrator__makes_a_password_up_and_shows_it_once(run):
    result = run("anne@example.org", input="\n")
    password = result.output.split("The password is ")[1].split()[0]
    user = find_user_by_email("anne@example.org")
    assert is_password(password, user.password_hash)
    assert user.name == "anne@example.org"


def test_create_administrator__somebody_who_has_an_account(run):
    user = UserFactory(email="anne@example.org", name="Anne")
    kept_hash = user.password_hash
    assert run("ANNE@example.org").exit_code == 0
    assert (user.is_administrator, user.name, user.password_hash) == (True, "Anne", kept_hash)


@pytest.mark.parametrize(
    ("email", "password"),
    [("nonsense", "une bonne phrase"), ("anne@example.org", "court"), ("anne@example.org", "x" * 10_000)],
)
def test_create_administrator__what_cannot_be(run, email, password):
    result = run(email, "--password", password)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert find_user_by_email(email) is None


def test_remove_second_factor__who_lost_phone_and_codes_is_let_in_and_told(run):
    user = UserFactory(email="anne@example.org", totp_secret="A" * 32, recovery_codes=["x"])
    assert run("ANNE@example.org", command=remove_second_factor).exit_code == 0
    assert not user.has_second_factor
    assert [event.verb for event in list_events(user)] == ["account.second_factor_disabled"]
    assert len(list_mails_to(user.email)) == 1
    for email in ("anne@example.org", "nobody@example.org"):
        assert run(email, command=remove_second_factor).output.startswith("Error: ")
