"""Standard output belongs to the answer alone."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def claim_output() -> TextIO:
    """Where standard output went; from now on what libraries print, in C++ too, goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers
