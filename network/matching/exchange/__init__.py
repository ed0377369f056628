"""Spare capacity to needs: who lends what to whom, when.

The model, the method and its sources are in `docs/models/exchange.md`.
"""

from network.matching.exchange.engine import solve
from network.matching.exchange.explain import explain_unserved, explanation
from network.matching.exchange.problem import Problem, read_problem
from network.matching.exchange.solution import Solution
from network.matching.exchange.validation import validate

__all__ = ["Problem", "Solution", "explain_unserved", "explanation", "read_problem", "solve", "validate"]
