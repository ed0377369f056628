"""What the platform holds on those who judged: their points and words stay with the decision, without their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from network.accounts.personal_data import register_personal_data
from network.database import db
from network.dossiers.models import Score

if TYPE_CHECKING:
    from network.accounts.models import User


def _export(user: User) -> list[dict[str, Any]]:
    return [
        {
            "dossier": score.dossier.project.title,
            "criterion": score.criterion,
            "points": score.points,
            "word": score.word,
            "scored_at": score.scored_at,
        }
        for score in db.session.scalars(sa.select(Score).filter_by(user_id=user.id).order_by(Score.id))
    ]


def _erase(user: User) -> None:
    """Their name goes with the account."""


register_personal_data("judgements", export=_export, erase=_erase)
