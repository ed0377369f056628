"""Several consortia at once, of organisations that may be in so many of them: as many as can be, then the best.

The model, the method and its sources are in `docs/models/consortia.md`.
"""

from network.matching.consortia.engine import solve
from network.matching.consortia.explain import explain_projects, explain_sharing
from network.matching.consortia.problem import Problem, Project, read_problem
from network.matching.consortia.solution import Alone, Formed, Solution
from network.matching.consortia.validation import validate

explanation = explain_sharing

__all__ = [
    "Alone", "Formed", "Problem", "Project", "Solution", "explain_projects", "explain_sharing", "explanation",
    "read_problem", "solve", "validate",
]  # fmt: skip
