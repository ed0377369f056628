"""What coordinators do with a groupement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.calls.matching import organisation_of
from network.calls.models import ProjectState
from network.calls.policies import may_assemble_project
from network.consortia.agreement import settle
from network.consortia.cascade import choose, expect_possible, invite, invite_next, later_day
from network.consortia.lenses import Settings
from network.consortia.matching import SEARCH_LIMITS, field_of, rank_substitutes, rebalance, search_problem
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.notices import tell_coordination, tell_organisation
from network.consortia.policies import may_compose
from network.consortia.queries import SEARCH_KIND, SEARCH_PURPOSE, list_gone
from network.consortia.workflow import EDITABLE, move, next_consortium_state
from network.database import db, lock
from network.errors import ConflictError
from network.organisations.queries import get_organisation
from network.runs.services import request_run
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.actors import Actor
    from network.calls.models import Project
    from network.runs.models import Run

MOST_LINED_UP = 5


def open_consortium(project: Project, *, actor: Actor) -> Consortium:
    """The groupement under way for a project; a new one where there is none."""
    require(may_assemble_project(project, actor))
    lock(project)
    for consortium in project.consortia:
        if consortium.state is not ConsortiumState.ABANDONED:
            return consortium
    if project.state is not ProjectState.OPEN:
        raise ConflictError
    now = clock.now()
    consortium = Consortium(
        project=project, weights=Settings().to_dict(), pinned=[], excluded=[], created_at=now, changed_at=now
    )
    db.session.add(consortium)
    db.session.flush()
    record("consortium.opened", consortium, actor=actor)
    return consortium


def add_partner(consortium: Consortium, organisation_id: int, *, actor: Actor, version: int) -> None:
    """Choose an organisation by hand."""
    _begin_edit(consortium, actor, version)
    partner = choose(consortium, organisation_id)
    _end_edit(consortium, actor, "consortium.partner_added", partner.organisation.name)


def remove_partner(consortium: Consortium, organisation_id: int, *, actor: Actor, version: int) -> None:
    """Take an organisation out of the team; one that was asked is told so."""
    _begin_edit(consortium, actor, version)
    partner = consortium.partner_of(organisation_id)
    if partner is None:
        return
    if partner.is_informed:
        move(partner, "cancel")
        event = record(
            "consortium.invitation_cancelled", consortium, actor=actor, after={"name": partner.organisation.name}
        )
        tell_organisation(event, partner, "consortium.invitation_cancelled")
    else:
        consortium.partners.remove(partner)
    consortium.pinned = [i for i in consortium.pinned if i != organisation_id]
    if consortium.lead_id == organisation_id:
        consortium.lead_id = None
    _end_edit(consortium, actor, "consortium.partner_removed", partner.organisation.name)


def pin(consortium: Consortium, organisation_id: int, *, actor: Actor, version: int) -> None:
    """Every team found from now on holds this organisation; pinned already, it is let go."""
    _begin_edit(consortium, actor, version)
    _expect_known(consortium, organisation_id)
    consortium.pinned = _toggled(consortium.pinned, organisation_id)
    consortium.excluded = [i for i in consortium.excluded if i != organisation_id]
    _end_edit(consortium, actor, "consortium.pinned", get_organisation(organisation_id).name)


def exclude(consortium: Consortium, organisation_id: int, *, actor: Actor, version: int) -> None:
    """No team found from now on holds this organisation; set aside already, it is taken back."""
    _begin_edit(consortium, actor, version)
    partner = consortium.partner_of(organisation_id)
    if partner is not None and partner.is_standing:
        raise ConflictError
    _expect_known(consortium, organisation_id)
    consortium.excluded = _toggled(consortium.excluded, organisation_id)
    consortium.pinned = [i for i in consortium.pinned if i != organisation_id]
    _end_edit(consortium, actor, "consortium.excluded", get_organisation(organisation_id).name)


def choose_lead(consortium: Consortium, organisation_id: int, *, actor: Actor, version: int) -> None:
    """Make a partner the single contact."""
    _begin_edit(consortium, actor, version)
    partner = consortium.partner_of(organisation_id)
    if partner is None or not partner.is_standing:
        raise ConflictError
    consortium.lead_id = organisation_id
    _end_edit(consortium, actor, "consortium.lead_chosen", partner.organisation.name)


def adopt_team(consortium: Consortium, proposal: Mapping[str, Any], *, actor: Actor, version: int) -> None:
    """Take over a proposed team; partners asked already stay with what they promised."""
    _begin_edit(consortium, actor, version)
    members = {organisation_of(member) for member in proposal["members"]}
    if members & list_gone(consortium):
        raise ConflictError(_("Somebody of this team has left since. Look for teams again."))
    for partner in [
        p for p in consortium.partners if p.state is PartnerState.CHOSEN and p.organisation_id not in members
    ]:
        consortium.partners.remove(partner)
    for organisation_id in sorted(members):
        if consortium.partner_of(organisation_id) is None:
            consortium.partners.append(
                Partner(organisation=get_organisation(organisation_id), state=PartnerState.CHOSEN, contribution={})
            )
    if not consortium.has_announced_lead:
        consortium.lead_id = int(proposal["lead"])
    _end_edit(consortium, actor, "consortium.team_adopted", ", ".join(p.organisation.name for p in consortium.team))


def set_search(
    consortium: Consortium, *, actor: Actor, version: int, settings: Settings, searches_everyone: bool
) -> None:
    """What a search weighs and wishes, and whether it looks past those interested."""
    _begin_edit(consortium, actor, version)
    consortium.weights = settings.to_dict()
    consortium.searches_everyone = searches_everyone
    _end_edit(consortium, actor, "consortium.search_set", "")


def search_teams(consortium: Consortium, *, actor: Actor) -> Run:
    """Ask the engine for teams; the run keeps its inputs and its result waits for the coordinator."""
    require(may_compose(consortium, actor))
    if consortium.state not in EDITABLE:
        raise ConflictError
    return request_run(
        SEARCH_KIND,
        search_problem(consortium),
        purpose=SEARCH_PURPOSE,
        subject=consortium,
        actor=actor,
        limits=SEARCH_LIMITS,
    )


def invite_partners(consortium: Consortium, *, actor: Actor, version: int, message: str, reply_by: date) -> None:
    """Ask everyone in the team who was not asked yet; the single contact must be among them."""
    _begin_edit(consortium, actor, version)
    chosen = [partner for partner in consortium.team if partner.state is PartnerState.CHOSEN]
    if not chosen or consortium.lead_id is None:
        raise ConflictError
    consortium.state = next_consortium_state(consortium.state, "invite")
    consortium.message, consortium.reply_by = message, reply_by
    invite(consortium, chosen, actor=actor)


def replace_partners(
    consortium: Consortium, organisation_ids: Sequence[int], *, actor: Actor, version: int, is_cascade: bool
) -> None:
    """Invite organisations in the place of who left, with the same words; `is_cascade`: on a refusal or a silence those
    who would mend it as well are invited, one after the other."""
    _begin_edit(consortium, actor, version)
    if consortium.state is not ConsortiumState.INVITING or consortium.lead_id is None:
        raise ConflictError
    substitutes = rank_substitutes(consortium, field_of(consortium)) if is_cascade else []
    partners = [choose(consortium, organisation_id) for organisation_id in organisation_ids]
    consortium.cascade = [
        other.organisation_id
        for other in substitutes
        if not other.lacks and other.organisation_id not in organisation_ids
    ][:MOST_LINED_UP]
    db.session.flush()
    rebalance(consortium)
    consortium.reply_by = later_day(consortium)
    invite(consortium, [partner for partner in partners if partner.state is PartnerState.CHOSEN], actor=actor)


def stop_cascade(consortium: Consortium, *, actor: Actor, version: int) -> None:
    """From now on nobody is invited without the coordination."""
    _begin_edit(consortium, actor, version)
    consortium.cascade = []
    _end_edit(consortium, actor, "consortium.cascade_stopped", "")


def abandon_consortium(consortium: Consortium, *, actor: Actor, version: int) -> None:
    """Give up; those who were asked are told."""
    require(may_compose(consortium, actor))
    lock(consortium)
    if consortium.state is ConsortiumState.ABANDONED:
        return
    consortium.expect_version(version)
    informed = [partner for partner in consortium.team if partner.is_informed]
    consortium.state = next_consortium_state(consortium.state, "abandon")
    consortium.mark_changed()
    event = record("consortium.abandoned", consortium, actor=actor)
    for partner in informed:
        tell_organisation(event, partner, "consortium.abandoned")


def lapse_unanswered(today: date) -> None:
    """Places whose reply-by day has passed are free again; the coordination is told."""
    query = (
        sa.select(Partner)
        .join(Partner.consortium)
        .where(
            Partner.state == PartnerState.INVITED,
            Consortium.state == ConsortiumState.INVITING,
            Consortium.reply_by < today,
        )
    )
    lapsed = []
    for partner in db.session.scalars(query).all():
        lock(partner.consortium)
        db.session.refresh(partner)
        if partner.state is PartnerState.INVITED:
            move(partner, "lapse")
            partner.consortium.mark_changed()
            event = record(
                "consortium.lapsed", partner.consortium, actor=SYSTEM, after={"name": partner.organisation.name}
            )
            tell_coordination(event, partner, "consortium.lapsed")
            lapsed.append(partner)
    for partner in lapsed:
        invite_next(partner.consortium)
        settle(partner.consortium, actor=SYSTEM)


def _begin_edit(consortium: Consortium, actor: Actor, version: int) -> None:
    require(may_compose(consortium, actor))
    lock(consortium)
    consortium.expect_version(version)
    if consortium.state not in EDITABLE:
        raise ConflictError


def _end_edit(consortium: Consortium, actor: Actor, verb: str, name: str) -> None:
    db.session.flush()
    rebalance(consortium)
    consortium.mark_changed()
    record(verb, consortium, actor=actor, after={"name": name} if name else {})
    settle(consortium, actor=actor)


def _expect_known(consortium: Consortium, organisation_id: int) -> None:
    """Raise ConflictError for an organisation that was never of the table and is not one of the structures possible."""
    known = {*consortium.pinned, *consortium.excluded, *(partner.organisation_id for partner in consortium.partners)}
    if organisation_id not in known:
        expect_possible(consortium, get_organisation(organisation_id))


def _toggled(ids: list[int], organisation_id: int) -> list[int]:
    return [i for i in ids if i != organisation_id] if organisation_id in ids else [*ids, organisation_id]
