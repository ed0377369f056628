"""`python -m network.matching`: exit status, output, signals; never a traceback."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from network.matching.__main__ import main
from network.matching.registry import KINDS
from tests.matching.audits import instances
from tests.matching.consortia.helpers import road
from tests.matching.exchange.instances import village as exchange_village
from tests.matching.hires.instances import scattered
from tests.matching.hires.instances import village as hires_village
from tests.matching.hubs.instances import street
from tests.matching.instances import organisation, three_organisations
from tests.matching.panels.instances import arrays, random_table
from tests.matching.panels.instances import village as panels_village
from tests.matching.portfolio.instances import crowd
from tests.matching.portfolio.instances import village as portfolio_village
from tests.matching.test_lenses import problem as through_lenses

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "network.matching"]


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    """Three organisations in a file."""
    return written(tmp_path, three_organisations())


def written(folder: Path, content: Any) -> Path:
    """A file with a problem, or with any bytes."""
    path = folder / "problem.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def run(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60, **more
    )


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """The command in this process: (status, output, complaint)."""
    monkeypatch.setattr("network.matching.__main__.answer_signals", lambda: None)

    def invoke(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        sys.stdout.flush()
        output = capfd.readouterr()
        return status, output.out, output.err

    return invoke


def test_a_solution_on_standard_output(problem: Path) -> None:
    """Solved: 0, one JSON text, nothing on standard error."""
    done = run("consortium", problem, "--seconds", "5", "--workers", "1", "--seed", "3", "--memory-mb", "2000")
    solution = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (solution["kind"], solution["status"], solution["objective"], solution["seed"]) == (
        "consortium", "optimal", 550, 3,
    )  # fmt: skip


def test_a_problem_from_standard_input(problem: Path) -> None:
    """The file is a dash."""
    assert json.loads(run("consortium", "-", input=problem.read_text()).stdout)["objective"] == 550


def test_a_solution_in_a_file(problem: Path, tmp_path: Path, call: Any) -> None:
    """Then standard output stays empty."""
    target = tmp_path / "solution.json"
    assert call("consortium", problem, "--output", target) == (0, "", "")
    assert json.loads(target.read_text())["status"] == "optimal"


def test_infeasible_is_1(tmp_path: Path, call: Any) -> None:
    """With the reasons."""
    status, output, complaint = call("consortium", written(tmp_path, three_organisations(call={"min_partners": 4})))
    assert (status, complaint) == (1, "")
    assert json.loads(output)["conflict"] == ["min_partners"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["consortium"], "the following arguments are required: PROBLEM.json"),
        (["tombola", "FILE"], "kind: must be one of audits"),
        (["consortium", "missing.json"], "missing.json: No such file or directory"),
        (["consortium", "."], ".: Is a directory"),
        (["consortium", "FILE", "--seconds", "0.5"], "argument --seconds: must be a number >= 1"),
        (["consortium", "FILE", "--seconds", "nan"], "argument --seconds: must be a number >= 1"),
        (["consortium", "FILE", "--seconds", "1_0"], "argument --seconds: must be a number >= 1"),
        (["consortium", "FILE", "--seconds", "\uff11\uff10"], "argument --seconds: must be a number >= 1"),
        (["consortium", "FILE", "--workers", "0"], "argument --workers: must be a whole number >= 1"),
        (["consortium", "FILE", "--seed", "-1"], "argument --seed: must be a whole number >= 0"),
        (["consortium", "FILE", "--memory-mb", "1.5"], "argument --memory-mb: must be a whole number >= 1"),
        (["consortium", "FILE", "--second", "5"], "unrecognized arguments: --second 5"),
        (["consortium", "FILE", "--output", "no/where"], "--output no/where: No such file or directory"),
        (["consortium", "FILE", "--output", "/dev/full"], "--output /dev/full: No space left on device"),
    ],
)
def test_unusable_arguments_are_2(arguments: list[str], message: str, problem: Path, call: Any) -> None:
    """One line that says which."""
    status, output, complaint = call(*(str(problem) if argument == "FILE" else argument for argument in arguments))
    assert (status, output) == (2, "")
    assert complaint.startswith(message)
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "problem: Expecting value at line 1, column 1\n"),
        (b"\xff", "problem: must be UTF-8, byte 0 is not\n"),
        (b"[" * 100_000, "problem: is nested too deeply\n"),
        ([], "problem: must be an object\n"),
        ({"kind": "hubs"}, 'kind: must be "consortium"\n'),
        (three_organisations(**{"a\nb": 1}), '["a\\nb"]: unknown key\n'),
        (three_organisations(anna={"offers": {"trucks": -1}}),
         "candidates[0].offers.trucks: must be a whole number >= 0\n"),
    ],
)  # fmt: skip
def test_unusable_problems_are_2(content: Any, message: str, tmp_path: Path, call: Any) -> None:
    """One line that names the place."""
    assert call("consortium", written(tmp_path, content)) == (2, "", message)


def test_there_is_a_small_problem_of_every_kind() -> None:
    """For the tests below."""
    assert set(SMALL) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_comes_in_it_answers(kind: str, tmp_path: Path, call: Any) -> None:
    """30 damaged problems: solved, infeasible, or refused on one line."""
    chance = random.Random(11)
    bits = [*'{}[]",:-.0123456789eE \\n', "null", "true", "NaN", "1e999", '"anna"', "\x00", "é", "-1", "2.0"]
    for _ in range(30):
        damaged = list(json.dumps(SMALL[kind]))
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.choice([0, 1, 1, 5])] = chance.choice(bits)
        status, output, complaint = call(kind, written(tmp_path, "".join(damaged).encode()))
        assert status in (0, 1, 2)
        assert (complaint.count("\n"), bool(output)) == ((1, False) if status == 2 else (0, True))


def test_the_same_bytes_in_two_interpreters(tmp_path: Path) -> None:
    """But for the seconds, whatever the hash seed."""
    for kind in KINDS:
        (tmp_path / kind).write_text(json.dumps(PROBLEMS[kind](8) if kind in PROBLEMS else SMALL[kind]))
    script = (
        "import sys; from network.matching.__main__ import main; [main([k, k, '--workers', '1']) for k in sys.argv[1:]]"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", script, *KINDS], cwd=tmp_path, capture_output=True, text=True, check=True,
            timeout=100, env=os.environ | {"PYTHONHASHSEED": hashes, "PYTHONPATH": str(ROOT)},
        ).stdout
        for hashes in ("1", "2")
    )  # fmt: skip
    assert re.sub(r'"seconds": [\d.]+', "", first) == re.sub(r'"seconds": [\d.]+', "", second)
    assert first.count('"status": "optimal"') >= len(KINDS)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"lenses", "panels"}))
def test_a_solution_is_explained_where_that_is_asked_for(kind: str, tmp_path: Path, call: Any) -> None:
    """Beside what it says without; every kind has something to say of its small problem."""
    path = written(tmp_path, (SMALL | {"consortium": three_organisations()})[kind])
    bare, explained = (json.loads(call(kind, path, "--workers", "1", *more)[1]) for more in ([], ["--explain"]))
    assert explained.pop("explanation") is not None
    assert explained | {"seconds": 0} == bare | {"seconds": 0}


def test_there_is_nothing_to_explain(problem: Path, tmp_path: Path, call: Any) -> None:
    """Of a kind that has no reasons, and of a problem that has no solution."""
    assert call("panels", problem, "--explain") == (2, "", "--explain: there is nothing to explain of panels\n")
    crowded = written(tmp_path, SMALL["hubs"] | {"hub_count": 99})
    assert json.loads(call("hubs", crowded, "--explain")[1])["explanation"] is None


def test_arrays_in_place_of_json(tmp_path: Path, call: Any) -> None:
    """Of panels alone; the objective is said beside them, and only there."""
    path, broken = tmp_path / "table.npz", tmp_path / "broken.npz"
    path.write_bytes(arrays())
    broken.write_bytes(arrays()[:99])
    status, output, complaint = call("panels", path, "--objective", "fair")
    assert (status, complaint) == (0, "")
    assert json.loads(output)["panels"] == {"0": ["1"], "1": ["1"]}
    assert call("panels", broken) == (2, "", "problem: is no .npz file of arrays (BadZipFile)\n")
    assert call("consortium", path) == (2, "", "problem: consortium must be JSON, not a .npz file\n")
    assert call("panels", written(tmp_path, SMALL["panels"]), "--objective", "fair") == (
        2, "", "--objective: goes with a .npz file; JSON says it itself\n",
    )  # fmt: skip


def large_problem(size: int) -> dict[str, Any]:
    """A team of twenty or so, so that there is something to search."""
    chance = random.Random(5)
    candidates = [
        organisation(f"c{k}", north_km=chance.random() * 150, offers={"m2": chance.choice([40, 70, 110])})
        for k in range(size)
    ]
    call = {"requires": {"m2": 5 * size}, "max_share_percent": 20}
    return three_organisations(candidates=candidates, cohesion="pairs", alternatives=1, call=call)


PROBLEMS: dict[str, Callable[[int], dict[str, Any]]] = {
    "audits": lambda size: instances.scattered(3 * size, max_cycle=4, prefer_pairs=True),
    "consortium": large_problem,
    "hires": scattered,
    "panels": lambda size: random_table(max(4, size // 4), max(4, size // 4), load=3) | {"objective": "fair"},
    "portfolio": crowd,
}


SMALL: dict[str, dict[str, Any]] = {
    "audits": instances.village(),
    "consortia": road(),
    "consortium": three_organisations(ties=[["anna", "bert", 7]], call={"requires": {"t": 1}, "budget_cap": 3}),
    "exchange": exchange_village(),
    "hires": hires_village(),
    "hubs": street(),
    "lenses": through_lenses(),
    "panels": panels_village(objective="fair"),
    "portfolio": portfolio_village(),
}


STOPPED = """
import os, signal, sys
from network.matching import __main__ as command
hear = command.Solve._hear
def stop(solve, news):
    hear(solve, news)
    if news.best is not None:
        os.kill(os.getpid(), signal.Signals[sys.argv[1]])
command.Solve._hear = stop
status = command.main(sys.argv[2:])
sys.stdout.flush()
os._exit(status)
"""
"""The command, with a signal to itself as soon as there is a solution."""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SIGINT", "consortium"),
        ("SIGTERM", "hires"),
        ("SIGTERM", "audits"),
        ("SIGTERM", "panels"),
        ("SIGINT", "portfolio"),
    ],
)
def test_a_signal_ends_it_with_the_best_so_far(name: str, kind: str, tmp_path: Path) -> None:
    """Long before its time, with a whole solution."""
    arguments = [name, kind, written(tmp_path, PROBLEMS[kind](400)), "--seconds", "300"]
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, *map(str, arguments)], capture_output=True, check=False, timeout=100
    )
    solution = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert solution["status"] == "feasible"
    assert solution["bound"] != solution["objective"]


def test_a_signal_before_there_is_anything() -> None:
    """While it reads its input, which it does once it has begun to take so much: unknown."""
    with subprocess.Popen([*COMMAND, "consortium", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(b" " * 2**20)
        process.stdin.flush()
        while process.poll() is None:  # a signal between two reads is heard with the next
            process.send_signal(signal.SIGTERM)
            time.sleep(0.1)
        assert json.loads(process.stdout.read())["status"] == "unknown"
        assert process.wait(timeout=60) == 1
