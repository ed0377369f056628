"""A mail in words: one letter gives the plain text and the HTML, in the language of who reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from network.notifications import kinds
from network.notifications.models import Notification
from network.web import links

if TYPE_CHECKING:
    from network.accounts.models import User

MAX_SUBJECT = 200
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # those of typography stay


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told: a sentence, and the page where it is acted on."""

    sentence: str
    action: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `unsubscribe_url` opens the page where its reader says how often they want to be written to."""

    subject: str
    name: str
    items: Sequence[Item]
    introduction: str = ""
    unsubscribe_url: str = ""

    def to(self, recipient: str, *, key: str) -> dict[str, str]:
        """The mail that carries it, as columns of the outbox, in the language of the moment."""
        return {
            "key": key,
            "recipient": recipient,
            "subject": self.subject,
            "text": self._render("txt"),
            "html": self._render("html"),
            "unsubscribe_url": self.unsubscribe_url,
        }

    def _render(self, extension: str) -> str:
        template = current_app.jinja_env.get_template(f"emails/letter.{extension}")
        return template.render(letter=self, locale=str(get_locale())).strip() + "\n"


def notice_letter(notice: Notification) -> Letter:
    """A letter that tells one notice."""
    return Letter(
        subject=one_line(notice.sentence),
        name=notice.user.name,
        items=[_item(notice)],
        unsubscribe_url=unsubscribe_url(notice.user),
    )


def digest_letter(user: User, notices: Sequence[Notification]) -> Letter:
    """A letter that tells all that is new since the last one."""
    count = len(notices)
    return Letter(
        subject=ngettext("%(num)s thing is new on Maillage", "%(num)s things are new on Maillage", count),
        name=user.name,
        introduction=_("Here is what is new since the last time:"),
        items=[_item(notice) for notice in notices],
        unsubscribe_url=unsubscribe_url(user),
    )


def unsubscribe_url(user: User) -> str:
    """The signed address of the page where a person chooses how often to be written to."""
    token = links.sign("mail-frequency", user=user.id)
    return links.absolute_url(links.path_for("accounts.mail_frequency", token=token))


def one_line(text: str) -> str:
    """As a subject: no line break, not too long."""
    line = _BREAKS.sub(" ", text).strip()
    return line if len(line) <= MAX_SUBJECT else line[: MAX_SUBJECT - 1] + "…"


def _item(notice: Notification) -> Item:
    path = kinds.mail_path(notice.kind, notice.words, notice.path)
    return Item(notice.sentence, notice.action, links.absolute_url(path))
