"""Reciprocal peer audits: who audits whom, so that each who audits is audited.

The model, the method and its sources are in `docs/models/audits.md`.
"""

from network.matching.audits.engine import solve
from network.matching.audits.explain import explain_unpaired
from network.matching.audits.problem import Problem, read_problem
from network.matching.audits.solution import Solution
from network.matching.audits.validation import validate

explanation = explain_unpaired

__all__ = ["Problem", "Solution", "explain_unpaired", "explanation", "read_problem", "solve", "validate"]
