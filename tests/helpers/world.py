"""A small world with one person of each role, and what fills the addresses of its pages (tests/test_routes.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from network import clock
from network.accounts.models import User
from network.accounts.recovery import reset_token
from network.activity.services import record
from network.actors import SYSTEM, Role
from network.calls.models import CallState, ProjectState
from network.consortia.models import Consortium, Partner
from network.consortia.notices import tell_invited
from network.consortia.queries import SEARCH_PURPOSE
from network.database import db
from network.files.models import File
from network.notifications.models import Notification
from network.organisations.invitations import link_path
from network.organisations.mandates import find_mandate
from network.organisations.memberships import find_membership
from network.organisations.models import ContactAudience, ImportState, MembershipState, Organisation
from network.web.links import sign
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, JurorFactory, ProjectFactory
from tests.factories.consortia import story
from tests.factories.directory import SavedSearchFactory
from tests.factories.organisations import (
    ClaimFactory,
    ColleagueInvitationFactory,
    ContactFactory,
    FederationFactory,
    ImportedFactory,
    ImportFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    SiteFactory,
)
from tests.factories.resources import OfferFactory
from tests.factories.runs import RunFactory
from tests.factories.ties import EvidenceFactory, MeetingFactory
from tests.helpers.audits_world import audits_values
from tests.helpers.charters_world import charters_values
from tests.helpers.dossiers_world import dossiers_values
from tests.helpers.hires_world import hires_values


@dataclass
class World:
    """`keys`: what each role's session holds (None: nobody); `values`: by part of addresses, or by `endpoint.part`."""

    keys: dict[str, str | None]
    values: dict[str, Any]


def make_world() -> World:
    """A federation's open call with a project, whose two invited partners have not answered."""
    tale = story(members=2)
    consortium = tale.invited()
    partner, manager = consortium.partners[0], tale.managers[0]
    organisation = partner.organisation
    member, federation_member, outsider, other_coordinator = UserFactory.create_batch(4)
    MandateFactory(user=member, organisation=organisation, role=Role.MEMBER)
    MandateFactory(user=federation_member, organisation=tale.federation, role=Role.MEMBER)
    OrganisationFactory(manager=outsider)
    other_federation = FederationFactory(coordinator=other_coordinator)
    people = {
        "member": member,
        "manager": manager,
        "outsider": outsider,
        "federation member": federation_member,
        "coordinator": tale.coordinator,
        "other coordinator": other_coordinator,
        "administrator": UserFactory(is_administrator=True),
    }
    world = World(
        keys={"anonymous": None} | {role: user.get_id() for role, user in people.items()},
        values={
            "organisation_id": organisation.id,
            "resource_id": OfferFactory(organisation=organisation).id,
            "way": "offres",
            "evidence_id": EvidenceFactory(between=tale.members, unconfirmed_by=organisation).id,
            "meeting_id": MeetingFactory(federation=tale.federation, organisations=tale.members).id,
            "call_id": tale.project.call_id,
            "juror_id": JurorFactory(call=tale.project.call, user=federation_member).id,
            "project_id": tale.project.id,
            "consortium_id": consortium.id,
            "partner_id": partner.id,
            "run_id": RunFactory(purpose=SEARCH_PURPOSE, subject_type="consortia", subject_id=consortium.id).id,
            "file_id": _file(consortium).id,
            "notification_id": _notice(partner, manager).id,
            "accounts.mail_frequency.token": sign("mail-frequency", user=manager.id),
            "accounts.choose_mail_frequency.token": sign("mail-frequency", user=manager.id),
            "invitations.by_link.token": sign("invitation", partner=partner.id),
            "invitations.interested_by_link.token": sign("invitation", partner=partner.id),
            "version_asked": "v",
            "filename": "css/palette.css",
            "version": consortium.version,
        }
        | _joining_values(organisation, tale.federation, other_federation, manager, member)
        | _projects_values(tale.federation, organisation)
        | audits_values(tale.federation, tale.members)
        | charters_values(tale)
        | dossiers_values(tale)
        | hires_values(tale.federation, tale.coordinator, tale.members)
        | dict.fromkeys(
            (f"drafts.{action}.call_id" for action in ("draft", "publish", "delete")),
            CallFactory(federation=tale.federation, state=CallState.DRAFT).id,
        ),
    )
    db.session.commit()
    return world


