"""What a file is, by its content: its name and what the browser says of it prove nothing."""

from __future__ import annotations

import codecs
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that may be uploaded, with the endings its name may have; the first is given when it has another."""

    mimetype: str
    endings: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",))
CSV = FileType("text/csv", (".csv",))
TEXT = FileType("text/plain", (".txt",))

_BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_OPEN_DOCUMENTS = {kind.mimetype.encode(): kind for kind in (ODT, ODS)}
_MACROS = "vbaproject.bin"
_LAYOUT = frozenset("\t\n\r\f")


def file_type(content: bytes, name: str) -> FileType | None:
    """The type of a content, None when it is none of those above. The name only tells CSV from other text."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    if _is_text(content):
        return CSV if name.lower().endswith(".csv") else TEXT
    return None


def _office_type(content: bytes) -> FileType | None:
    """The type of an office document, which is a ZIP; nothing but its list is unpacked.

    None for one with macros, and for a ZIP that is damaged, encrypted or cannot be read: both are refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith(_MACROS) for name in names):
                return None
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as file:
                    return _OPEN_DOCUMENTS.get(file.read(100))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def decoded(content: bytes) -> str | None:
    """Text as UTF-8, as UTF-16 with its mark (« Texte Unicode ») or as older Windows programs save it; else None."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for tried in (encoding, "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(tried)
    return None


def _is_text(content: bytes) -> bool:
    """Text without control characters but those of layout."""
    text = decoded(content)
    return bool(text and text.strip()) and all(character >= " " or character in _LAYOUT for character in text or "")
