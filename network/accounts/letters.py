"""The mails about an account: links that prove an address, and news that its person has to know."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale, get_locale

from network import clock
from network.accounts.attempts import email_digest
from network.accounts.models import User
from network.notifications.letters import Item, Letter
from network.notifications.services import queue_mail
from network.web.links import absolute_url, path_for


def write_to_address(email: str, kind: str, *, subject: Any, sentence: Any, action: Any, path: str) -> None:
    """A mail to an address that may have no account, in the language of the moment; of a kind, one a minute."""
    _write(email, kind, Letter(str(subject), "", [Item(str(sentence), str(action), absolute_url(path))]))


def write_to_user(
    user: User, kind: str, *, subject: Any, sentence: Any, action: Any, path: str | None = None, email: str = ""
) -> None:
    """A mail to a person, in their language, at `email` rather than their address when it is given.

    `path`: the page that the button opens, their account's unless another is given.
    """
    url = absolute_url(path or path_for("accounts.account"))
    with force_locale(user.language):
        letter = Letter(str(subject), user.name, [Item(str(sentence), str(action), url)])
        _write(email or user.email, kind, letter)


def _write(email: str, kind: str, letter: Letter) -> None:
    """A second click within the minute writes nothing more; the first mail is on its way."""
    key = f"{kind} {email_digest(email)} {clock.now():%Y%m%d%H%M}"
    queue_mail(**letter.to(email, key=key))


def language_of_moment() -> str:
    """The language that the reader of the page has chosen, for the account that they make."""
    return str(get_locale())
