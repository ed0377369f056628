"""What a charter stands on, drawn from the rows: the single contact, and what each partner brings and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from network.consortia.models import Consortium


def terms_of(consortium: Consortium) -> dict[str, Any]:
    """{"lead": partner id, "lines": [{"partner", "brings": {capability: quantity}, "asks": euros}]}, the lead first."""
    team = sorted(consortium.team, key=lambda partner: (partner.organisation_id != consortium.lead_id, partner.id))
    return {
        "lead": next((partner.id for partner in team if partner.organisation_id == consortium.lead_id), None),
        "lines": [
            {
                "partner": partner.id,
                "brings": {what: amount for what, amount in sorted(partner.contribution.items()) if amount},
                "asks": partner.asks,
            }
            for partner in team
        ],
    }
