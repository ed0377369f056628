"""The layers hold, the engines are pure, and no committed file knows the machine it was written on."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from network.config import ROOT

ENGINES = [name for name in ("network.matching", "network.proximity") if (ROOT / name.replace(".", "/")).is_dir()]
FORBIDDEN = ("flask", "werkzeug", "sqlalchemy", "wtforms")
# absolute paths of somebody's machine, and the addresses that package tools like to write down
HOMES = "|".join(("home", "root", "Users", "work", "tmp"))
INDEXES = "|".join("".join(parts) for parts in (("python", "hosted"), ("npm", "js"), ("py", "pi")))
DRIVES = r"[a-z]:" + 2 * re.escape("\\")
MACHINE = re.compile(rf"/(?:{HOMES})/[\w.]|{DRIVES}|(?:{INDEXES})\.org")


def test_layers():
    """The contracts of pyproject.toml; run `make lint` for the details."""
    assert lint_imports() == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_are_pure(engine):
    """Importing all of an engine, in a fresh interpreter, brings neither the web nor the database."""
    script = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module({engine!r})\n"
        "for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        f"print([name for name in {FORBIDDEN!r} if name in sys.modules])\n"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_package_itself_imports_nothing():
    """`import network.matching` runs network/__init__.py first."""
    tree = (ROOT / "network" / "__init__.py").read_text()
    assert "import" not in re.sub(r'""".*?"""', "", tree, flags=re.DOTALL)


def committed_files():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_knows_a_machine_or_a_package_index():
    found = []
    for name in committed_files():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match.group(0)}" for match in MACHINE.finditer(text)]
    assert found == []
