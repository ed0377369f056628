"""Versions of a charter: the first is drawn up when everyone has agreed, the next when what it says changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from network import clock
from network.activity.services import record
from network.consortia.charter_models import Charter, CharterVersion
from network.consortia.charter_notices import tell_amended, tell_drafted
from network.consortia.charter_terms import terms_of
from network.consortia.charter_texts import drafted_sections
from network.database import db

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.actors import Actor
    from network.consortia.models import Consortium


def draw_up(consortium: Consortium, *, actor: Actor) -> None:
    """The charter of a groupement where everyone agrees: drafted, or a new version where its partners, what they bring
    or the single contact changed."""
    charter = consortium.charter
    if charter is None:
        charter = Charter(consortium=consortium, number=0, created_at=clock.now())
        db.session.add(charter)
        with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
            sections = drafted_sections(in_market=consortium.project.is_market)
            _append(charter, sections=sections, benefits={}, reason="", author_id=None)
        tell_drafted(record("charter.drafted", consortium, actor=actor), consortium)
    elif charter.current.terms != terms_of(consortium):
        now = charter.current
        add_version(charter, sections=now.sections, benefits=now.benefits, reason="", actor=actor, author_id=None)


def add_version(
    charter: Charter,
    *,
    sections: Mapping[str, str],
    benefits: Mapping[str, str],
    reason: str,
    actor: Actor,
    author_id: int | None,
) -> None:
    """The approvals given so far fall; the partners and the coordination are told once."""
    fallen = {approval.partner_id for approval in charter.current.approvals}
    _append(charter, sections=sections, benefits=benefits, reason=reason, author_id=author_id)
    event = record("charter.amended", charter.consortium, actor=actor, after={"number": charter.number})
    tell_amended(event, charter.consortium, fallen=fallen)


def _append(
    charter: Charter, *, sections: Mapping[str, str], benefits: Mapping[str, str], reason: str, author_id: int | None
) -> None:
    charter.number += 1
    charter.versions.append(
        CharterVersion(
            number=charter.number,
            sections=dict(sections),
            benefits=dict(benefits),
            terms=terms_of(charter.consortium),
            reason=reason,
            author_id=author_id,
            made_at=clock.now(),
        )
    )
    db.session.flush()
