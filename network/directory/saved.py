"""Keeping a search, renaming it, ending it, and what it finds anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from network import clock
from network.accounts.models import User
from network.accounts.personal_data import register_personal_data
from network.actors import Actor
from network.database import db
from network.directory.forms import DirectoryFilters
from network.directory.models import SavedSearch, SearchKind
from network.errors import ConflictError, NotFoundError
from network.notifications.frequency import MailFrequency
from network.organisations.models import Membership, MembershipState, Organisation
from network.resources.forms import ResourceFilters
from network.resources.models import RESOURCES, Capability, Offer
from network.resources.queries import offering, search_resources
from network.web.forms import FilterForm
from network.web.links import path_for

FORMS: dict[SearchKind, type[FilterForm]] = {
    SearchKind.DIRECTORY: DirectoryFilters,
    SearchKind.RESOURCES: ResourceFilters,
}
LISTS = {SearchKind.DIRECTORY: "directory.index", SearchKind.RESOURCES: "resources.index"}
MOST_SEARCHES = 20
Since = Callable[[Any], sa.ColumnElement[bool]]


def read_filters(kind: SearchKind, filters: Mapping[str, Any]) -> FilterForm:
    """The filters of a list, from its address or as they were kept."""
    return FORMS[kind](MultiDict(filters))


def describe(form: FilterForm) -> str:
    """The filters in a few words: « ETA · Namur »."""
    return " · ".join(_words(form[name], value) for name, value in form.chosen.items())


def save_search(
    kind: SearchKind, filters: Mapping[str, Any], *, name: str, frequency: MailFrequency, actor: Actor
) -> SavedSearch:
    """Keep a search; one with the same filters is kept once. ConflictError when the person keeps too many."""
    searches = list_searches(actor.user_id or 0)
    kept = next((search for search in searches if (search.kind, search.filters) == (kind, filters)), None)
    if kept is None:
        if len(searches) >= MOST_SEARCHES:
            raise ConflictError(_("You keep %(most)s searches already. End one of them first.", most=MOST_SEARCHES))
        kept = SavedSearch(user_id=actor.user_id, kind=kind, filters=dict(filters), told_until=clock.now())
        db.session.add(kept)
    change_search(kept, name=name, frequency=frequency)
    return kept


def change_search(search: SavedSearch, *, name: str, frequency: MailFrequency) -> None:
    """Rename it, or be told more or less often; who was not told begins anew."""
    if search.frequency is MailFrequency.NEVER:
        search.told_until = clock.now()
    search.name, search.frequency = name, frequency
    db.session.flush()


def end_search(search: SavedSearch) -> None:
    """Keep it no more."""
    db.session.delete(search)
    db.session.flush()


def find_own_search(search_id: int, actor: Actor) -> SavedSearch:
    """A search that the person keeps; NotFoundError for those of others too."""
    search = db.session.get(SavedSearch, search_id)
    if search is None or search.user_id != actor.user_id:
        raise NotFoundError
    return search


def list_searches(user_id: int) -> Sequence[SavedSearch]:
    """What a person keeps, by name."""
    query = sa.select(SavedSearch).filter_by(user_id=user_id).order_by(SavedSearch.name, SavedSearch.id)
    return db.session.scalars(query).all()


def search_path(search: SavedSearch) -> str:
    """The page of the list with these filters."""
    return path_for(LISTS[search.kind], **search.filters)


def find_new(search: SavedSearch, actor: Actor, *, until: datetime, most: int) -> tuple[int, Sequence[Any]]:
    """How many entries came between `told_until` and then, and the newest `most` of them: what the actor may see now,
    their own left out. Filters that cannot be read any more find nothing."""
    form = read_filters(search.kind, search.filters)
    if form.chosen != search.filters:
        return 0, []

    def since(moment: Any) -> sa.ColumnElement[bool]:
        return sa.and_(moment > search.told_until, moment <= until)

    model, query = _search(search.kind, form, actor)
    own = Organisation.id if model is Organisation else model.organisation_id
    came = _came(form, actor, since) if model is Organisation else since(model.created_at)
    query = query.where(came, own.not_in(list(actor.roles)))
    count = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    newest = query.order_by(None).order_by(model.created_at.desc(), model.id.desc()).limit(most)
    return count, db.session.scalars(newest).unique().all() if count else []


def _search(kind: SearchKind, form: Any, actor: Actor) -> tuple[Any, sa.Select[Any]]:
    if kind is SearchKind.DIRECTORY:
        return Organisation, form.search(actor)
    filters = form.filters()
    query, values = search_resources(actor, **filters)
    return RESOURCES[filters["way"]], query.params(values)


def _came(form: Any, actor: Actor, since: Since) -> sa.ColumnElement[bool]:
    """It was listed since then or, known before, now offers what is looked for or has become a member."""
    ways = [since(Organisation.created_at)]
    if capability := form.capability.data:
        ways.append(Organisation.id.in_(offering(Capability(capability), actor).where(since(Offer.created_at))))
    if federation_id := form.filters()["federation_id"]:
        members = sa.select(Membership.organisation_id).filter_by(federation_id=federation_id)
        confirmed = members.where(Membership.state == MembershipState.CONFIRMED, since(Membership.since))
        ways.append(Organisation.id.in_(confirmed))
    return sa.or_(*ways)


def _words(field: Any, value: str) -> str:
    if isinstance(field, SelectField):
        return next(str(label) for key, label, *_rest in field.iter_choices() if key == value)
    return f"{value} km" if field.name == "km" else value


def _export(user: User) -> list[dict[str, Any]]:
    return [
        {"name": search.name, "list": search.kind, "filters": search.filters, "frequency": search.frequency}
        for search in list_searches(user.id)
    ]


def _forget(user: User) -> None:
    db.session.execute(sa.delete(SavedSearch).where(SavedSearch.user_id == user.id))


register_personal_data("searches", export=_export, erase=_forget)
