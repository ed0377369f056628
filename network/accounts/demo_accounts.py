"""The accounts of the demonstration, shown on its log-in page. They exist nowhere else: `make serve` refuses them."""

from __future__ import annotations

import sqlalchemy as sa

from network.accounts.models import User
from network.database import db

DOMAIN = "demo.maillage.example"
PASSWORD = "maillage-demo"


def list_demo_accounts() -> list[User]:
    """The people of the demonstration, in the order in which they were made."""
    return list(db.session.scalars(sa.select(User).where(User.email.endswith(f"@{DOMAIN}")).order_by(User.id)))
