"""What charters hold on people: what they said, and what they approved for their organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from network.accounts.personal_data import register_personal_data
from network.consortia.charter_models import CharterApproval, CharterComment
from network.database import db

if TYPE_CHECKING:
    from network.accounts.models import User


def _export(user: User) -> dict[str, Any]:
    return {
        "comments": [
            {"charter": comment.charter_id, "at": comment.made_at, "text": comment.text}
            for comment in db.session.scalars(sa.select(CharterComment).filter_by(author_id=user.id))
        ],
        "approvals": [
            {"charter": approval.version.charter_id, "version": approval.version.number, "at": approval.approved_at}
            for approval in db.session.scalars(sa.select(CharterApproval).filter_by(approved_by_id=user.id))
        ],
    }


def _erase(user: User) -> None:
    """What they said goes; what they approved binds their organisation and stays, without their name."""
    db.session.execute(sa.delete(CharterComment).where(CharterComment.author_id == user.id))


register_personal_data("charters", export=_export, erase=_erase)
