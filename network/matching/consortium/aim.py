"""What a search minimises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.ground import Real
    from network.matching.consortium.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """constant + the sum of the members' own costs + what cohesion costs: to the "lead", of all "pairs", or None.

    Attributes
    ----------
    own: (n) whole costs as doubles.
    scale: whole; how many times the remoteness counts.
    """

    own: Real
    cohesion: str | None = None
    constant: int = 0
    scale: int = 1


def cohesion_aim(problem: Problem) -> Aim:
    """The problem's objective: every member, the lead too, takes off the member bonus; the constant gives one back."""
    own = [-problem.member_bonus - candidate.bonus for candidate in problem.candidates]
    return Aim(own=np.array(own, dtype=float), cohesion=problem.cohesion, constant=problem.member_bonus)


def kept_aim(problem: Problem) -> Aim:
    """Minus one for each member of `previous`."""
    return Aim(own=np.array([-float(candidate.id in problem.previous) for candidate in problem.candidates]))
