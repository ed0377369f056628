"""Passwords are kept as argon2id hashes, with the parameters that the library recommends today."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 12
MAX_LENGTH = 200

hasher = PasswordHasher()
# The hash of a password nobody has, with those parameters: checking against it takes as long as against a real one.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$5e1tZC2OHfwAsMbxi+A/Xg$0CtkuHV7LRj2N46htTQljGi2klAZhNZ5BmJMe8gvR2M"


def hash_password(password: str) -> str:
    """The hash to keep."""
    return hasher.hash(_normal(password))


def is_password(password: str, kept_hash: str | None) -> bool:
    """Whether this is the password behind the hash; None (no such person) takes the same time and is False."""
    try:
        hasher.verify(kept_hash or NOBODY, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept_hash)


def needs_rehash(kept_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(kept_hash)


def _normal(password: str) -> str:
    """The same bytes whichever keyboard the accents came from."""
    return unicodedata.normalize("NFKC", password)
