"""Fractional demands become shared posts: who shares a post, who is its host, and its week.

The model, the method and its sources are in `docs/models/hires.md`.
"""

from network.matching.hires.changes import Change
from network.matching.hires.engine import solve
from network.matching.hires.explain import Reason, explain_unplaced, explanation
from network.matching.hires.problem import Demand, Given, Problem, Rules, grid_of, read_problem
from network.matching.hires.solution import Broken, Post, Solution
from network.matching.hires.validation import broken_rule, validate

__all__ = [
    "Broken", "Change", "Demand", "Given", "Post", "Problem", "Reason", "Rules", "Solution",
    "broken_rule", "explain_unplaced", "explanation", "grid_of", "read_problem", "solve", "validate",
]  # fmt: skip
