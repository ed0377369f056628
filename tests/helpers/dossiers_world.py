"""What comes after a groupement is confirmed, for the pages of tests/test_routes.py."""

from __future__ import annotations

from typing import Any

from network.calls.models import CallState
from tests.factories.calls import CallFactory, ProjectFactory
from tests.factories.consortia import Story
from tests.factories.followups import FollowUpFactory, confirmed


def dossiers_values(tale: Story) -> dict[str, Any]:
    """A closed call of the federation, and a groupement of its members that is confirmed and asked what came of it."""
    closed = CallFactory(federation=tale.federation, title="Économie circulaire", state=CallState.CLOSED)
    project = ProjectFactory(call=closed, title="Vélos remis en route")
    consortium = confirmed(Story(tale.federation, tale.coordinator, project, tale.members, tale.managers))
    return {
        "followup_id": FollowUpFactory(partner=consortium.partners[0]).id,
        "followups.outcome.consortium_id": consortium.id,
    }
