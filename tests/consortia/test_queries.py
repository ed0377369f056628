"""What is listed for many groupements at once is what may be seen of each."""

from __future__ import annotations

import pytest

from network.calls.models import CallKind, CallState
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.queries import list_composed, list_confirmed
from network.dossiers.policies import may_deposit
from network.dossiers.queries import list_to_deposit
from tests.factories.calls import JurorFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, story

pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.parametrize("is_judge", [False, True])
@pytest.mark.parametrize("call", [{}, {"state": CallState.CLOSED}, {"kind": CallKind.ORDER}])
def test_those_who_compose_and_those_who_are_asked__never_the_jury(database, is_judge, call):
    tale = story(members=2, **call)
    other = story(members=1)
    if is_judge:
        JurorFactory(call=tale.project.call, user=tale.coordinator)
    projects = tale.project, ProjectFactory(call=None, federation=tale.federation)
    consortia = [
        ConsortiumFactory(project=project, state=state, lead=tale.members[0])
        for project in projects
        for state in (ConsortiumState.INVITING, ConsortiumState.CONFIRMED)
    ]
    for consortium in consortia:
        PartnerFactory(consortium=consortium, organisation=tale.members[0], state=PartnerState.ACCEPTED)
    for user in (tale.coordinator, *tale.managers, other.coordinator):
        actor = tale.actor(user)
        seen = {consortium.id for consortium in consortia if consortium.is_visible_to(actor)}
        confirmed = {consortium.id for consortium in consortia if consortium.state is ConsortiumState.CONFIRMED}
        composed = seen - confirmed if user is tale.coordinator else set()
        assert {row.id for row in list_composed(actor)} == composed
        assert {row.id for row in list_confirmed(actor)} == seen & confirmed
        deposited = {consortium.id for consortium in consortia if may_deposit(consortium, actor)}
        assert {row.id for row in list_to_deposit(actor)} == deposited
