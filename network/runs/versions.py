"""What a result depends on besides the problem, the limits and the seed."""

from __future__ import annotations

import platform
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@cache
def versions() -> dict[str, str]:
    """Versions of Maillage, of OR-Tools (not imported for that) and of Python."""
    maillage = tomllib.loads(PROJECT.read_text())["project"]["version"]
    return {"maillage": maillage, "ortools": version("ortools"), "python": platform.python_version()}
