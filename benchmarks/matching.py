"""What the matching engine finds, how fast, beside its peers: `python benchmarks/matching.py --instances FOLDER`.

FOLDER holds problems as `network.matching` takes them, bare or under "problem" with the "best" known; `--family SIZE`
makes random ones by their seed instead. Every solve is in a process of its own. A line says what was found, the gap of
the first entry that is not proved, the seconds of the solve, those of the whole process, its memory, the best known
where it is another, and how many times longer than ours a peer took.
What belongs to one kind is in `matching_KIND.py`: `family(size, seed)`, and `PEERS`, of which one is run when it is
called as a command. Those that NEEDS names a package for are run where that is installed (`peers.txt`).
Alternatives and explanations of teams: `matching_questions.py`.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

FAMILIES = ("audits", "consortia", "consortium", "exchange", "hires", "hubs", "panels", "portfolio")
GRACE_SECONDS = 30
OURS = "Maillage"
WIDTHS = (22, 28, 26, 10, 9, 8, 7, 20, 8)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(HERE.parent), "OPENBLAS_NUM_THREADS": "1"}  # as the engine sets it


@dataclass(frozen=True)
class Run:
    """A solve in a process of its own; no solution: it was killed or had none."""

    solution: dict[str, Any] | None
    seconds: float
    megabytes: float


def main() -> None:
    """Print a line for each instance and solver."""
    options = _options()
    _print_row(options, "instance", "solver", "objective", "proof", "solve s", "all s", "MB", "best known", "x ours")
    if options.markdown:
        print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name, instance in _instances(options):
            path = Path(folder) / "problem.json"
            problem = instance.get("problem", instance) | dict(options.changes)
            path.write_text(json.dumps(problem))
            kind = problem["kind"]
            runs = {solver: run(command, options.seconds) for solver, command in _commands(kind, path, options).items()}
            for solver, found in runs.items():
                _report(options, name, solver, found, instance.get("best"), seconds_of(found) / seconds_of(runs[OURS]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the matching engine with its peers.")
    parser.add_argument("--instances", type=Path, help="folder of problems")
    parser.add_argument("--kind", help="only problems of this kind")
    parser.add_argument("--family", type=int, metavar="SIZE", help="random problems of this size, with --kind")
    parser.add_argument("--seeds", type=int, default=5, help="of the family (default 5)")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit of each solve (default 60)")
    parser.add_argument("--with", dest="changes", type=_change, action="append", default=[], metavar="KEY=VALUE",
                        help="a key of all problems, such as objective=fair or cohesion=pairs")  # fmt: skip
    parser.add_argument("--markdown", action="store_true", help="print the table as docs/benchmarks.md quotes it")
    parser.add_argument("--no-peers", action="store_true", help="our engine alone")
    return parser.parse_args()


def _change(text: str) -> tuple[str, Any]:
    """A key and its value, JSON or a word."""
    key, _, value = text.partition("=")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _instances(options: argparse.Namespace) -> list[tuple[str, dict[str, Any]]]:
    if options.family:
        family = importlib.import_module(f"matching_{options.kind}").family
        return [(f"{options.kind} {options.family} #{k}", family(options.family, k)) for k in range(options.seeds)]
    found = [(path.stem, json.loads(path.read_text())) for path in sorted(options.instances.glob("*.json"))]
    read_file = importlib.import_module("matching_panels").read_file
    found += [(path.stem, read_file(path)) for path in sorted(options.instances.glob("*.npz"))]
    rows = [(name, data) for name, data in found if isinstance(data, dict) and "kind" in data.get("problem", data)]
    return [row for row in rows if options.kind in (None, row[1].get("problem", row[1])["kind"])]


def _commands(kind: str, path: Path, options: argparse.Namespace) -> dict[str, list[str]]:
    limit = ["--seconds", str(options.seconds)]
    commands = {OURS: ["-m", "network.matching", kind, str(path), *limit]}
    if kind in FAMILIES and not options.no_peers:
        adapter = importlib.import_module(f"matching_{kind}")
        needs = getattr(adapter, "NEEDS", {})
        peers = [peer for peer in adapter.PEERS if peer not in needs or importlib.util.find_spec(needs[peer])]
        commands |= {peer: [adapter.__file__, peer, str(path), str(options.seconds)] for peer in peers}
    return commands


def run(command: list[str], seconds: float) -> Run:
    """Python with these arguments; killed when it is far beyond its limit."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen([sys.executable, *command], stdout=output, cwd=HERE.parent, env=ENVIRONMENT)
        timer = threading.Timer(seconds + GRACE_SECONDS, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = status
        output.seek(0)
        text = output.read()
    return Run(json.loads(text) if text else None, time.perf_counter() - started, usage.ru_maxrss / 1024)


def seconds_of(found: Run) -> float:
    """Of the solve; of the whole process where it was killed. A hundredth at least, for ratios."""
    return max(0.01, found.solution["seconds"] if found.solution else found.seconds)


def _report(options: argparse.Namespace, name: str, solver: str, found: Run, best: Any, ratio: float) -> None:
    solution = found.solution or {"objective": None, "bound": None, "seconds": found.seconds}
    known = "" if best in (None, solution["objective"]) else str(best)
    times = f"{solution['seconds']:.2f}", f"{found.seconds:.2f}", f"{found.megabytes:.0f}"
    shown = "" if solver == OURS else f"{ratio:.1f}"
    _print_row(options, name, solver, str(solution["objective"]), _proof(solution), *times, known, shown)


def _print_row(options: argparse.Namespace, *cells: str) -> None:
    if options.markdown:
        print("| " + " | ".join(cells) + " |", flush=True)
    else:
        print("".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)


def _proof(solution: dict[str, Any]) -> str:
    """`proved`, or how far the first entry that is not proved is from its bound."""
    objective, bound = (
        side if isinstance(side, list) else [side] for side in (solution["objective"], solution["bound"])
    )
    for value, limit in zip(objective, bound, strict=True):
        if value is None or limit is None:
            return "none"
        if value != limit:
            return f"{100 * abs(value - limit) / max(1, abs(value)):.2f} %"
    return "proved"


if __name__ == "__main__":
    main()
