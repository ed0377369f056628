"""What others changed on a sheet since somebody read it."""

from __future__ import annotations

from network.activity.queries import list_events
from network.organisations.facts import Facts, facts_of
from network.organisations.labels import (
    BASIS_LABELS,
    FIELD_LABELS,
    KIND_LABELS,
    LEGAL_FORM_LABELS,
    SECTOR_LABELS,
    language_label,
)
from network.organisations.models import Organisation
from network.places.areas import area_label
from network.web.formats import bce, day, hundredths, number

MOST_EVENTS = 50


def changes_since(organisation: Organisation, version: int) -> list[tuple[str, str]]:
    """Each fact changed since that version, by its label, with what the sheet says now; each update was a version."""
    updates = [event for event in list_events(organisation, limit=MOST_EVENTS) if event.verb == "organisation.updated"]
    changed = {name for event in updates[: max(organisation.version - version, 1)] for name in event.after}
    now = facts_in_words(facts_of(organisation))
    return [(str(label), now[name]) for name, label in FIELD_LABELS.items() if name in changed]


def facts_in_words(facts: Facts) -> dict[str, str]:
    """The facts as a page says them, by field."""
    words = {
        "kind": str(KIND_LABELS[facts.kind]),
        "name": facts.name,
        "legal_form": str(LEGAL_FORM_LABELS[facts.legal_form]) if facts.legal_form else "",
        "bce": bce(facts.bce) if facts.bce else "",
        "locality": str(facts.locality),
        "address": facts.address,
        "headcount": number(facts.headcount) if facts.headcount is not None else "",
        "fte": hundredths(facts.fte) if facts.fte is not None else "",
        "counted_on": day(facts.counted_on) if facts.counted_on else "",
        "count_basis": str(BASIS_LABELS[facts.count_basis]) if facts.count_basis else "",
        "languages": ", ".join(language_label(language) for language in facts.languages),
        "areas": ", ".join(area_label(area) for area in facts.areas),
        "description": facts.description,
        "experiences": ", ".join(
            f"{SECTOR_LABELS[sector]} ({year})" for sector, year in sorted(facts.experiences.items())
        ),
        "evidence": ", ".join(f"{SECTOR_LABELS[sector]} ({text})" for sector, text in sorted(facts.evidence.items())),
    }
    return {name: text or "–" for name, text in words.items()}
