"""The best panels by going through all of them, straight from the sentences of the problem."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def best(problem: dict[str, Any]) -> Any:
    """The best objective; None if there are no panels."""
    fair = problem["objective"] == "fair"
    found = [(min(sums, default=0), sum(sums)) for sums in _sums(problem)]
    if not found:
        return None
    return list(max(found)) if fair else max(total for _, total in found)


def _sums(problem: dict[str, Any]) -> Iterator[list[int]]:
    """The sums of every choice of panels that keeps to the loads."""
    score = {(auditor, audited): value for auditor, audited, value in problem["scores"]}
    needing = [row for row in problem["audited"] if row["auditors_needed"]]
    options = []
    for row in needing:
        permitted = [auditor["id"] for auditor in problem["auditors"] if (auditor["id"], row["id"]) in score]
        options.append(list(combinations(permitted, row["auditors_needed"])))
    for choice in product(*options):
        everyone = [auditor for panel in choice for auditor in panel]
        if all(everyone.count(row["id"]) <= row["max_audits"] for row in problem["auditors"]):
            yield [
                sum(score[auditor, row["id"]] for auditor in panel) for row, panel in zip(needing, choice, strict=True)
            ]
