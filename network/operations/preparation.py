"""What stands before the first page is served: schema, reference data, and the demonstration or what real use needs."""

from __future__ import annotations

import flask_migrate
import sqlalchemy as sa
from flask import current_app

from network import clock
from network.accounts.demo_accounts import list_demo_accounts
from network.accounts.models import User
from network.config import default_base_url
from network.database import db
from network.demonstration.load import load_demonstration
from network.errors import MaillageError
from network.notifications.smtp import is_mail_server
from network.places.load import load_localities


class NotReadyError(MaillageError):
    """The application cannot be started like this; the message says what to set, a line each."""


def prepare() -> None:
    """Bring the database up to date, and load the demonstration into an empty one where it is wanted."""
    flask_migrate.upgrade()
    load_localities()
    if current_app.config["DEMO"]:
        load_demonstration(today=clock.today())


def check_real_use() -> None:
    """Raise NotReadyError unless everything is set that real use needs."""
    missing = [sentence for sentence in (_demonstration(), _base_url(), _mail_url(), _administrator()) if sentence]
    if missing:
        raise NotReadyError("\n".join(missing))


def _demonstration() -> str | None:
    if not list_demo_accounts():
        return None
    return (
        "This database holds the demonstration, whose passwords everybody knows: "
        "choose another data folder (DATA=folder) or another database (DATABASE_URL)."
    )


def _base_url() -> str | None:
    if current_app.config["BASE_URL"] != default_base_url(current_app.config["PORT"]):
        return None
    return "Set BASE_URL to the address that people will type, such as https://maillage.example.org."


def _mail_url() -> str | None:
    url = current_app.config["MAIL_URL"]
    if not url or is_mail_server(url):
        return None
    return "MAIL_URL must name a mail server, such as smtp+starttls://user:password@mail.example.org:587."


def _administrator() -> str | None:
    if db.session.scalar(sa.select(User.id).where(User.is_administrator, User.erased_at.is_(None)).limit(1)):
        return None
    return "There is no administrator yet: make one with `make administrator EMAIL=…`."
