"""The words for what organisations did together, and for how well they know each other: never a score."""

from __future__ import annotations

import enum

from flask_babel import lazy_gettext as _l

from network.ties.models import EvidenceKind

KIND_LABELS = {
    EvidenceKind.MEETING: _l("Meeting"),
    EvidenceKind.WORKING_GROUP: _l("Working group"),
    EvidenceKind.VISIT: _l("Visit"),
    EvidenceKind.SUBCONTRACT: _l("Subcontract"),
    EvidenceKind.SHARED_STAND: _l("Shared stand"),
    EvidenceKind.SHARED_POST: _l("Shared post"),
    EvidenceKind.AUDIT: _l("Reciprocal audit"),
    EvidenceKind.LOAN: _l("Loan"),
    EvidenceKind.CONSORTIUM: _l("Consortium"),
}


class Acquaintance(enum.IntEnum):
    """How well two organisations know each other; the value is the least strength for it."""

    NOT_YET = 0
    A_LITTLE = 5
    WELL = 40


TIE_WORDS = {
    Acquaintance.WELL: _l("know each other well"),
    Acquaintance.A_LITTLE: _l("know each other a little"),
    Acquaintance.NOT_YET: _l("do not know each other yet"),
}
LINES = {Acquaintance.NOT_YET: 0, Acquaintance.A_LITTLE: 1, Acquaintance.WELL: 3}


def acquaintance(strength: int) -> Acquaintance:
    """The grade of a strength of 0..100."""
    if strength >= Acquaintance.WELL:
        return Acquaintance.WELL
    return Acquaintance.A_LITTLE if strength >= Acquaintance.A_LITTLE else Acquaintance.NOT_YET


def tie_words(strength: int) -> str:
    """How two organisations know each other: « se connaissent bien », « un peu », « pas encore »."""
    return str(TIE_WORDS[acquaintance(strength)])


def line_strength(strength: int) -> int:
    """How thick the line between the two is drawn on a map, 0..3 (components/map.html)."""
    return LINES[acquaintance(strength)]


def evidence_kind_label(kind: str) -> str:
    """What they did: « Groupe de travail »."""
    return str(KIND_LABELS[EvidenceKind(kind)])
