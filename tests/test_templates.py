"""All templates compile, none is unused, no macro is imported in vain, none is long; icons are as they are listed."""

from __future__ import annotations

import re

import pytest
from jinja2 import meta, nodes

from network.app import create_app
from network.config import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Jinja as the pages have it."""
    return create_app(DATA=tmp_path_factory.mktemp("data"), SECRET_KEY="test").jinja_env


def tree(environment, name):
    return environment.parse((FOLDER / name).read_text(), name, str(FOLDER / name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(environment, name):
    environment.get_template(name)


def test_none_is_unused(environment):
    """Each is extended, included or imported by another, or named in the code."""
    code = "".join(path.read_text() for path in (ROOT / "network").rglob("*.py"))
    used = {name for template in TEMPLATES for name in meta.find_referenced_templates(tree(environment, template))}
    assert [name for name in TEMPLATES if name not in used and name.rsplit(".", 1)[0] not in code] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_macro_is_imported_in_vain(environment, name):
    imported = set()
    for statement in tree(environment, name).find_all(nodes.FromImport):
        imported |= {alias[1] if isinstance(alias, tuple) else alias for alias in statement.names}
    used = {node.name for node in tree(environment, name).find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_is_short(name):
    """A template past this holds two pieces."""
    assert len((FOLDER / name).read_text().splitlines()) <= 140


def test_icons():
    """The sprite holds every icon that is drawn, and no other."""
    listed = (ROOT / "tools/icons.txt").read_text().split()
    files = [
        path for folder in (FOLDER, ROOT / "network") for path in folder.rglob("*") if path.suffix in (".html", ".py")
    ]
    code = "".join(path.read_text() for path in files)
    drawn = set(re.findall(r'\bicon(?:\(|=|": )"([a-z0-9-]+)"', code))
    assert drawn.issubset(listed)
    assert set(listed) - set(re.findall(r'"([a-z0-9-]+)"', code)) == set()
