"""Groupements of the demonstration: one to complete, one that all have accepted, one where somebody declined."""

from __future__ import annotations

from datetime import date, timedelta

from network import clock
from network.consortia import answers, services
from network.consortia.matching import best_team
from network.consortia.models import Consortium, Partner
from network.demonstration.calls import project_titled
from network.demonstration.dates import moment_before
from network.demonstration.organisations import organisation_named
from network.demonstration.people import demo_actor, manager_of

MESSAGE = (
    "Vous avez dit que ce projet vous intéresse, et vos moyens complètent ceux des autres. "
    "Parlons-nous avant de répondre."
)


def add_consortia(today: date) -> None:
    """Each project has its groupement, in a state of its own."""
    _with_its_first_partner(today)
    _agreed(today)
    _with_a_refusal(today)


def _with_its_first_partner(today: date) -> None:
    """The structure that had the idea has accepted; the search finds who completes the team."""
    consortium = _opened("Filière déchets verts", today, days=12)
    founder = organisation_named("Les Ateliers de la Biesmelle")
    coordinator = demo_actor("coordination")
    with clock.frozen(moment_before(today, days=11)):
        services.add_partner(consortium, founder.id, actor=coordinator, version=consortium.version)
        services.choose_lead(consortium, founder.id, actor=coordinator, version=consortium.version)
    invite_team(consortium, today, days=11)
    with clock.frozen(moment_before(today, days=9, hour=14)):
        answers.accept_invitation(consortium.team[0], actor=manager_of(consortium.team[0].organisation))


def _agreed(today: date) -> None:
    consortium = _opened("Emballage à façon", today, days=27)
    _adopt_best(consortium, today, days=26)
    invite_team(consortium, today, days=26)
    for number, partner in enumerate(consortium.team):
        with clock.frozen(moment_before(today, days=22 - number, hour=9 + number)):
            answers.accept_invitation(partner, actor=manager_of(partner.organisation))


def _with_a_refusal(today: date) -> None:
    consortium = _opened("Démontage de panneaux solaires", today, days=8)
    _adopt_best(consortium, today, days=7)
    invite_team(consortium, today, days=7)
    first, second, third, *_rest = sorted(consortium.team, key=_comes_after_lead)
    with clock.frozen(moment_before(today, days=4)):
        answers.accept_invitation(first, actor=manager_of(first.organisation))
    with clock.frozen(moment_before(today, days=3, hour=16)):
        board_on = today + timedelta(days=9)
        answers.accept_subject_to_board(second, actor=manager_of(second.organisation), board_on=board_on)
    remark = "Deux chantiers jusqu’au printemps."
    with clock.frozen(moment_before(today, days=2, hour=11)):
        answers.decline_invitation(third, actor=manager_of(third.organisation), reason="workload", remark=remark)


def _comes_after_lead(partner: Partner) -> bool:
    return partner.organisation_id != partner.consortium.lead_id


def _opened(title: str, today: date, *, days: int) -> Consortium:
    with clock.frozen(moment_before(today, days=days)):
        return services.open_consortium(project_titled(title), actor=demo_actor("coordination"))


def _adopt_best(consortium: Consortium, today: date, *, days: int) -> None:
    with clock.frozen(moment_before(today, days=days)):
        team = best_team(consortium)
        services.adopt_team(consortium, team, actor=demo_actor("coordination"), version=consortium.version)


def invite_team(consortium: Consortium, today: date, *, days: int) -> None:
    """The invitations of those chosen, sent so many days ago."""
    with clock.frozen(moment_before(today, days=days, hour=15)):
        services.invite_partners(
            consortium,
            actor=demo_actor("coordination"),
            version=consortium.version,
            message=MESSAGE,
            reply_by=today + timedelta(days=10),
        )
