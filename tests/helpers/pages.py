"""What holds of every page: title, one h1, ids, labels, nothing inline, valid nesting, the policy of its headers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from lxml import html as lxml_html
from lxml.etree import XPath
from lxml.html import HtmlElement

FORGIVEN = {"unexpected-start-tag-implies-end-tag"}
TOKEN = re.compile(r'(?:name="csrf_token" value=|"X-CSRFToken": )"[^"]*"')
# what the nesting of a page does not depend on: the values of attributes and the words, but for character references
WORDS = re.compile(r"""(?<==)"[^"&]*"|(?<==)'[^'&]*'|(?<=>)\s*[^<&\s][^<&]*(?=<)""")
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
STYLED = XPath("//*[@style] | //style")
INLINE_SCRIPTS = XPath("//script[not(@src) and not(@type = 'application/json')]")
HANDLERS = XPath("//*[@*[starts-with(name(), 'on')]]")
AIMLESS_FORMS = XPath("//form[not(@method = 'dialog') and not(@action and @method)]")
IMAGES_WITHOUT_WORDS = XPath("//img[not(@alt)]")
FIELDS = XPath(
    "//input[not(@type = 'hidden' or @type = 'submit' or @type = 'button')] | //select | //textarea",
)
NAMED = XPath("boolean(string(@aria-label) or string(@aria-labelledby) or ancestor::label)")
_checked: set[int] = set()
_nestings: set[int] = set()


def check_page(response: Any) -> None:
    """Hold a whole page against the invariants."""
    html = response.get_data(as_text=True)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    if _is_known(TOKEN.sub("", html), _checked):
        return
    page = lxml_html.document_fromstring(html)
    assert page.get("lang"), "no language"
    assert (page.findtext("head/title") or "").strip(), "no title"
    assert len(page.findall(".//h1")) == 1, f"{len(page.findall('.//h1'))} h1"
    assert page.find(".//main") is not None, "no main"
    _check_content(page)
    skeleton = WORDS.sub('"x"', html)
    main = MAIN.search(skeleton)
    assert main, "the main part is not closed"
    for part in (skeleton.replace(main[0], "<main></main>"), f"<!doctype html><title>x</title>{main[0]}"):
        if not _is_known(part, _nestings):
            _check_nesting(part)


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
    assert not errors, f"invalid HTML: {errors[:3]} in {html}"


def check_fragment(response: Any) -> None:
    """Hold a fragment against the invariants that make sense for it."""
    _check_content(lxml_html.fromstring(f"<div>{response.get_data(as_text=True)}</div>"))


def _check_content(page: HtmlElement) -> None:
    doubled = [i for i, n in Counter(page.xpath("//@id")).items() if n > 1]
    assert not doubled, f"doubled ids: {doubled}"
    for faults, what in (
        (STYLED, "inline style"),
        (INLINE_SCRIPTS, "inline script"),
        (HANDLERS, "inline handler"),
        (AIMLESS_FORMS, "a form without action or method"),
        (IMAGES_WITHOUT_WORDS, "an image without alt"),
    ):
        found = faults(page)
        assert not found, f"{what}: {_source(found[0])}"
    _check_labels(page)
    assert not PLACEHOLDER.search(page.text_content()), "a placeholder that was not filled"


def _check_labels(page: HtmlElement) -> None:
    labelled = set(page.xpath("//label/@for"))
    for field in FIELDS(page):
        assert field.get("id") in labelled or NAMED(field), f"a field without a label: {_source(field)}"


def _source(tag: HtmlElement) -> str:
    return lxml_html.tostring(tag, encoding="unicode")[:200]
