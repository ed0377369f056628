"""Standard output belongs to the answer alone."""

from __future__ import annotations

import os
import sys
from typing import TextIO

MODES = {"stdin": os.O_RDONLY, "stdout": os.O_RDONLY, "stderr": os.O_WRONLY}
"""Of what stands in for a closed stream: nothing comes in, what is said goes nowhere, but an answer fails."""


def claim_output() -> TextIO:
    """Where standard output went; from now on what libraries print, in C++ too, goes to standard error."""
    for descriptor, (name, mode) in enumerate(MODES.items()):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, mode), descriptor)
            setattr(sys, name, os.fdopen(descriptor, "r" if name == "stdin" else "w", encoding="utf-8"))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers
