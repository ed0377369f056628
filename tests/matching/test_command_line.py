"""`python -m network.matching`: exit status, output, signals; never a traceback."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from network.matching.__main__ import main
from tests.matching.audits import instances
from tests.matching.exchange import instances as exchange
from tests.matching.hires.instances import scattered
from tests.matching.hubs import instances as hubs
from tests.matching.instances import organisation, three_organisations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        (["consortium", "FILE", "--workers", "0"], "argument --workers: must be a whole number >= 1"),
        (["consortium", "FILE", "--seed", "-1"], "argument --seed: must be a whole number >= 0"),
        (["consortium", "FILE", "--memory-mb", "1.5"], "argument --memory-mb: must be a whole number >= 1"),
        (["consortium", "FILE", "--second", "5"], "unrecognized arguments: --second 5"),
        (["consortium", "FILE", "--output", "no/where"], "--output no/where: No such file or directory"),
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


def test_whatever_comes_in_it_answers(tmp_path: Path, call: Any) -> None:
    """300 damaged problems: solved, infeasible, or refused on one line."""
    chance = random.Random(11)
    text = json.dumps(three_organisations(ties=[["anna", "bert", 7]], call={"requires": {"t": 1}, "budget_cap": 3}))
    bits = [*'{}[]",:-.0123456789eE \\n', "null", "true", "NaN", "1e999", '"anna"', "\x00", "é", "-1", "2.0"]
    for _ in range(300):
        damaged = list(text)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.choice([0, 1, 1, 5])] = chance.choice(bits)
        status, output, complaint = call("consortium", written(tmp_path, "".join(damaged).encode()))
        assert status in (0, 1, 2)
        assert (complaint.count("\n"), bool(output)) == ((1, False) if status == 2 else (0, True))


@pytest.mark.parametrize("problem_of", [hubs.street, exchange.village])
def test_a_small_problem_of_another_kind(problem_of: Callable[..., dict[str, Any]], tmp_path: Path, call: Any) -> None:
    """Solved; and refused under another name."""
    problem = problem_of()
    path = written(tmp_path, problem)
    status, output, complaint = call(problem["kind"], path, "--workers", "1")
    assert (status, complaint, json.loads(output)["status"]) == (0, "", "optimal")
    assert call("consortium", path) == (2, "", 'kind: must be "consortium"\n')


@pytest.mark.parametrize("kind", ["consortium", "hires"])
def test_the_same_bytes_in_two_interpreters(kind: str, tmp_path: Path) -> None:
    """But for the seconds, whatever the hash seed."""
    path = written(tmp_path, PROBLEMS[kind](30))
    outputs = [
        run(kind, path, "--workers", "1", env=os.environ | {"PYTHONHASHSEED": hashes}).stdout for hashes in ("1", "2")
    ]
    first, second = (output.replace(str(json.loads(output)["seconds"]), "", 1) for output in outputs)
    assert first == second
    assert '"optimal"' in first


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
    "audits": lambda size: instances.scattered(5 * size, max_cycle=4, prefer_pairs=True),
    "consortium": large_problem,
    "hires": scattered,
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (signal.SIGINT, "consortium"),
        (signal.SIGTERM, "consortium"),
        (signal.SIGTERM, "hires"),
        (signal.SIGTERM, "audits"),
    ],
)
def test_a_signal_ends_it_with_the_best_so_far(name: signal.Signals, kind: str, tmp_path: Path) -> None:
    """Soon, with a whole solution."""
    path = written(tmp_path, PROBLEMS[kind](400))
    with subprocess.Popen(
        [*COMMAND, kind, str(path), "--seconds", "50"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(3)
        process.send_signal(name)
        sent = time.perf_counter()
        output, complaint = process.communicate(timeout=20)
        assert time.perf_counter() - sent < 1  # 0.2 on a machine that has nothing else to do
    solution = json.loads(output)
    assert (process.returncode, complaint) == (0, b"")
    assert solution["status"] == "feasible"
    assert solution["bound"] != solution["objective"]


def test_a_signal_before_there_is_anything() -> None:
    """While it waits for its input: unknown."""
    with subprocess.Popen([*COMMAND, "consortium", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        assert json.loads(process.stdout.read())["status"] == "unknown"
        assert process.wait(timeout=20) == 1
