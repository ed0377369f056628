"""Test clients: one that logs in and reads pages, and one that checks every page it fetches."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from network.database import db
from tests.helpers.pages import check_fragment, check_page


class VisitorClient(FlaskClient):
    """Like Flask's, where each request has a context and a session of its own, as it has when it is served."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def log_in(self, user: Any) -> None:
        """Be this person from now on."""
        with self.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True

    def page(self, url: str, **kwargs: Any) -> BeautifulSoup:
        """The parsed page at an address that must answer 200."""
        response = self.get(url, **kwargs)
        assert response.status_code == 200, (url, response.status_code)
        return BeautifulSoup(response.get_data(as_text=True), "lxml")


class PageClient(VisitorClient):
    """Every HTML answer is held against the page invariants."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        response = super().open(*args, **kwargs)
        is_redirect = 300 <= response.status_code < 400
        if response.mimetype == "text/html" and response.get_data() and not is_redirect:
            is_page = response.get_data(as_text=True).lstrip().startswith("<!")
            (check_page if is_page else check_fragment)(response)
        return response
