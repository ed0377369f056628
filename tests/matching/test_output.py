"""Standard output belongs to the answer alone."""

from __future__ import annotations

import os
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


def test_streams_that_come_closed_are_empty_and_an_answer_is_not_lost_unnoticed() -> None:
    """Nothing comes in, what is said goes nowhere, what is answered fails."""
    script = """
import sys
from network.matching.output import claim_output
answers = claim_output()
assert sys.stdin.buffer.read() == b""
print("lost", file=sys.stderr, flush=True)
try:
    print("answer", file=answers, flush=True)
except OSError:
    sys.exit(3)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], preexec_fn=lambda: os.closerange(0, 3), check=False, timeout=60
    )
    assert done.returncode == 3
