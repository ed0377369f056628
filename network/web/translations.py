"""The words of a page: Flask-Babel's translations, whose catalogue is found once a request and not once a word."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from babel.support import Translations
from flask import Flask, g, has_app_context
from flask_babel import Domain, get_babel, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


class Catalogues(Domain):
    """A catalogue a language. Flask-Babel empties `babel_translations` where `force_locale` begins and ends."""

    def get_translations(self) -> Translations:
        """The catalogue of the reader's language, or of the language forced."""
        state = _state()
        found = getattr(state, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if state is not None:
                state.babel_translations = found
        return cast("Translations", found)


CATALOGUES = Catalogues()


def init_app(app: Flask) -> None:
    """Give the words to the application and its templates."""
    get_babel(app).instance.domain_instance = CATALOGUES
    app.jinja_env.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def language() -> str:
    """The reader's language; French where nobody is asking."""
    locale = getattr(_state(), "babel_locale", None) or get_locale()
    return locale.language if locale else "fr"


@pass_eval_context
def gettext(context: EvalContext, sentence: str, **variables: Any) -> str:
    """A sentence of a template in the reader's language."""
    catalogue = CATALOGUES.get_translations()
    if context.autoescape and not variables:
        return _plain(catalogue, sentence)
    return _fill(catalogue.ugettext(sentence), variables, context)


@pass_eval_context
def ngettext(context: EvalContext, singular: str, plural: str, num: int, **variables: Any) -> str:
    """A sentence of a template that counts."""
    return _fill(CATALOGUES.get_translations().ungettext(singular, plural, num), {"num": num} | variables, context)


def _fill(text: str, variables: dict[str, Any], context: EvalContext) -> str:
    """The sentence with its variables, escaped where they go into HTML; it is itself trusted."""
    if not context.autoescape:
        return text % variables
    return Markup(text) % variables


@lru_cache(maxsize=8192)
def _plain(catalogue: Translations, sentence: str) -> Markup:
    """A sentence that is the same each time."""
    return Markup(catalogue.ugettext(sentence) % {})


def _state() -> SimpleNamespace | None:
    """What Flask-Babel keeps of a request, without the proxies that it goes through for each word."""
    return vars(g._get_current_object()).get("_flask_babel") if has_app_context() else None
