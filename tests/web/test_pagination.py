"""Pages of a list."""

from __future__ import annotations

from network.web.pagination import Page


def test_url__keeps_the_filters_and_takes_no_order_from_them(app):
    """A parameter named as one of url_for's own changes neither the page, nor the server, nor the scheme."""
    address = "/structures/?kind=eta&q=a&q=%26&page=2&endpoint=x&_external=1&_scheme=javascript"
    with app.test_request_context(address):
        url = Page([], number=2, total=200).url(3)
    assert url == "/structures/?kind=eta&q=a&q=%26&page=3&endpoint=x&_external=1&_scheme=javascript"
