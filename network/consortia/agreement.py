"""From the last yes to the confirmation: everyone agrees, the charter is drawn up, all approve it; and back where what
holds it together no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.calls.asked import when_asks_change
from network.consortia.charter_drafts import draw_up, drop_proposed
from network.consortia.charter_notices import tell_in_force
from network.consortia.matching import assess, rebalance, team_field
from network.consortia.models import Consortium, ConsortiumState
from network.consortia.notices import tell_confirmed, tell_unmet
from network.consortia.queries import awaits_somebody
from network.consortia.workflow import next_consortium_state
from network.database import db, lock
from network.ties.models import EvidenceKind
from network.ties.services import cancel_cooperation, record_cooperation

if TYPE_CHECKING:
    from network.actors import Actor
    from network.calls.models import Project
    from network.consortia.charter_models import Charter

UNDER_WAY = (ConsortiumState.INVITING, ConsortiumState.AGREED, ConsortiumState.CONFIRMED)


def settle(consortium: Consortium, *, actor: Actor) -> None:
    """Where the groupement stands after a change of its team, of an answer or of what is asked, and its charter."""
    db.session.flush()
    if consortium.state not in UNDER_WAY:
        return
    if not _everyone_agrees(consortium):
        reopen(consortium)
    elif consortium.state is not ConsortiumState.CONFIRMED:
        if consortium.state is ConsortiumState.INVITING:
            consortium.state = next_consortium_state(consortium.state, "agree")
            consortium.mark_changed()
        draw_up(consortium, actor=actor)
        if consortium.charter and consortium.charter.is_approved:
            confirm(consortium, actor=actor, verb="consortium.confirmed_again")


def reopen(consortium: Consortium) -> None:
    """Somebody or something is missing: it is neither agreed nor confirmed any more, and no amendment waits."""
    if consortium.state is ConsortiumState.INVITING:
        return
    if consortium.state is ConsortiumState.CONFIRMED:
        consortium.confirmed_at = None
        cancel_cooperation(EvidenceKind.CONSORTIUM, consortium)
    if consortium.charter:
        drop_proposed(consortium.charter)
    consortium.state = next_consortium_state(consortium.state, "reopen")
    consortium.mark_changed()


@when_asks_change
def recheck(project: Project) -> None:
    """What a project asks has changed: each groupement is held against it; where one that was agreed or confirmed does
    not meet it any more, its partners and its coordination are told once."""
    for consortium in project.consortia:
        lock(consortium)
        if consortium.is_abandoned:
            continue
        rebalance(consortium)
        consortium.mark_changed()
        _settle_or_tell(consortium)


def confirm(consortium: Consortium, *, actor: Actor, verb: str = "consortium.confirmed") -> None:
    """All have approved the charter: what they promised is reserved, ties get their evidence, everyone is told."""
    consortium.state = next_consortium_state(consortium.state, "confirm")
    consortium.confirmed_at = clock.now()
    consortium.mark_changed()
    record_cooperation(
        EvidenceKind.CONSORTIUM,
        [partner.organisation_id for partner in consortium.team],
        on=clock.today(),
        subject=consortium,
        title=consortium.project.title,
        actor=actor,
    )
    tell_confirmed(record(verb, consortium, actor=actor), consortium)


def take_effect(charter: Charter, *, actor: Actor) -> None:
    """All have approved an amendment: it stands, and with it what partners promise and who speaks for them."""
    version, consortium = charter.proposed, charter.consortium
    assert version
    charter.number = version.number
    promised = {line["partner"]: line for line in version.terms["lines"]}
    for partner in consortium.team:
        partner.contribution, partner.asks = dict(promised[partner.id]["brings"]), promised[partner.id]["asks"]
    lead = next(partner.organisation for partner in consortium.team if partner.id == version.terms["lead"])
    new_lead = lead.name if lead.id != consortium.lead_id else ""
    consortium.lead_id = lead.id
    consortium.mark_changed()
    after = {"number": version.number} | ({"name": new_lead} if new_lead else {})
    event = record("charter.amendment_in_force", consortium, actor=actor, after=after)
    tell_in_force(event, charter, new_lead=new_lead)
    _settle_or_tell(consortium)


def _settle_or_tell(consortium: Consortium) -> None:
    had_agreed = consortium.state in (ConsortiumState.AGREED, ConsortiumState.CONFIRMED)
    settle(consortium, actor=SYSTEM)
    if had_agreed and consortium.state is ConsortiumState.INVITING:
        tell_unmet(record("consortium.unmet", consortium, actor=SYSTEM), consortium)


def _everyone_agrees(consortium: Consortium) -> bool:
    """All in the team have accepted, one of them is the single contact, and the criteria hold."""
    if consortium.lead_id is None or awaits_somebody(consortium):
        return False
    db.session.refresh(consortium, ["partners"])
    return bool(consortium.team) and assess(consortium, team_field(consortium)).ok
