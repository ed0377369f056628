"""Templates: all compile, none lies about unused, no macro is imported in vain, every icon is in the sprite."""

from __future__ import annotations

import re
from functools import cache

import pytest
from jinja2 import meta, nodes

from network.config import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
QUOTED = re.compile(r"[\"']([\w/.-]+\.(?:html|txt))[\"']")


@cache
def tree(app, name):
    return app.jinja_env.parse((FOLDER / name).read_text(), name, str(FOLDER / name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(app, name):
    app.jinja_env.get_template(name)


def test_none_is_unused(app):
    """Each is extended, included or imported by another, or named in the code."""
    named = {name for path in (ROOT / "network").rglob("*.py") for name in QUOTED.findall(path.read_text())}
    for template in TEMPLATES:
        named |= set(filter(None, meta.find_referenced_templates(tree(app, template))))
    built = tuple(name.rsplit("/", 1)[0] for name in named if name.startswith("emails/"))
    assert [name for name in TEMPLATES if name not in named and not name.startswith(built or ("\0",))] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_macro_is_imported_in_vain(app, name):
    imported = set()
    for statement in tree(app, name).find_all(nodes.FromImport):
        imported |= {alias[1] if isinstance(alias, tuple) else alias for alias in statement.names}
    used = {node.name for node in tree(app, name).find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_is_short(name):
    """A template past this holds two pieces."""
    assert len((FOLDER / name).read_text().splitlines()) <= 140
