"""Make sure that there is a Chromium for the journeys: Debian's package where we may install it, else Playwright's.

Says nothing and changes nothing when there is one; where none can be had the tests say so at their end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.helpers.browser import find_chromium


def main() -> None:
    """Try one way after another."""
    ways = [_install_with_playwright]
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways.insert(0, _install_with_apt)
    for way in ways:
        if find_chromium():
            return
        way()


def _install_with_apt() -> None:
    _run("apt-get", "update", "-qq")
    for package in ("chromium-headless-shell", "chromium"):  # the first is lighter; not every Debian has it
        _run("apt-get", "install", "-qq", "--no-install-recommends", package)
        if find_chromium():
            return


def _install_with_playwright() -> None:
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main()
