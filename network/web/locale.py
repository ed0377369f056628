"""The reader's language."""

from __future__ import annotations

from flask import request, session

LANGUAGES = ("fr", "en")


def select_locale() -> str:
    """The language chosen, else the browser's, else French."""
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "fr"
