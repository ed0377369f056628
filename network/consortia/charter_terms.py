"""What a charter stands on, drawn from the rows: the call, the single contact, what each partner brings and asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.consortia.models import Consortium

    Promises = Mapping[int, Mapping[str, Any]]


def terms_of(consortium: Consortium, promises: Promises | None = None, *, lead: int | None = None) -> dict[str, Any]:
    """{"call": {"id", "title", "is_market"} or None, "lead": partner id, "lines": [{"partner", "brings": {capability:
    quantity}, "asks": euros}]}, the lead first.

    promises: {partner id: {"brings", "asks"}} where they are to be others than they are; lead: the partner id of who is
    to be the single contact, where it is to be another.
    """
    if lead is None:
        lead = next((partner.id for partner in consortium.team if partner.organisation_id == consortium.lead_id), None)
    team = sorted(consortium.team, key=lambda partner: (partner.id != lead, partner.id))
    now: Promises = {partner.id: {"brings": partner.contribution, "asks": partner.asks} for partner in team}
    promised = {**now, **(promises or {})}
    call = consortium.project.call
    return {
        "call": {"id": call.id, "title": call.title, "is_market": call.is_market} if call else None,
        "lead": lead,
        "lines": [
            {
                "partner": partner.id,
                "brings": {what: amount for what, amount in sorted(promised[partner.id]["brings"].items()) if amount},
                "asks": promised[partner.id]["asks"],
            }
            for partner in team
        ],
    }


def terms_differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a groupement is by one something else than by the other; a call that is put right stays the same."""
    return _without_title(one) != _without_title(other)


def _without_title(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {**terms, "call": terms["call"] and {**terms["call"], "title": ""}}
