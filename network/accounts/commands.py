"""The command line of accounts, registered by `network.commands`."""

from __future__ import annotations

import secrets

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from network.accounts.passwords import MAX_LENGTH, MIN_LENGTH, hash_password
from network.accounts.queries import find_user_by_email
from network.accounts.second_factor import lift
from network.accounts.services import create_user
from network.activity.services import record
from network.actors import SYSTEM
from network.database import db, writing


@click.command("create-administrator")
@click.argument("email")
@click.option("--name", help="The person's name; without it, their e-mail address.")
@click.option("--password", help="Asked for when it is not given; an empty answer makes one up.")
@with_appcontext
def create_administrator(email: str, name: str | None, password: str | None) -> None:
    """Make EMAIL an administrator of the platform, with a new account unless they have one."""
    with writing():
        user = find_user_by_email(email)
        if user is None:
            checked = _checked(email)
            password_hash = hash_password(_chosen_password(password))
            user = create_user(email=checked, name=name or email, password_hash=password_hash)
        user.is_administrator = True
        record("account.made_administrator", user, actor=SYSTEM)
        db.session.commit()
        click.echo(f"{user.email} is an administrator.")


@click.command("remove-second-factor")
@click.argument("email")
@with_appcontext
def remove_second_factor(email: str) -> None:
    """Let EMAIL log in with the password alone: they lost their phone and their recovery codes. They are told."""
    with writing():
        user = find_user_by_email(email)
        if user is None:
            raise click.ClickException(f"{email} has no account.")
        if not user.has_second_factor:
            raise click.ClickException(f"{user.email} is asked for no code.")
        lift(user, actor=SYSTEM)
        db.session.commit()
        click.echo(f"{user.email} logs in with the password alone.")


def _chosen_password(password: str | None) -> str:
    """The password given, typed, or made up and shown once."""
    if password is None:
        password = click.prompt("Password (empty: one is made up)", default="", hide_input=True, show_default=False)
    password = password.strip()  # as the log-in form does
    if not password:
        password = secrets.token_urlsafe(12)
        click.echo(f"The password is {password}")
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise click.ClickException(f"The password needs {MIN_LENGTH} to {MAX_LENGTH} characters.")
    return password


def _checked(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise click.ClickException(str(error)) from None
