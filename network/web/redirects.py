"""Going back where a person came from, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request, url_for


def local_path(target: str | None) -> str:
    """`target` when it is the address of a page of this site, else the dashboard's."""
    if target and _is_local(target) and _is_page(target):
        return target
    return url_for("dashboard.index")


def page_before() -> str | None:
    """The page of this site that the request was sent from, if it was."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:  # no address at all
        return None
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    return path if parts.netloc == request.host and _is_local(path) and _is_page(path) else None


def _is_local(target: str) -> bool:
    """A path of this site: browsers read `//host` and `/\\host` as another site, and skip control characters."""
    return target.startswith("/") and target[1:2] not in ("/", "\\") and target.isprintable()


def _is_page(target: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(urlsplit(target).path, "GET")
