"""Which dossiers to fund with one envelope.

The model, the method and its sources are in `docs/models/portfolio.md`.
"""

from network.matching.portfolio.engine import solve
from network.matching.portfolio.explain import explain_funding
from network.matching.portfolio.problem import Problem, read_problem
from network.matching.portfolio.solution import Solution
from network.matching.portfolio.validation import validate

__all__ = ["Problem", "Solution", "explain_funding", "read_problem", "solve", "validate"]
