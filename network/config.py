"""Settings, read once at start from the environment. `docs/settings.md` explains each one."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from network.errors import MaillageError

ROOT = Path(__file__).resolve().parent.parent

# A file is at most 10 MB; a form at most 1 MB of text in 2,000 parts (413 past that), open for as long as one likes.
LIMITS = {
    "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
    "MAX_FORM_PARTS": 2000,
    "WTF_CSRF_TIME_LIMIT": None,
}
LANGUAGE = {
    "BABEL_DEFAULT_LOCALE": "fr",
    "BABEL_DEFAULT_TIMEZONE": "Europe/Brussels",
    "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
}


class SettingsError(MaillageError):
    """A setting cannot be used; the message says which and why."""


def load_config(**overrides: Any) -> dict[str, Any]:
    """The settings as Flask wants them; `overrides` win over the environment (tests, command line)."""
    data = _writable_folder(Path(overrides.pop("DATA", None) or os.environ.get("DATA") or ROOT / "data").resolve())
    port = _whole_number("PORT", 8000)
    config: dict[str, Any] = {
        "DATA": data,
        "HOST": os.environ.get("HOST", "127.0.0.1"),
        "PORT": port,
        "BASE_URL": (os.environ.get("BASE_URL") or default_base_url(port)).rstrip("/"),
        "TRUSTED_PROXY": os.environ.get("TRUSTED_PROXY"),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _kept_secret(data / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": database_url(os.environ.get("DATABASE_URL"), data),
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,  # what people typed stays out of the logs
            "query_cache_size": 2000,  # the pages together ask more than SQLAlchemy's 500 different questions
        },
        "MAIL_URL": os.environ.get("MAIL_URL"),
        "MAIL_FROM": os.environ.get("MAIL_FROM", "Maillage <maillage@localhost>"),
        "TILE_URL": os.environ.get("TILE_URL"),
        "TILE_ATTRIBUTION": os.environ.get("TILE_ATTRIBUTION", ""),
        "DEMO": os.environ.get("DEMO") == "1",
        "TIE_HALF_LIFE_DAYS": _whole_number("TIE_HALF_LIFE_DAYS", 0) or None,
        "TIE_WEIGHTS": _weights(os.environ.get("TIE_WEIGHTS") or ""),
    }
    config |= overrides
    return config | _cookies(config["BASE_URL"]) | LIMITS | LANGUAGE


def default_base_url(port: int) -> str:
    """The address when nobody says another: this machine only."""
    return f"http://127.0.0.1:{port}"


def database_url(url: str | None, data: Path) -> str:
    """A SQLAlchemy address: psycopg 3 for PostgreSQL, a file of the data folder when nothing is set."""
    if not url:
        return f"sqlite:///{data / 'maillage.sqlite'}"
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _writable_folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise SettingsError(
            f"The data folder {path} cannot be written ({error.strerror}): choose another one with DATA=folder."
        ) from None


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or len(text) > 5:
        raise SettingsError(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _weights(text: str) -> dict[str, float]:
    """« visit=0.3, loan=0.5 »: each above 0 and below 1."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    if not all(re.fullmatch(r"[a-z_]+=0\.\d*[1-9]\d*", part) for part in named):
        raise SettingsError(f"TIE_WEIGHTS must look like visit=0.3, loan=0.5, not {text!r}.")
    return {name: float(weight) for name, weight in (part.split("=") for part in named)}


def _kept_secret(path: Path) -> str:
    """The key that signs cookies and links: made once, readable by its owner alone."""
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    for _ in range(20):  # another process may be about to write it
        if key := path.read_text().strip():
            return key
        time.sleep(0.05)
    raise SettingsError(f"{path} is empty: remove it, and a new key is made at the next start.")


def _cookies(base_url: str) -> dict[str, Any]:
    """Cookies are Secure only behind https: elsewhere the browser would drop them and the log-in with them."""
    secure = urlsplit(base_url).scheme == "https"
    return {
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
    }
