"""Pages on paper: tagged PDF (PDF/UA-1), laid out by Typst. All words are data for a layout, never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from flask_babel import get_locale

PACKAGE = Path(__file__).parent.parent


def compile_paper(layout: Path, words: Mapping[str, Any]) -> bytes:
    """The PDF of a layout of this package, which finds its `words`, `lang` among them, by way of paper.typ."""
    given = json.dumps({"lang": str(get_locale())} | dict(words), ensure_ascii=False)
    return typst.compile(
        layout,
        root=PACKAGE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"words": given},
        pdf_standards=["ua-1"],
    )
