"""Keeping passwords."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from network.accounts.passwords import NOBODY, hash_password, is_password, needs_rehash
from tests.factories.accounts import PASSWORD


def test_hash__is_argon2id_and_each_its_own():
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert is_password(PASSWORD, first)
    assert not is_password(PASSWORD + "x", first)
    assert not needs_rehash(first)


def test_password__is_the_same_from_every_keyboard():
    assert is_password("e\u0301le\u0300ve d’un jour", hash_password("\u00e9l\u00e8ve d’un jour"))


@pytest.mark.parametrize("kept_hash", [None, "", "nonsense", "$argon2id$v=19$m=8"])
def test_password__of_nobody(kept_hash):
    assert not is_password("nobody", kept_hash)


def test_password__of_nobody_takes_as_long():
    assert not PasswordHasher().check_needs_rehash(NOBODY)
