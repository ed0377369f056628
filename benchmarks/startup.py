"""How long a start takes: `python benchmarks/startup.py`.

From the command to the first answer of /health, in a process of its own: with an empty data folder, which the
demonstration then fills, and with one that holds everything already. Beside them the imports alone, and bare Flask's.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = 8791
TURNS = 3
PATIENCE_SECONDS = 120


def main() -> None:
    """Print the median of each, in seconds."""
    first, second = [], []
    for _ in range(TURNS):
        with tempfile.TemporaryDirectory() as folder:
            first.append(start(folder))
            second.append(start(folder))
    report("bare Flask, import", [run("import flask, flask_sqlalchemy") for _ in range(TURNS)])
    report("Maillage, import", [run("import network.app") for _ in range(TURNS)])
    report("first start, demonstration loaded", first)
    report("second start", second)


def start(folder: str) -> float:
    """Seconds from the command to the first answer."""
    settings = {"PORT": str(PORT), "DATA": folder, "DEMO": "1"}
    begun = time.perf_counter()
    command = [sys.executable, "-m", "flask", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        while not answers():
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_SECONDS:
                raise SystemExit("the server did not start")
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()


def answers() -> bool:
    """Whether the server is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def run(code: str) -> float:
    """Seconds that a fresh interpreter needs for the code."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - begun


def report(name: str, seconds: list[float]) -> None:
    """One line."""
    print(f"{name:36} {statistics.median(seconds):6.2f} s")


if __name__ == "__main__":
    main()
