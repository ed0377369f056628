"""What holds of every page: title, one h1, ids, labels, nothing inline, valid nesting, the policy of its headers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from bs4 import BeautifulSoup

FORGIVEN = {"unexpected-start-tag-implies-end-tag"}
TOKEN = re.compile(r'(?:name="csrf_token" value=|"X-CSRFToken": )"[^"]*"')
# what the nesting of a page does not depend on: the values of attributes and the words, but for character references
WORDS = re.compile(r"""(?<==)"[^"&]*"|(?<==)'[^'&]*'|(?<=>)\s*[^<&\s][^<&]*(?=<)""")
_checked: set[int] = set()
_nestings: set[int] = set()


def check_page(response: Any) -> None:
    """Hold a whole page against the invariants."""
    html = response.get_data(as_text=True)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    if _is_known(TOKEN.sub("", html), _checked):
        return
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html and soup.html.get("lang"), "no language"
    assert soup.title and soup.title.get_text(strip=True), "no title"
    assert len(soup.find_all("h1")) == 1, f"{len(soup.find_all('h1'))} h1"
    assert soup.find("main"), "no main"
    _check_content(soup)
    if not _is_known(WORDS.sub("x", html), _nestings):
        _check_nesting(html)


def _is_known(text: str, known: set[int]) -> bool:
    """Whether the same text was held against the invariants before; it is known from now on."""
    key = hash(text)
    if key in known:
        return True
    known.add(key)
    return False


def _check_nesting(html: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    errors = [(place, code) for place, code, _ in parser.errors if code not in FORGIVEN]
    assert not errors, f"invalid HTML: {errors[:3]}"


def check_fragment(response: Any) -> None:
    """Hold a fragment against the invariants that make sense for it."""
    _check_content(BeautifulSoup(response.get_data(as_text=True), "html.parser"))


def _check_content(soup: BeautifulSoup) -> None:
    doubled = [i for i, n in Counter(tag["id"] for tag in soup.find_all(id=True)).items() if n > 1]
    assert not doubled, f"doubled ids: {doubled}"
    assert not soup.find_all(style=True), f"inline style: {soup.find_all(style=True)[0]}"
    assert not soup.find_all("style"), "a style element"
    for script in soup.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json", f"inline script: {script}"
    inline = [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not inline, f"inline handler: {inline[0]}"
    for form in soup.find_all("form"):
        if form.get("method") == "dialog":
            continue
        assert form.get("action") is not None and form.get("method"), f"a form without action or method: {form}"[:200]
    for image in soup.find_all("img"):
        assert image.get("alt") is not None, f"an image without alt: {image}"
    _check_labels(soup)
    assert not re.search(r"%\(\w+\)[sd]", soup.get_text()), "a placeholder that was not filled"


def _check_labels(soup: BeautifulSoup) -> None:
    labelled = {label.get("for") for label in soup.find_all("label")}
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        names_itself = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        assert names_itself or field.get("id") in labelled, f"a field without a label: {field}"
