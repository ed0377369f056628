"""`flask serve` as a person starts and ends it: a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import psutil
import pytest

from network.accounts.demo_accounts import PASSWORD
from network.config import ROOT

SECONDS_TO_END = 10


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def environment(**settings):
    """Nothing of the tests' own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1"} | {name: str(value) for name, value in settings.items()}


def flask(*arguments, **settings):
    """What a command says that is expected to end by itself."""
    command = [sys.executable, "-m", "flask", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, timeout=60)


@contextmanager
def serving(**settings):
    """The process, once it answers; and its words up to there."""
    command = [sys.executable, "-m", "flask", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(**settings), stdout=subprocess.PIPE, text=True)
    try:
        words = ""
        while "is ready" not in words:
            line = process.stdout.readline()
            assert line, f"it ended: {words}"
            words += line
        yield process, words
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def answers(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as response:
        return response.status == 200


def test_it_serves_until_it_is_told_to_end_and_keeps_its_data(port, tmp_path):
    """`make run` on an empty folder, ended by SIGTERM; again, ended by Ctrl-C; real use refuses what it left."""
    for number in (signal.SIGTERM, signal.SIGINT):
        with serving(PORT=port, DATA=tmp_path, DEMO=1) as (process, words):
            assert f"http://127.0.0.1:{port}" in words
            assert answers(port)
            children = psutil.Process(process.pid).children(recursive=True)
            begun = time.monotonic()
            process.send_signal(number)
            rest = process.stdout.read()
            assert process.wait(SECONDS_TO_END) == 0
            assert time.monotonic() - begun < SECONDS_TO_END
            assert PASSWORD in rest
            assert "coordination@" in rest
            assert not psutil.wait_procs(children, timeout=1)[1]
    result = flask("serve", PORT=port, DATA=tmp_path, BASE_URL="https://maillage.example.org")
    assert result.returncode == 1
    assert "holds the demonstration" in result.stderr


def test_what_is_not_there_cannot_be_restored(tmp_path):
    assert "There is no file" in flask("restore", str(tmp_path / "none.zip"), DATA=tmp_path).stderr


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = flask("serve", PORT=listener.getsockname()[1], DATA=tmp_path)
    assert result.returncode == 1
    assert "is taken" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "maillage.sqlite").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DATA": "/proc/nowhere"}, "cannot be written"),
        ({"PORT": "abc"}, "PORT must be a whole number"),
        ({"PORT": "99999"}, "Port 99999 cannot be used"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(tmp_path, settings, words):
    result = flask("serve", **({"DATA": tmp_path} | settings))
    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_real_use_asks_for_what_must_be_set(port, tmp_path):
    result = flask("serve", PORT=port, DATA=tmp_path)
    assert result.returncode == 1
    assert "BASE_URL" in result.stderr
    assert "make administrator" in result.stderr
    account = ["a@example.org", "--password", "un mot de passe"]
    assert "is an administrator" in flask("create-administrator", *account, DATA=tmp_path).stdout
    with serving(PORT=port, DATA=tmp_path, BASE_URL="https://maillage.example.org") as (process, words):
        assert "https://maillage.example.org" in words
        assert "MAIL_URL" in process.stdout.readline()
        assert "make federation" in process.stdout.readline()
