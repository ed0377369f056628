"""Who gives what: the split of the requirements in which the largest part of its own offer that anyone gives is least.

For a share t of its offer, a member can give at most min(cap, floor(t * offer)) of a capability. That grows with t and
jumps only where t * offer is whole, so the least t that meets a requirement is found exactly by bisection. Where every
member must give something that counts, each is held to it in the capability where that is the smallest part of its
offer: no split can ask less of it, so the largest part stays the least there is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from network.matching.consortium.problem import Call, Candidate

Contributions = dict[str, dict[str, int]]


def balanced_contributions(call: Call, members: Iterable[Candidate]) -> Contributions:
    """The balanced split, {member: {capability: amount}}, members and capabilities sorted, amounts of 0 left out.

    Where the team falls short of a requirement, everyone gives all it may.
    """
    team = sorted(members, key=lambda member: member.id)
    floors = {(member.id, c): call.least(c) for member in team if (c := easiest_capability(call, member)) is not None}
    given: Contributions = {member.id: {} for member in team}
    for capability, required in call.requires.items():
        able = [member for member in team if call.givable(member, capability) > 0]
        split = _Split(
            offers={member.id: member.offers[capability] for member in able},
            caps={member.id: call.givable(member, capability) for member in able},
            floors={member.id: floors.get((member.id, capability), 0) for member in able},
            required=required,
        )
        for member, amount in split.balanced().items():
            if amount > 0:
                given[member][capability] = amount
    return given


def easiest_capability(call: Call, member: Candidate) -> str | None:
    """Where the least contribution that counts is the smallest part of the member's offer; None if there is none."""
    if call.min_contribution_percent is None:
        return None
    able = [c for c in call.requires if call.givable(member, c) >= call.least(c)]
    return min(able, key=lambda c: (Fraction(call.least(c), member.offers[c]), c), default=None)


class _Split:
    """The split of one required capability among those who offer some of it."""

    def __init__(
        self, *, offers: Mapping[str, int], caps: Mapping[str, int], floors: Mapping[str, int], required: int
    ) -> None:
        self._offers, self._caps, self._floors, self._required = offers, caps, floors, required

    def balanced(self) -> dict[str, int]:
        """The amounts at the least share, brought down to what is required where several members reach it at once."""
        share = self._least_share()
        amounts = self._amounts(share)
        spare = sum(amounts.values()) - self._required
        for member in sorted(amounts):
            at_share = amounts[member] == share * self._offers[member]
            if spare > 0 and at_share and amounts[member] > self._floors[member]:
                amounts[member] -= 1
                spare -= 1
        return amounts

    def _amounts(self, share: Fraction) -> dict[str, int]:
        return {
            member: max(self._floors[member], min(self._caps[member], int(share * offer)))
            for member, offer in self._offers.items()
        }

    def _enough(self, share: Fraction) -> bool:
        return sum(self._amounts(share).values()) >= self._required

    def _least_share(self) -> Fraction:
        if self._enough(Fraction(0)) or not self._enough(Fraction(1)):
            return Fraction(0) if self._enough(Fraction(0)) else Fraction(1)
        steps = 1 << max(self._offers.values()).bit_length()  # within one step every amount jumps once at most
        low, high = 0, steps
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._enough(Fraction(middle, steps)) else (middle, high)
        jumps = {Fraction(offer * low // steps + 1, offer) for offer in self._offers.values()}
        return min(share for share in jumps if self._enough(share))
