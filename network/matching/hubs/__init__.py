"""Where to host a shared service: hubs, and the sites that each of them serves.

The model, the method and its sources are in `docs/models/hubs.md`.
"""

from network.matching.hubs.engine import solve
from network.matching.hubs.explain import explain_count
from network.matching.hubs.problem import Problem, read_problem
from network.matching.hubs.solution import Solution
from network.matching.hubs.validation import validate

explanation = explain_count

__all__ = ["Problem", "Solution", "explain_count", "explanation", "read_problem", "solve", "validate"]
