"""Every sentence is translated, with the same placeholders, and French is set as Belgians print it."""

from __future__ import annotations

import re

import pytest

from tools.messages import LANGUAGES, ROOT, check, read

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
NO_BREAK, NARROW = "\u00a0", "\u202f"
# what must not be found in French, and why
FAULTS = {
    r"'": "a straight apostrophe",
    r'"': "straight quotation marks",
    r"\.\.\.": "three dots for an ellipsis",
    rf"[^{NO_BREAK}]»": "no no-break space before »",
    rf"«[^{NO_BREAK}]": "no no-break space after «",
    rf"[^{NO_BREAK}]:(?=\s|$)": "no no-break space before :",
    rf"[^{NARROW}][;!?](?=\s|$|»|{NO_BREAK})": "no narrow no-break space before ; ! ?",
    r"\d[ ]\d": "an ordinary space in a number",
    r" (?:[:;!?»€]|%(?!\())": "an ordinary space before a sign",
}


def translations(language):
    """Pairs of sentence and translation, singular and plural apart."""
    for message in read(language):
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            yield from ((message.id, string) for string in message.string)
        else:
            yield message.id, message.string


def test_every_sentence_is_translated():
    """`make messages` would change nothing and asks for nothing."""
    assert check() == []


def test_no_sentence_hides_in_an_f_string():
    """Those who look for sentences before Python 3.12 do not see it there: it would stay English."""
    hidden = re.compile(r"""\bf["'].*\{(_l?|n?gettext)\(""")
    assert [path.name for path in (ROOT / "network").rglob("*.py") if hidden.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language):
    faults = []
    for sentence, translation in translations(language):
        if isinstance(sentence, tuple):
            known = set(PLACEHOLDER.findall("".join(sentence)))
            agrees = set(PLACEHOLDER.findall(translation)) <= known
        else:
            agrees = sorted(PLACEHOLDER.findall(sentence)) == sorted(PLACEHOLDER.findall(translation))
        if not agrees:
            faults.append((sentence, translation))
    assert faults == []


def test_french_typography():
    assert [
        (why, text) for _, text in translations("fr") for fault, why in FAULTS.items() if re.search(fault, text)
    ] == []
