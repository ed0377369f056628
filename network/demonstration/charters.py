"""Charters of the demonstration: one approved by all, to which an amendment is proposed, and one under way."""

from __future__ import annotations

from datetime import date, timedelta

from network import clock
from network.calls.matching import candidate_id
from network.calls.models import InterestAnswer, Project
from network.calls.projects import add_project
from network.calls.services import declare_interest
from network.consortia import answers, charters, services
from network.consortia.models import Consortium, Partner
from network.demonstration.calls import project_titled
from network.demonstration.consortia import invite_team
from network.demonstration.dates import moment_before
from network.demonstration.people import demo_actor, manager_of

APPROVED = "Emballage à façon"
UNDER_WAY = "Vaisselle réutilisable"
SUMMARY = (
    "Louer, laver et livrer de la vaisselle et des gobelets réutilisables aux communes, aux clubs et aux fêtes. "
    "Un atelier lave, les autres stockent et livrent près de chez eux."
)
BENEFITS = (
    "la coordination des commandes et un poste d’encadrant",
    "du travail régulier de lavage, même l’hiver",
    "des livraisons sur ses tournées actuelles",
    "un revenu pour ses locaux inoccupés",
)
COMMENT = (
    "Deux tiers des présents, c’est peu quand il s’agit d’argent\u00a0: pouvons-nous demander l’accord de tous\u202f?"
)
DECISIONS = (
    "Chaque partenaire a une voix, quelle que soit sa taille. Les décisions se prennent par consentement ou, à "
    "défaut, aux deux tiers des partenaires présents ou représentés.\n\n"
    "Toute dépense de plus de 5 000 € et toute modification du budget demandent l’accord de tous. Les partenaires se "
    "réunissent une fois par mois pendant la première année\u202f; un compte rendu est envoyé à tous."
)
MORE_HOURS = 40
MORE_REASON = "Les premières commandes demandent quarante heures de plus pour l’étiquetage."
REASON = "Les dépenses importantes demandent l’accord de tous, et ce que chacun y gagne est écrit."


def add_charters(today: date) -> None:
    """The same team has two projects: one is confirmed, and more of it is asked by an amendment; the charter of the
    other waits for one approval."""
    confirmed = project_titled(APPROVED).consortia[0]
    consortium = _agreed(confirmed, today)
    _approve(confirmed, confirmed.team, today, days=14)
    _propose_more(confirmed, today)
    _amend(consortium, today)
    *approving, _last = consortium.team
    _approve(consortium, approving, today, days=4)


def _agreed(like: Consortium, today: date) -> Consortium:
    """A groupement of the same structures as another one, where everyone has accepted."""
    coordinator = demo_actor("coordination")
    with clock.frozen(moment_before(today, days=20)):
        assert like.project.call
        project = add_project(like.project.call, actor=coordinator, title=UNDER_WAY, summary=SUMMARY, expected_jobs=5)
        for number, partner in enumerate(like.team):
            _interest(project, partner, asks=14_000 + 2_500 * number)
    with clock.frozen(moment_before(today, days=15)):
        consortium = services.open_consortium(project, actor=coordinator)
        members = [candidate_id(partner.organisation_id) for partner in like.team]
        team = {"members": members, "lead": like.lead_id}
        services.adopt_team(consortium, team, actor=coordinator, version=consortium.version)
    invite_team(consortium, today, days=15)
    for number, partner in enumerate(consortium.team):
        with clock.frozen(moment_before(today, days=13 - number, hour=9 + number)):
            answers.accept_invitation(partner, actor=manager_of(partner.organisation))
    return consortium


def _interest(project: Project, partner: Partner, *, asks: int) -> None:
    declare_interest(
        project,
        partner.organisation_id,
        actor=manager_of(partner.organisation),
        answer=InterestAnswer.YES,
        asks=asks,
        brings="",
        expects="",
        is_shared=True,
    )


def _amend(consortium: Consortium, today: date) -> None:
    """A partner asks for a correction, the single contact writes it and says by when it is to be approved."""
    charter, lead = consortium.charter, demo_actor("biesmelle")
    assert charter
    asking = manager_of(consortium.team[1].organisation)
    with clock.frozen(moment_before(today, days=8, hour=16)):
        charters.comment_charter(charter, actor=asking, section="decisions", text=COMMENT)
    with clock.frozen(moment_before(today, days=6, hour=14)):
        charters.amend_charter(
            charter,
            actor=lead,
            number=charter.number,
            sections=charter.current.sections | {"decisions": DECISIONS},
            benefits={str(partner.id): words for partner, words in zip(consortium.team, BENEFITS, strict=False)},
            reason=REASON,
        )
        charters.set_approve_by(charter, today + timedelta(days=9), actor=lead)


def _propose_more(consortium: Consortium, today: date) -> None:
    """The coordination proposes that a partner brings more hours, and receives more."""
    charter, partner = consortium.charter, consortium.team[-1]
    assert charter
    brings = partner.contribution | {"labour_hours": partner.contribution.get("labour_hours", 0) + MORE_HOURS}
    with clock.frozen(moment_before(today, days=2, hour=10)):
        charters.amend_charter(
            charter,
            actor=demo_actor("coordination"),
            number=charter.number,
            sections=charter.current.sections,
            benefits=charter.current.benefits,
            reason=MORE_REASON,
            promises={partner.id: {"brings": brings, "asks": partner.asks + 1_500}},
        )
    with clock.frozen(moment_before(today, days=1, hour=9)):
        charters.approve_charter(partner, actor=manager_of(partner.organisation), number=charter.latest.number)


def _approve(consortium: Consortium, partners: list[Partner], today: date, *, days: int) -> None:
    assert consortium.charter
    for number, partner in enumerate(partners):
        with clock.frozen(moment_before(today, days=days - number, hour=11 + number)):
            actor = manager_of(partner.organisation)
            charters.approve_charter(partner, actor=actor, number=consortium.charter.number)
