"""Which dossiers to fund with one envelope.

The model, the method and its sources are in `docs/models/portfolio.md`.
"""

from network.matching.portfolio.engine import solve
from network.matching.portfolio.explain import explain_funding
from network.matching.portfolio.problem import Problem, read_problem
from network.matching.portfolio.solution import Solution
from network.matching.portfolio.validation import validate

explanation = explain_funding

__all__ = ["Problem", "Solution", "explain_funding", "explanation", "read_problem", "solve", "validate"]
