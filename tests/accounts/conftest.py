"""What tests of accounts share."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from network.accounts import passwords


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch):
    """Hashes cost nothing here."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODY", hasher.hash("nobody"))
