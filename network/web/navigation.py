"""The main navigation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask import g, request, url_for
from flask_babel import lazy_gettext as _l

from network.web.translations import language

ENTRIES = (
    ("dashboard.index", _l("Dashboard")),
    ("calls.index", _l("Calls")),
    ("hires.index", _l("Shared posts")),
    ("audits.index", _l("Audits")),
    ("directory.index", _l("Directory")),
    ("resources.index", _l("Resources")),
    ("ties.index", _l("Network")),
)

# The features that are part of another's room.
ROOMS = {
    "charters": "calls",
    "consortia": "calls",
    "invitations": "calls",
    "together": "calls",
    "drafts": "calls",
    "corrections": "calls",
    "dossiers": "calls",
    "followups": "calls",
    "projects": "calls",
    "turns": "calls",
    "results": "calls",
    "afterthoughts": "ties",
    "meetings": "ties",
    "grids": "audits",
    "pairings": "audits",
    "visits": "audits",
    "organisations": "directory",
    "imports": "directory",
    "saved": "directory",
    "contacts": "directory",
    "people": "directory",
    "sites": "directory",
    "posts": "hires",
    "shares": "hires",
    "labour": "hires",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `is_current` when the page shown belongs to it."""

    label: str
    url: str
    is_current: bool


def navigation() -> tuple[Entry, ...]:
    """The entries of a logged-in person."""
    here = (request.blueprint or "") if request else ""
    return _entries(g.get("room") or ROOMS.get(here, here), language(), url_for(ENTRIES[0][0]))


@cache
def _entries(room: str, _language: str, _mounted_at: str) -> tuple[Entry, ...]:
    """They are the same whoever reads."""
    return tuple(Entry(str(label), url_for(endpoint), endpoint.split(".")[0] == room) for endpoint, label in ENTRIES)
