"""Pages of audits ask the database as often for many rows as for few."""

from __future__ import annotations

from datetime import timedelta

from network import clock
from network.audits.models import Action, CampaignState, PairingState
from network.database import db
from tests.factories.audits import CampaignFactory, Story, audit_story
from tests.helpers.queries import uneven_costs


def addresses(times: int) -> dict[str, object]:
    """A campaign of so many pairs, the first house in as many other campaigns and with as many actions due."""
    tale = audit_story(houses=2 * times, state=CampaignState.PAIRING)
    for number in range(times):
        state = (PairingState.CONFIRMED, PairingState.PROPOSED)[number % 2]
        tale.pairing(state, houses=(2 * number, 2 * number + 1))
        past = CampaignFactory(federation=tale.federation, grid=tale.campaign.grid, state=CampaignState.VISITING)
        Story(tale.federation, tale.coordinator, past, tale.houses).pairing(PairingState.CONFIRMED)
    visit = tale.campaign.pairings[0].visits[0]
    for number in range(times):
        due_on = clock.today() + timedelta(days=number % 5)
        db.session.add(Action(visit=visit, what=f"Action {number}", due_on=due_on, created_at=clock.now()))
    db.session.commit()
    return {
        "campaign": tale.campaign.id,
        "visit": visit.id,
        "sheet": next(sheet.id for sheet in visit.sheets if sheet.side == "visitors"),
        "coordinator": tale.coordinator.get_id(),
        "manager": tale.managers[0].get_id(),
    }


PAGES = (
    ("coordinator", "/"),
    ("manager", "/"),
    ("coordinator", "/audits/"),
    ("manager", "/audits/"),
    ("coordinator", "/audits/campagnes/{campaign}"),
    ("manager", "/audits/campagnes/{campaign}"),
    ("coordinator", "/audits/campagnes/{campaign}/binomes"),
    ("manager", "/audits/visites/{visit}"),
    ("manager", "/audits/feuilles/{sheet}"),
)


def test_as_many_queries_for_many_as_for_few(client):
    assert uneven_costs(client, PAGES, addresses(2), addresses(8)) == {}
