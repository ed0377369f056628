"""What else is asked of a team's search, beside the search itself: `python benchmarks/matching_questions.py 53 400`.

A row a family of candidates (`pairs` after the size: all pairs count) and seed: processor seconds of the solve, and of
three alternatives that differ by two members, of what changes without each member, of the weights over which the team
stays the best, of the reasons why there is no team where a quarter of the budget is left; how many times the solve each
is. `!` marks what was not finished.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from matching_consortium import family

from network.matching.consortium import explain_members, explain_weights, read_problem, solve
from network.matching.solver import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium import Problem


def main() -> None:
    """Print a line for each instance."""
    parser = argparse.ArgumentParser(description="Time the alternatives and explanations of teams.")
    parser.add_argument("families", nargs="+", metavar="SIZE", help="candidates, such as 53 or 53pairs")
    parser.add_argument("--seeds", type=int, default=3, help="of each family (default 3)")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit of each question (default 60)")
    options = parser.parse_args()
    limits = Limits(seconds=options.seconds, workers=1)
    solve(_problem("53", 0), limits)  # what is imported at first use does not count
    print("| instance | solve s | alternatives | without each | weights | no team |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in options.families:
        for seed in range(options.seeds):
            _report(name, seed, limits)


def _problem(name: str, seed: int, part_of_budget: int = 1) -> Problem:
    data = family(int(name.removesuffix("pairs")), seed)
    data["call"]["budget_cap"] //= part_of_budget
    return read_problem(data | {"cohesion": "pairs" if name.endswith("pairs") else "lead"})


def _report(name: str, seed: int, limits: Limits) -> None:
    problem = _problem(name, seed)
    alone, found = _timed(lambda: solve(problem, limits))
    best = found.proposals[0]
    asked: list[tuple[Callable[[], Any], Callable[[Any], bool]]] = [
        (lambda: solve(replace(problem, alternatives=3, min_difference=2), limits), lambda s: s.alternatives_complete),
        (lambda: explain_members(problem, best, limits), lambda rows: all(_ended(row["status"]) for row in rows)),
        (lambda: explain_weights(problem, best, limits), lambda weights: weights["complete"]),
        (lambda: solve(_problem(name, seed, part_of_budget=4), limits), lambda s: s.explained and not s.proposals),
    ]
    cells = [f"{name} #{seed}", f"{alone:.2f}"]
    for ask, is_finished in asked:
        seconds, answer = _timed(ask)
        cells.append(f"{seconds:.2f} ({seconds / alone:.1f} x)" + ("" if is_finished(answer) else " !"))
    print("| " + " | ".join(cells) + " |", flush=True)


def _ended(status: str) -> bool:
    return status in ("optimal", "infeasible")


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, and the answer."""
    started = time.process_time()
    answer = ask()
    return time.process_time() - started, answer


if __name__ == "__main__":
    main()
