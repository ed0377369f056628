"""Who gives what: the split of the requirements in which the largest part of its own offer that anyone gives is least.

For a share t, a member i can give at most min(cap, floor(t * offer)) of a capability. That grows with t, so the least
t at which the requirements are met is found by bisection over the fractions amount / offer themselves, exactly.
Then each capability is balanced on its own, and what is too much is taken back from those who give the largest part.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from network.matching.consortium.problem import Call, Candidate

Contributions = dict[str, dict[str, int]]


def balanced_contributions(call: Call, members: Iterable[Candidate]) -> Contributions:
    """The balanced split, {member: {capability: amount}}, amounts of 0 left out.

    Where the team falls short of a requirement everyone gives all it may.
    """
    team = sorted(members, key=lambda member: member.id)
    given: Contributions = {member.id: {} for member in team}
    for capability in call.requires:
        _split(call, capability, team, given, {})
    if call.min_contribution_percent is not None:
        _give_each_a_part(call, team, given)
    return given


def _give_each_a_part(call: Call, team: list[Candidate], given: Contributions) -> None:
    """Whoever gives too little of everything gives the least that counts, where it is the smallest part of its own."""
    floors: dict[str, dict[str, int]] = {}
    for member in team:
        if any(given[member.id].get(capability, 0) >= call.least(capability) for capability in call.requires):
            continue
        able = [c for c in call.requires if min(member.offers.get(c, 0), call.most(c)) >= call.least(c)]
        if able:
            easiest = min(able, key=lambda c: Fraction(call.least(c), member.offers[c]))
            floors.setdefault(easiest, {})[member.id] = call.least(easiest)
    for capability, least in floors.items():
        kept = {m: given[m][capability] for m in given if given[m].get(capability, 0) >= call.least(capability)}
        _split(call, capability, team, given, _only_needed(call, capability, given, kept) | least)


def _only_needed(call: Call, capability: str, given: Contributions, kept: Mapping[str, int]) -> dict[str, int]:
    """Floors for those whose only sufficient contribution is this capability."""
    return {
        member: call.least(capability)
        for member in kept
        if not any(c != capability and given[member].get(c, 0) >= call.least(c) for c in call.requires)
    }


def _split(
    call: Call, capability: str, team: list[Candidate], given: Contributions, floors: Mapping[str, int]
) -> None:
    """Split one capability, with floors for some members."""
    caps = {m.id: min(m.offers.get(capability, 0), call.most(capability)) for m in team}
    offers = {m.id: m.offers.get(capability, 0) for m in team if caps[m.id] > 0}
    required = call.requires[capability]

    def amounts(share: Fraction) -> dict[str, int]:
        return {m: max(floors.get(m, 0), min(caps[m], int(share * offer))) for m, offer in offers.items()}

    chosen = amounts(_least_share(offers, required, amounts))
    for member in sorted(chosen, key=lambda m: (-Fraction(chosen[m], offers[m]), m)):
        spare = max(0, sum(chosen.values()) - required)
        chosen[member] -= min(spare, chosen[member] - floors.get(member, 0))
    for member in given:
        given[member].pop(capability, None)
        if chosen.get(member):
            given[member][capability] = chosen[member]
