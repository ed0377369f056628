"""The controls of forms as WTForms writes them, without its detours: the filters of a list have a hundred options."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms import Field
from wtforms.fields.choices import Choice
from wtforms.widgets import Input, Select
from wtforms.widgets.core import clean_key

CONTROLS = {"checkbox": "check", "hidden": "hidden", "range": "range"}


def attributes(**values: Any) -> Markup:
    """The attributes of an element, by name: True is a name alone, False nothing."""
    cleaned = [(clean_key(name), value) for name, value in sorted(values.items()) if value is not False]
    return Markup(" ".join(name if value is True else f'{name}="{_quoted(value)}"' for name, value in cleaned))


class Options(Select):
    """A drop-down without groups."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        """The element with all its options."""
        flags = {name: value for name, value in vars(field.flags).items() if name in self.validation_attrs}
        values = {"id": field.id, "name": field.name, "multiple": self.multiple, **flags, **kwargs}
        options = "".join(self._draw(choice) for choice in field.iter_choices())
        return Markup(f"<select {attributes(**values)}>{options}</select>")

    def _draw(self, choice: Choice) -> str:
        if choice.render_kw:
            return str(self.render_option(choice))
        return option(choice.value, str(choice.label or choice.value), choice.selected)


@lru_cache(maxsize=4096, typed=True)
def option(value: Any, label: str, selected: bool) -> str:
    """The element of a choice: the same few hundred are drawn again and again."""
    return f'<option{" selected" if selected else ""} value="{escape(value)}">{escape(label)}</option>'


def control(field: Field) -> str:
    """How the field is drawn: group, select, check, hidden, range, or text for all others."""
    if hasattr(field, "iter_choices"):
        return "group" if hasattr(field.option_widget, "input_type") else "select"
    return CONTROLS.get(getattr(field.widget, "input_type", ""), "text")


def init_app(app: Flask) -> None:
    """Give the templates `control`."""
    app.add_template_filter(control)


def _quoted(value: Any) -> str:
    """The value between quotes; one that is already HTML may hold them."""
    return str(escape(value)).replace('"', "&quot;")


Input.html_params = staticmethod(attributes)
