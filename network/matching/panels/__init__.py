"""Panels: so many auditors for each audited organisation, one way.

The model, the method and its sources are in `docs/models/panels.md`.
"""

from network.matching.panels.engine import solve
from network.matching.panels.problem import Problem, read_arrays, read_problem
from network.matching.panels.solution import Solution
from network.matching.panels.validation import validate

__all__ = ["Problem", "Solution", "read_arrays", "read_problem", "solve", "validate"]
