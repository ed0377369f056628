"""The engine stands alone."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_engine_imports_no_web_no_database_and_no_solver() -> None:
    """In a fresh interpreter."""
    look = (
        "import network.matching, network.matching.registry as r, sys; [r.kind_named(k) for k in r.KINDS];"
        "print(sorted({'flask', 'sqlalchemy', 'ortools', 'scipy', 'networkx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
