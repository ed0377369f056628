"""Finding pairs, proposing them, and what the organisations answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.audits.matching import PAIR_LIMITS, ExcludedError, field_of, pairing_problem
from network.audits.models import Campaign, CampaignState, Consent, Pairing, PairingState, Sheet, Side, Visit
from network.audits.notices import tell_coordination, tell_pairing
from network.audits.policies import may_answer, may_coordinate
from network.audits.queries import PAIR_PURPOSE, get_grid, hold_campaign
from network.audits.workflow import move_pairing
from network.database import db
from network.errors import ConflictError
from network.runs.services import request_run
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor
    from network.runs.models import Run


def search_pairs(campaign: Campaign, *, actor: Actor) -> Run:
    """Ask the engine for pairs; those locked, proposed or confirmed stay as they are."""
    _begin_edit(campaign, actor)
    kept = [pairing for pairing in campaign.standing_pairings if pairing.is_kept]
    problem = pairing_problem(field_of(campaign, actor), kept)
    return request_run("audits", problem, purpose=PAIR_PURPOSE, subject=campaign, actor=actor, limits=PAIR_LIMITS)


def keep_found(campaign: Campaign, cycles: Sequence[Sequence[int]]) -> None:
    """Write down the pairs of a search, in place of those of the one before; what stands meanwhile is not touched."""
    hold_campaign(campaign)
    if campaign.state is not CampaignState.PAIRING:
        return
    for pairing in [p for p in campaign.standing_pairings if not p.is_kept]:
        campaign.pairings.remove(pairing)
    free = {enrolment.organisation_id for enrolment in campaign.unpaired}
    for cycle in cycles:
        if free.issuperset(cycle):
            campaign.pairings.append(_pairing(cycle))
    db.session.flush()


def make_pair(campaign: Campaign, organisation_ids: Collection[int], *, actor: Actor) -> Pairing:
    """Put two together by hand, kept in the searches to come.

    ExcludedError when the rules of the campaign keep them apart; ConflictError when one of them is paired meanwhile.
    """
    _begin_edit(campaign, actor)
    one, other = sorted(organisation_ids)
    standing = next((p for p in campaign.standing_pairings if p.organisation_ids == [one, other]), None)
    if standing:
        return standing
    if not {one, other} <= {enrolment.organisation_id for enrolment in campaign.unpaired}:
        raise ConflictError
    reasons = field_of(campaign, actor).exclusions.get((one, other))
    if reasons:
        raise ExcludedError(reasons)
    pairing = _pairing((one, other))
    pairing.is_locked = True
    campaign.pairings.append(pairing)
    db.session.flush()
    record("pairing.made", campaign, actor=actor, after=_names(pairing))
    return pairing


def lock_pairing(pairing: Pairing, *, actor: Actor, locked: bool) -> None:
    """Keep a pair in the searches to come, or let it go."""
    _begin_edit(pairing.campaign, actor)
    if pairing.state is not PairingState.FOUND:
        raise ConflictError
    pairing.is_locked = locked


def undo_pairing(pairing: Pairing, *, actor: Actor) -> None:
    """Take a pair apart; no search finds it again in this campaign. Those who were asked are told."""
    _begin_edit(pairing.campaign, actor)
    if pairing.state is PairingState.UNDONE:
        return
    was_announced = pairing.is_announced
    move_pairing(pairing, "undo")
    event = record("pairing.undone", pairing.campaign, actor=actor, after=_names(pairing))
    if was_announced:
        tell_pairing(event, pairing, "pairing.undone")


def propose_pairs(campaign: Campaign, *, actor: Actor, reply_by: date) -> None:
    """Ask the organisations of all pairs found; done twice, nobody is asked again."""
    _begin_edit(campaign, actor)
    found = [pairing for pairing in campaign.pairings if pairing.state is PairingState.FOUND]
    if not found:
        if any(pairing.state is PairingState.PROPOSED for pairing in campaign.pairings):
            return
        raise ConflictError
    event = record("pairing.proposed", campaign, actor=actor)
    for pairing in found:
        move_pairing(pairing, "propose")
        pairing.reply_by, pairing.proposed_at = reply_by, clock.now()
        tell_pairing(event, pairing, "pairing.proposed")


def accept_pairing(visit: Visit, *, actor: Actor) -> None:
    """Yes; with the last one the pair is confirmed, and its visits can be prepared."""
    require(may_answer(visit, actor))
    hold_campaign(visit.campaign)
    if visit.consent is Consent.YES:
        return
    _note_consent(visit, Consent.YES, actor)
    pairing = visit.pairing
    if any(other.consent is not Consent.YES for other in pairing.visits):
        record("pairing.accepted", pairing.campaign, actor=actor, after={"name": visit.audited.name})
        return
    move_pairing(pairing, "confirm")
    pairing.confirmed_at = clock.now()
    prepare_sheets(pairing)
    event = record("pairing.confirmed", pairing.campaign, actor=actor, after=_names(pairing))
    tell_pairing(event, pairing, "pairing.confirmed")
    tell_coordination(event, pairing, "pairing.confirmed")


def decline_pairing(visit: Visit, *, actor: Actor, reason: str, remark: str) -> None:
    """No: the pair is taken apart and the coordination pairs again; `withdraw` also ends the enrolment."""
    require(may_answer(visit, actor))
    hold_campaign(visit.campaign)
    if visit.consent is Consent.NO:
        return
    _note_consent(visit, Consent.NO, actor)
    visit.refusal, visit.remark = reason, remark
    pairing = visit.pairing
    move_pairing(pairing, "decline")
    enrolment = pairing.campaign.enrolment_of(visit.audited_id)
    if reason == "withdraw" and enrolment:
        enrolment.withdrawn_at = clock.now()
    event = record("pairing.declined", pairing.campaign, actor=actor, after={"name": visit.audited.name})
    tell_coordination(event, pairing, "pairing.declined", name=visit.audited.name)
    tell_pairing(event, pairing, "pairing.undone", but=visit.audited_id)


def lapse_unanswered(today: date) -> None:
    """Pairs that somebody did not answer in time are free again; the coordination and the others are told."""
    query = sa.select(Pairing).where(Pairing.state == PairingState.PROPOSED, Pairing.reply_by < today)
    for pairing in db.session.scalars(query).all():
        hold_campaign(pairing.campaign)
        if pairing.state is PairingState.PROPOSED:
            move_pairing(pairing, "lapse")
            event = record("pairing.lapsed", pairing.campaign, actor=SYSTEM, after=_names(pairing))
            tell_coordination(event, pairing, "pairing.lapsed")
            tell_pairing(event, pairing, "pairing.undone")


def prepare_sheets(pairing: Pairing) -> None:
    """An empty sheet a section for either side of each visit."""
    sections = get_grid(pairing.campaign.grid_id).sections
    for visit in pairing.visits:
        visit.sheets = [Sheet(section=section, side=side) for side in Side for section in sections]


def _pairing(cycle: Sequence[int]) -> Pairing:
    """Along a cycle each visits the next."""
    following = [*cycle[1:], cycle[0]]
    visits = [Visit(auditor_id=auditor, audited_id=audited) for auditor, audited in zip(cycle, following, strict=True)]
    return Pairing(state=PairingState.FOUND, visits=visits)


def _note_consent(visit: Visit, consent: Consent, actor: Actor) -> None:
    if visit.pairing.state is not PairingState.PROPOSED:
        raise ConflictError
    visit.consent, visit.consented_at, visit.consented_by_id = consent, clock.now(), actor.user_id


def _begin_edit(campaign: Campaign, actor: Actor) -> None:
    require(may_coordinate(campaign, actor))
    hold_campaign(campaign)
    if campaign.state is not CampaignState.PAIRING:
        raise ConflictError


def _names(pairing: Pairing) -> dict[str, list[str]]:
    return {"names": [organisation.name for organisation in pairing.organisations]}