def _joining_values(
    organisation: Organisation, federation: Organisation, other_federation: Organisation, manager: User, member: User
) -> dict[str, Any]:
    """What asks to join: a structure its federation, a person and a colleague the organisation; and links of mails."""
    listed = ImportedFactory(imported__federation=federation).organisation
    colleague = ColleagueInvitationFactory(organisation=organisation, invited_by=manager)
    standing = find_membership(organisation.id, federation.id)
    newcomer = sign("sign-up", email="nouvelle@example.org", next="/")
    invited = link_path(colleague).rpartition("/")[2]
    address = sign("new-address", user=manager.id, email="autre@example.org", state=manager.link_state)
    return {
        "membership_id": MembershipFactory(federation=federation, state=MembershipState.ASKED).id,
        "site_id": SiteFactory(organisation=organisation).id,
        "contact_id": ContactFactory(organisation=organisation).id,
        "contacts.ask.contact_id": ContactFactory(organisation=organisation, audience=ContactAudience.REQUEST).id,
        "saved.new.list_name": "structures",
        "saved.save.list_name": "structures",
        "search_id": SavedSearchFactory(user=manager).id,
        "import_id": ImportFactory(federation=federation).id,
        "imports.undo.import_id": ImportFactory(federation=federation, state=ImportState.DONE).id,
        "imports.model.ending": "csv",
        "imports.remove.organisation_id": listed.id,
        "listed.organisation_id": listed.id,
        "listed.site_id": SiteFactory(organisation=listed).id,
        "requests.leave_federation.membership_id": standing.id,
        "requests.membership_end.membership_id": standing.id,
        "requests.end_membership.membership_id": standing.id,
        "claim_id": ClaimFactory(organisation=organisation).id,
        "mandate_id": find_mandate(member.id, organisation.id).id,
        "colleague_id": colleague.id,
        "requests.ask_membership.organisation_id": other_federation.id,
        "sign_up.confirm.token": newcomer,
        "sign_up.open_account.token": newcomer,
        "security.new_password.token": reset_token(manager),
        "security.choose_new_password.token": reset_token(manager),
        "security.new_address.token": address,
        "security.take_address.token": address,
        "people.invitation.token": invited,
        "people.accept.token": invited,
    }


def _projects_values(federation: Organisation, proposer: Organisation) -> dict[str, Any]:
    """Projects without a call: one that is proposed, one under way, one that was withdrawn."""
    found = {
        state: ProjectFactory(call=None, federation=federation, proposer=proposer, state=state).id
        for state in (ProjectState.PROPOSED, ProjectState.OPEN, ProjectState.WITHDRAWN)
    }
    return {
        "projects.take_up.project_id": found[ProjectState.PROPOSED],
        "projects.leave_aside.project_id": found[ProjectState.PROPOSED],
        "projects.withdraw.project_id": found[ProjectState.OPEN],
        "projects.attach.project_id": found[ProjectState.OPEN],
        "projects.resume.project_id": found[ProjectState.WITHDRAWN],
    }


def _notice(partner: Partner, user: User) -> Notification:
    event = record("consortium.invited", partner.consortium, actor=SYSTEM)
    tell_invited(event, [partner])
    return db.session.query(Notification).filter_by(event_id=event.id, user_id=user.id).one()


def _file(subject: Consortium) -> File:
    about = {"subject_type": subject.__tablename__, "subject_id": subject.id}
    file = File(name="note.txt", mimetype="text/plain", size=4, content=b"note", uploaded_at=clock.now(), **about)
    db.session.add(file)
    db.session.flush()
    return file
