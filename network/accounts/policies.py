"""Who may do what with an account."""

from __future__ import annotations

from network.accounts.models import User
from network.actors import Actor


def may_change(user: User, actor: Actor) -> bool:
    """An account is its person's own: nobody else changes it, exports it or erases it."""
    return actor.user_id == user.id and user.is_active
