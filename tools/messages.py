"""Bring the catalogues up to the sentences of the pages: `make messages`.

French keeps its translations and gains the new sentences, empty; English is filled in with the sentences themselves.
Nothing is guessed: a sentence that changed is a new one. Catalogues hold no line numbers and no dates, so that they
change only when sentences do.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("en", "fr")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_n": (1, 2)}
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def extract() -> Catalog:
    """The sentences of the code and the templates."""
    with (TRANSLATIONS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(project="Maillage", charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False)
    found = extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, _line, message, comments, context in found:
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """A language's catalogue as it stands, empty when there is none."""
    if not path(language).exists():
        return Catalog(
            locale=language,
            header_comment=f"# {language}: `make messages` brings it up to date.",
            project="Maillage",
            version="1",
            last_translator="Maillage",
            language_team=language,
            msgid_bugs_address="the project's issues",
            charset="utf-8",
            fuzzy=False,
        )
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """The catalogue with the sentences of the pages and no others."""
    catalogue = read(language)
    catalogue.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def write(language: str, catalogue: Catalog) -> None:
    """Keep a catalogue."""
    path(language).parent.mkdir(parents=True, exist_ok=True)
    with path(language).open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False)


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences without translation, or with a doubtful one."""
    return [
        str(message.id) for message in catalogue if message.id and (message.fuzzy or not _is_complete(message.string))
    ]


def _is_complete(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def check() -> list[str]:
    """What `make messages` would change, and what is left to translate."""
    found, faults = _sentences(extract()), []
    for language in LANGUAGES:
        catalogue = read(language)
        if _sentences(catalogue) != found:
            faults.append(f"{language}: run make messages")
        faults += [f"{language}: {sentence}" for sentence in untranslated(catalogue)]
    return faults


def _sentences(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def main() -> int:
    """Write the catalogues, unless they are only to be checked, and say what is left to do."""
    only_check = "--check" in sys.argv
    if not only_check:
        for language in LANGUAGES:
            write(language, update(language))
    faults = check()
    print("\n".join(faults))
    return int(only_check and bool(faults))


if __name__ == "__main__":
    sys.exit(main())
