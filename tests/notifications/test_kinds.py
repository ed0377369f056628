"""The kinds of notices, all features' own."""

from __future__ import annotations

import re

import pytest
from flask_babel import force_locale

from network.notifications.kinds import _kinds, registered_kinds
from tests.factories.notifications import KIND, REMINDER

OF_TESTS = {KIND, REMINDER}


def said_in(language):
    """What a notice of each kind and its button say, with the words still to be filled in."""
    with force_locale(language):
        kinds = {kind: _kinds[kind] for kind in registered_kinds() if kind not in OF_TESTS}
        return {kind: (str(said.title), str(said.action)) for kind, said in kinds.items()}


def words_in(title):
    return set(re.findall(r"%\((\w+)\)s", title))


@pytest.mark.any_database
def test_every_kind_speaks_french_and_english_and_tells_the_same(app):
    with app.app_context():
        english, french = said_in("en"), said_in("fr")
    same = [kind for kind in english if set(english[kind]) & set(french[kind])]
    assert same == []
    assert [kind for kind in english if words_in(english[kind][0]) != words_in(french[kind][0])] == []
