"""The accounts of the demonstration, shown on its log-in page. They exist nowhere else: `make serve` refuses them."""

from __future__ import annotations

import sqlalchemy as sa

from network.accounts.models import User
from network.database import db

DOMAIN = "demo.maillage.example"
EXTRA = "gestion-"  # managers who are there for completeness: not listed on the log-in page
PASSWORD = "maillage-demo"


def list_demo_accounts() -> list[User]:
    """The people of the demonstration, in the order in which they were made."""
    listed = sa.and_(User.email.endswith(f"@{DOMAIN}"), User.email.not_like(f"{EXTRA}%"))
    return list(db.session.scalars(sa.select(User).where(listed).order_by(User.id)))
