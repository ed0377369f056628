"""Pages of notifications and, while no mail server is set, of the mails written."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from network.notifications import (
    digest,  # noqa: F401  (registers its work)
    queries,
    services,
)
from network.web.current import current_actor
from network.web.htmx import go_to, render_page, wants_fragment
from network.web.policies import hide_unless, login_required

bp = Blueprint("notifications", __name__)


@bp.before_app_request
def find_unread_count() -> None:
    """Know how many notices wait, for the header of the page."""
    user_id = current_actor().user_id
    if user_id is not None and request.endpoint != "static" and not wants_fragment():
        g.unread_count = queries.count_unread(user_id)


@bp.get("/notifications")
@login_required
def index() -> Response:
    """What the person was told, the unread first."""
    notices = queries.page_of_notices(_reader(), _page_number())
    return render_page("notifications/index.html", notices=notices)


@bp.post("/notifications/<id:notification_id>/ouvrir")
@login_required
def open_notice(notification_id: int) -> BaseResponse:
    """Mark a notice read and go to what it is about."""
    notice = queries.get_notice(notification_id, user_id=_reader())
    services.mark_read(notice)
    return go_to(notice.path)


@bp.post("/notifications/lues")
@login_required
def mark_all_read() -> BaseResponse:
    """Mark all of them read."""
    services.mark_all_read(_reader())
    return go_to(url_for("notifications.index"))


@bp.app_template_global()
def shows_mails() -> bool:
    """Whether mails are read here, for none leaves: in the demonstration, or while developing."""
    config = current_app.config
    return not config["MAIL_URL"] and (config["DEMO"] or current_app.debug)


@bp.get("/courriels")
def mails() -> Response:
    """The mails that would have been sent, also for who has no account yet and waits for a link."""
    hide_unless(shows_mails())
    return render_page("notifications/mails.html", mails=queries.page_of_mails(_page_number()))


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


def _reader() -> int:
    user_id = current_actor().user_id
    assert user_id is not None  # login_required
    return user_id
