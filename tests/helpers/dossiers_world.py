"""What comes after a groupement is confirmed, for the pages of tests/test_routes.py."""

from __future__ import annotations

from typing import Any

from network.calls.models import CallState
from tests.factories.calls import CallFactory
from tests.factories.consortia import Story
from tests.factories.dossiers import DecisionFactory, ScoreFactory, deposited
from tests.factories.followups import FollowUpFactory


def dossiers_values(tale: Story) -> dict[str, Any]:
    """A closed call of the federation with a dossier that is judged, of partners who were asked what came of it; and a
    call that is decided."""
    closed = CallFactory(federation=tale.federation, title="Économie circulaire", state=CallState.CLOSED)
    dossier = deposited(closed, "Vélos remis en route", tale.members)
    ScoreFactory(dossier=dossier)
    decided = CallFactory(federation=tale.federation, title="Mobilité", state=CallState.DECIDED)
    DecisionFactory(call=decided)
    consortium_id = dossier.consortium_id
    return {
        "dossier_id": dossier.id,
        "dossiers.of_call.call_id": closed.id,
        "dossiers.decide.call_id": closed.id,
        "dossiers.of_consortium.consortium_id": consortium_id,
        "dossiers.deposit.consortium_id": consortium_id,
        "followup_id": FollowUpFactory(partner=dossier.consortium.partners[0]).id,
        "followups.outcome.consortium_id": consortium_id,
        "results.results.call_id": decided.id,
    }
