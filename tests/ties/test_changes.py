"""How ties have moved within a year."""

from __future__ import annotations

from network.ties.changes import tie_changes
from tests.helpers.soup import text_of


def test_what_grew_and_what_faded(circle):
    """Andenne is seen more and more, Huy no more, Dinant is new; what only others may see is not counted."""
    circle.together(circle.namur, circle.andenne, days=800)
    circle.together(circle.namur, circle.andenne, days=10)
    circle.together(circle.namur, circle.huy, days=400)
    circle.together(circle.namur, circle.dinant, days=20)
    circle.together(circle.namur, circle.dinant, days=900, unconfirmed_by=circle.namur)
    changes = tie_changes(circle.namur.id, circle.actor("manager"))
    assert (changes.known, changes.new) == (3, 1)
    assert (changes.grown.organisation, changes.grown.last_on.isoformat()) == (circle.andenne, "2026-11-12")
    assert (changes.faded.organisation, changes.faded.last_on.isoformat()) == (circle.huy, "2025-10-18")


def test_nothing_yet_and_what_the_dashboard_says(client, circle):
    """Once with no tie, once with one that fades."""
    assert tie_changes(circle.namur.id, circle.actor("manager")).grown is None
    client.log_in(circle.people["manager"])
    assert "Un lien grandit avec ce que vous faites ensemble" in text_of(client.page("/"))
    circle.together(circle.namur, circle.huy, days=400)
    page = text_of(client.page("/"))
    assert "Votre réseau 1 lien Atelier Huy Votre lien s’efface" in page
    assert "le 18 octobre 2025" in page
