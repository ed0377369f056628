"""Versions of a charter: the first is drawn up when everyone has agreed, the next when what it says changes; once the
groupement is confirmed, the next is proposed as an amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import force_locale

from network import clock
from network.activity.services import record
from network.consortia.charter_models import Charter, CharterVersion
from network.consortia.charter_notices import tell_amended, tell_drafted, tell_proposed
from network.consortia.charter_terms import terms_differ, terms_of
from network.consortia.charter_texts import drafted_sections, redrafted_sections
from network.consortia.models import ConsortiumState
from network.database import db

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.actors import Actor
    from network.consortia.models import Consortium, Partner


def draw_up(consortium: Consortium, *, actor: Actor) -> None:
    """The charter of a groupement where everyone agrees: drafted, or a new version where its call, its partners, what
    they bring or the single contact changed."""
    charter = consortium.charter
    if charter is None:
        charter = Charter(consortium=consortium, number=0, created_at=clock.now())
        db.session.add(charter)
        with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
            sections = drafted_sections(in_market=consortium.project.is_market)
        _append(charter, sections=sections, benefits={}, terms=terms_of(consortium), reason="", author_id=None)
        charter.number = 1
        tell_drafted(record("charter.drafted", consortium, actor=actor), consortium)
    elif terms_differ(charter.current.terms, terms := terms_of(consortium)):
        sections, benefits = sections_now(charter), charter.current.benefits
        add_version(charter, sections=sections, benefits=benefits, terms=terms, reason="", actor=actor, author_id=None)


def sections_now(charter: Charter) -> dict[str, str]:
    """The texts with which the next version begins: those of a market give way where the call is none any more."""
    latest = charter.latest
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        return redrafted_sections(
            latest.sections, was_in_market=latest.is_in_market, in_market=charter.consortium.project.is_market
        )


def add_version(
    charter: Charter,
    *,
    sections: Mapping[str, str],
    benefits: Mapping[str, str],
    terms: Mapping[str, Any],
    reason: str,
    actor: Actor,
    author_id: int | None,
) -> None:
    """The approvals of the version in whose place it is asked fall; the partners and the coordination are told once."""
    fallen = set(charter.approvals)
    is_amendment = charter.consortium.state is ConsortiumState.CONFIRMED
    drop_proposed(charter)
    version = _append(charter, sections=sections, benefits=benefits, terms=terms, reason=reason, author_id=author_id)
    after = {"number": version.number}
    if is_amendment:
        charter.approve_by = None
        tell_proposed(record("charter.amendment_proposed", charter.consortium, actor=actor, after=after), charter)
    else:
        charter.number = version.number
        event = record("charter.amended", charter.consortium, actor=actor, after=after)
        tell_amended(event, charter.consortium, fallen=fallen)


def drop_proposed(charter: Charter, *, refused_by: Partner | None = None, refusal: str = "") -> None:
    """An amendment that was proposed is so no longer; all is as it was before."""
    version = charter.proposed
    if version is not None:
        version.dropped_at, version.refusal = clock.now(), refusal
        version.refused_by_id = refused_by.id if refused_by else None


def _append(
    charter: Charter,
    *,
    sections: Mapping[str, str],
    benefits: Mapping[str, str],
    terms: Mapping[str, Any],
    reason: str,
    author_id: int | None,
) -> CharterVersion:
    version = CharterVersion(
        number=len(charter.versions) + 1,
        sections=dict(sections),
        benefits=dict(benefits),
        terms=dict(terms),
        reason=reason,
        author_id=author_id,
        made_at=clock.now(),
    )
    charter.versions.append(version)
    db.session.flush()
    return version
