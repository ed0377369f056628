"""A team for a call: who should be in it, who leads it, who contributes what; and why, if there is none.

The model, the method and its sources are in `docs/models/consortium.md`.
"""

from network.matching.consortium.engine import solve
from network.matching.consortium.explain import explain_members, explain_weights, explanation
from network.matching.consortium.problem import Call, Candidate, Problem, Remoteness, read_problem, read_remoteness
from network.matching.consortium.reasons import lowest_cap
from network.matching.consortium.solution import Proposal, Relaxation, Solution
from network.matching.consortium.team import CriterionState, TeamState, check_team
from network.matching.consortium.validation import validate

__all__ = [
    "Call", "Candidate", "CriterionState", "Problem", "Proposal", "Relaxation", "Remoteness", "Solution", "TeamState",
    "check_team", "explain_members", "explain_weights", "explanation", "lowest_cap",
    "read_problem", "read_remoteness", "solve", "validate",
]  # fmt: skip
