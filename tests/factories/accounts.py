"""People."""

from __future__ import annotations

import factory
from argon2 import PasswordHasher

from network import clock
from network.accounts.models import User
from network.database import db

PASSWORD = "un mot de passe"
# as cheap as argon2 can be: a test does not wait for it
CHEAP_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class UserFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A person whose password is PASSWORD."""

    class Meta:
        model = User
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    name = factory.Sequence(lambda n: f"Personne {n}")
    password_hash = CHEAP_HASH
    session_key = factory.Sequence(lambda n: f"{n:032x}")
    created_at = factory.LazyFunction(clock.now)
