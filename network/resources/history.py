"""What others changed in an offer or a need since somebody read it."""

from __future__ import annotations

from network.activity.queries import list_events
from network.resources.labels import TERM_LABELS, audience_label, conditions_label, frame_label, resource_amount
from network.resources.models import Need, Offer
from network.web.formats import day, distance

MOST_EVENTS = 50


def changes_since(resource: Offer | Need, version: int) -> list[tuple[str, str]]:
    """Each term changed since that version, by its label, with what it says now; each event but the first made one."""
    events = list_events(resource, limit=MOST_EVENTS)[: max(resource.version - version, 1)]
    changed = {name for event in events for name in event.after}
    now = terms_in_words(resource)
    return [(str(label), now[name]) for name, label in TERM_LABELS.items() if name in changed]


def terms_in_words(resource: Offer | Need) -> dict[str, str]:
    """The terms as a page says them, by name."""
    words = {
        "quantity": resource_amount(resource),
        "details": resource.details,
        "frame": frame_label(resource.frame) if resource.frame else "",
        "conditions": conditions_label(resource) if isinstance(resource, Offer) else "",
        "locality": str(resource.locality),
        "within_km": distance(1000 * resource.within_km) if isinstance(resource, Need) and resource.within_km else "",
        "from_day": day(resource.from_day),
        "until_day": day(resource.until_day) if resource.until_day else "",
        "audience": audience_label(resource),
    }
    return {name: text or "–" for name, text in words.items()}
