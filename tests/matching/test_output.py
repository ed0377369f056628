"""Standard output belongs to the answer alone."""

from __future__ import annotations

import subprocess
import sys


def test_what_libraries_print_goes_to_standard_error() -> None:
    """Whether they print in Python or write to the descriptor."""
    script = """
import os
from network.matching.output import claim_output
answers = claim_output()
print("one", flush=True)
os.write(1, b"two")
print("answer", file=answers, flush=True)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("answer\n", "one\ntwo")
