"""The reader's language."""

from __future__ import annotations

from flask import has_request_context, request, session

LANGUAGES = ("fr", "en")


def select_locale() -> str:
    """The language chosen, else the browser's, else French; French where nobody is asking."""
    if not has_request_context():
        return "fr"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "fr"
