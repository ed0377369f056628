"""What a page shows is escaped, wherever it comes from."""

from __future__ import annotations

import pytest
from flask import render_template_string
from jinja2 import pass_context
from markupsafe import Markup

TYPED = '<i>"l\'été" & co</i>'
SAFE = "&lt;i&gt;&#34;l&#39;été&#34; &amp; co&lt;/i&gt;"


class Typed(str):
    """Text that is no plain str."""


@pytest.mark.parametrize("value", [TYPED, Typed(TYPED)])
@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}",
        "{% macro word(one) %}{{ one }}{% endmacro %}{{ word(value) }}",
        "{% macro frame() %}{{ caller() }}{% endmacro %}{% call frame() %}{{ value }}{% endcall %}",
        "{% set kept %}{{ value }}{% endset %}{{ kept }}",
        "{% for one in [value] %}{{ one }}{% endfor %}",
        "{{ '' ~ value }}",
        "{{ [value] | join(', ') }}",
    ],
)
def test_what_was_typed_is_escaped_once(app, source, value):
    with app.test_request_context():
        assert render_template_string(source, value=value) == SAFE


def test_html_stays_and_figures_are_written(app):
    with app.test_request_context():
        assert render_template_string("{{ html }} {{ 3 }} {{ none }}", html=Markup("<b>été</b>")) == "<b>été</b> 3 None"


def test_a_macro_of_a_text_escapes_nothing(app):
    source = "{% macro word(one) %}{{ one }}{% endmacro %}{{ word(value) }}"
    text = app.jinja_env.overlay(autoescape=False).from_string(source)
    assert text.render(value=TYPED) == TYPED


def test_what_asks_for_the_context_gets_it(app):
    @pass_context
    def seen(context, name):
        return context.resolve(name)

    with app.test_request_context():
        within = "{% for one in (1, 2) %}{% set here = one %}{{ seen('here') }}{% endfor %}"
        source = within + "{% for one in rows %}{{ one() }}{% endfor %}"
        assert render_template_string(source, seen=seen, rows=[str]) == "12"
