"""The mails of saved searches: at 7 h in Brussels, each day or on Mondays, when something new is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from network.database import db
from network.directory.models import SavedSearch
from network.directory.saved import find_new, search_path
from network.jobs.tick import every_tick
from network.notifications.frequency import MailFrequency, last_digest_due
from network.notifications.letters import Item, Letter, one_line, unsubscribe_url
from network.notifications.services import queue_mails
from network.organisations.acting import actor_of
from network.organisations.labels import kind_label
from network.organisations.models import Organisation
from network.resources.labels import resource_title
from network.web.links import absolute_url, path_for

# searches told in one transaction: the next tick goes on with the others
MOST_SEARCHES = 100
MOST_ITEMS = 10


@every_tick("directory.alerts")
def send_alerts(now: datetime) -> None:
    """Tell what is new in the searches that are due; where nothing is, no mail. The keys keep two ticks from telling
    twice."""
    for frequency in (MailFrequency.DAILY, MailFrequency.WEEKLY):
        due = last_digest_due(frequency, now)
        query = sa.select(SavedSearch).where(SavedSearch.frequency == frequency, SavedSearch.told_until < due)
        searches = db.session.scalars(query.order_by(SavedSearch.id).limit(MOST_SEARCHES)).all()
        queue_mails([mail for search in searches if (mail := _mail_of(search, due))])
        for search in searches:
            search.told_until = due
        db.session.flush()


def _mail_of(search: SavedSearch, due: datetime) -> dict[str, str] | None:
    """What is new, in the reader's language; None where nothing is, and for who wants no mail at all."""
    user = search.user
    if user.mail_frequency is MailFrequency.NEVER or not user.is_active:
        return None
    with force_locale(user.language):
        count, newest = find_new(search, actor_of(user), until=due, most=MOST_ITEMS)
        return (
            _letter(search, count, newest).to(user.email, key=f"search {search.id} {due:%Y-%m-%d}") if count else None
        )


def _letter(search: SavedSearch, count: int, newest: Sequence[Any]) -> Letter:
    subject = ngettext(
        "%(num)s new result for “%(name)s”", "%(num)s new results for “%(name)s”", count, name=search.name
    )
    more = Item(
        _("All that fits “%(name)s” now", name=search.name), _("See the list"), absolute_url(search_path(search))
    )
    end = Item(_("To be told less often, or no more"), _("Change this alert"), absolute_url(path_for("saved.index")))
    return Letter(
        subject=one_line(subject),
        name=search.user.name,
        introduction=_("Here is what is new since the last time:"),
        items=[*(_item(found) for found in newest), more, end],
        unsubscribe_url=unsubscribe_url(search.user),
    )


def _item(found: Any) -> Item:
    if isinstance(found, Organisation):
        path = path_for("directory.organisation", organisation_id=found.id)
        return Item(f"{found.name}, {kind_label(found.kind)}, {found.locality}", _("See the sheet"), absolute_url(path))
    path = path_for("resources.resource", way=found.way, resource_id=found.id)
    sentence = f"{resource_title(found)}, {found.organisation.name}, {found.locality}"
    return Item(sentence, _("Have a look"), absolute_url(path))
