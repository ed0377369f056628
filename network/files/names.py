"""Names of files, made safe to show and to save."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from network.files.signatures import FileType

MAX_LENGTH = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def clean_name(name: str, kind: FileType) -> str:
    """The last part of the name, without what a system or a screen may misread, with an ending of its type."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in _FORBIDDEN.sub("-", last) if character.isprintable())
    path = PurePosixPath(" ".join(shown.split()).strip(". ") or "document")
    ending = path.suffix.lower() if path.suffix.lower() in kind.endings else kind.endings[0]
    return path.stem[:MAX_LENGTH].rstrip(". ") + ending
