"""What fills the addresses of charters in the small world of tests/helpers/world.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from network.consortia.charters import comment_charter
from tests.factories.calls import ProjectFactory
from tests.factories.consortia import Story


def charters_values(tale: Story) -> dict[str, Any]:
    """By part of addresses, or by `endpoint.part`: another project's charter that nobody has approved yet."""
    consortium = replace(tale, project=ProjectFactory(call=tale.project.call)).agreed()
    charter = consortium.charter
    assert charter
    comment_charter(charter, actor=tale.actor(tale.managers[0]), section="values", text="Et les usagers ?")
    partner_id = consortium.team[0].id
    return {
        "charter_id": charter.id,
        "comment_id": charter.comments[0].id,
        "charters.approve.partner_id": partner_id,
        "charters.refuse.partner_id": partner_id,
        "charters.take_back_approval.partner_id": partner_id,
    }
