"""Saved searches: keeping the one that a list shows, renaming and ending those that one keeps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import RadioField, StringField

from network.directory import saved
from network.directory.models import SavedSearch, SearchKind
from network.errors import ConflictError
from network.notifications.frequency import MailFrequency
from network.web.choices import choices
from network.web.current import current_actor
from network.web.forms import BaseForm, FilterForm, Required, at_most
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required
from network.web.removals import removal

bp = Blueprint("saved", __name__, url_prefix="/alertes")

FREQUENCIES = {
    MailFrequency.DAILY: _l("Each day, when something is new"),
    MailFrequency.WEEKLY: _l("On Mondays, when something is new"),
    MailFrequency.NEVER: _l("No mail: I only keep it at hand"),
}
SHORT_FREQUENCIES = {
    MailFrequency.DAILY: _l("each day"),
    MailFrequency.WEEKLY: _l("on Mondays"),
    MailFrequency.NEVER: _l("without mail"),
}


class SearchForm(BaseForm):
    """What a search is called, and how often one is told."""

    name = StringField(_l("Name of the search"), [Required(), at_most(120)])
    frequency = RadioField(
        _l("Tell me what is new"), [Required()], choices=choices(FREQUENCIES), default=MailFrequency.WEEKLY.value
    )

    def terms(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {"name": self.name.data, "frequency": MailFrequency(self.frequency.data)}


@bp.app_template_filter()
def alert_words(frequency: str) -> str:
    """How often one is told, in a word or two."""
    return str(SHORT_FREQUENCIES[MailFrequency(frequency)])


@bp.get("")
@login_required
def index() -> Response:
    """The searches that the reader keeps."""
    searches = saved.list_searches(current_actor().user_id or 0)
    rows = [
        (search, saved.describe(saved.read_filters(search.kind, search.filters)), saved.search_path(search))
        for search in searches
    ]
    return render_page("directory/saved.html", rows=rows)


@bp.get("/nouvelle/<list_name>")
@login_required
def new(list_name: str) -> Response:
    """Name the search that the list shows."""
    filters = _filters(list_name)
    name = saved.describe(filters)[:120]
    return _form_page(
        SearchForm(formdata=None, data={"name": name}), _new_url(list_name, filters), saved.describe(filters)
    )


@bp.post("/nouvelle/<list_name>")
@login_required
def save(list_name: str) -> Response | BaseResponse:
    """Keep it."""
    filters, form = _filters(list_name), SearchForm()
    if form.validate():
        try:
            saved.save_search(SearchKind(list_name), filters.chosen, actor=current_actor(), **form.terms())
        except ConflictError as error:
            form.refuse(error.message)
        else:
            flash(_("The search is kept."), "success")
            return go_to(url_for("saved.index"))
    return _form_page(form, _new_url(list_name, filters), saved.describe(filters), status=422)


@bp.get("/<id:search_id>/modifier")
@login_required
def edit(search_id: int) -> Response:
    """Its name and how often."""
    search = saved.find_own_search(search_id, current_actor())
    form = SearchForm(formdata=None, data={"name": search.name, "frequency": search.frequency})
    return _edit_page(search, form)


@bp.post("/<id:search_id>/modifier")
@login_required
def update(search_id: int) -> Response | BaseResponse:
    """Store them."""
    search, form = saved.find_own_search(search_id, current_actor()), SearchForm()
    if not form.validate():
        return _edit_page(search, form, status=422)
    saved.change_search(search, **form.terms())
    flash(_("The search is kept."), "success")
    return go_to(url_for("saved.index"))


@bp.post("/<id:search_id>/terminer")
@login_required
@removal()
def end(search_id: int) -> BaseResponse:
    """Keep it no more."""
    saved.end_search(saved.find_own_search(search_id, current_actor()))
    flash(_("The search is no longer kept."), "success")
    return go_to(url_for("saved.index"))


def _filters(list_name: str) -> FilterForm:
    hide_unless(list_name in list(SearchKind))
    return saved.read_filters(SearchKind(list_name), request.args)


def _new_url(list_name: str, filters: FilterForm) -> str:
    return url_for("saved.save", list_name=list_name, **filters.chosen)


def _edit_page(search: SavedSearch, form: SearchForm, status: int = 200) -> Response:
    words = saved.describe(saved.read_filters(search.kind, search.filters))
    return _form_page(form, url_for("saved.update", search_id=search.id), words, status)


def _form_page(form: SearchForm, url: str, words: str, status: int = 200) -> Response:
    return render_page("directory/saved_form.html", status=status, form=form, url=url, words=words)
