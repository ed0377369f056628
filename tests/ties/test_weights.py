"""The table of weights: complete, in bounds, dated; and the words that strengths are told in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from network import clock
from network.config import SettingsError
from network.ties import weights
from network.ties.labels import KIND_LABELS, Acquaintance, acquaintance
from network.ties.matching import strengths_of
from network.ties.models import EvidenceKind
from network.ties.policies import CONFIDENTIAL, DECLARABLE
from network.ties.weights import TABLES, weights_on
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.since))
def test_every_kind_has_a_weight_within_bounds(table):
    assert set(table.by_kind) == set(EvidenceKind)
    assert all(0 < weight < 1 for weight in table.by_kind.values())
    assert table.half_life_days > 0


def test_tables_follow_each_other():
    assert list(TABLES) == sorted(TABLES, key=lambda table: table.since)


def test_weights_on__the_last_one_begun(monkeypatch):
    first, later = TABLES[0], type(TABLES[0])(since=date(2027, 1, 1), half_life_days=365, by_kind=TABLES[0].by_kind)
    monkeypatch.setattr("network.ties.weights.TABLES", (first, later))
    assert weights_on(date(2026, 12, 31)) == first
    assert weights_on(date(2027, 1, 1)) == later
    assert weights_on(first.since - timedelta(days=1)) == first


def test_settings_change_them__and_the_page_says_what_holds(client, app, monkeypatch):
    """In words and in durations that follow from the table: docs/models/proximity.md has the same."""
    client.log_in(UserFactory())

    def durations():
        rows = client.page("/reseau/comment-les-liens-se-comptent").select("tbody tr")
        texts = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]
        return {name: (well, little, part) for name, well, little, part in texts}

    said = durations()
    assert said["Rencontre"] == ("–", "3 ans", "15\u202f%")
    assert said["Visite"] == ("–", "4 ans et demi", "25\u202f%")
    assert said["Groupement"] == ("7 mois", "6 ans et demi", "50\u202f%")
    assert list(said)[-1] == "Rencontre", "what counts most comes first"
    monkeypatch.setitem(app.config, "TIE_HALF_LIFE_DAYS", 365)
    monkeypatch.setitem(app.config, "TIE_WEIGHTS", {"visit": 0.8})
    assert next(iter(durations().items())) == ("Visite", ("12 mois", "4 ans", "80\u202f%"))
    assert strengths_of([((1, 2), "visit", clock.today())], clock.today()) == {(1, 2): 80}


def test_a_setting_that_cannot_be_used_says_which_and_why(app, monkeypatch):
    monkeypatch.setitem(app.config, "TIE_WEIGHTS", {"visits": 0.3})
    with pytest.raises(SettingsError, match="visits is none of meeting, "):
        weights.init_app(app)


def test_every_kind_has_words():
    assert set(KIND_LABELS) == set(EvidenceKind)


def test_of_what_is_never_shown_to_others_a_loan_alone_is_said_by_the_two():
    assert CONFIDENTIAL & set(DECLARABLE) == {EvidenceKind.LOAN}


@pytest.mark.parametrize(
    ("strength", "grade"),
    [
        (0, Acquaintance.NOT_YET),
        (4, Acquaintance.NOT_YET),
        (5, Acquaintance.A_LITTLE),
        (39, Acquaintance.A_LITTLE),
        (40, Acquaintance.WELL),
        (99, Acquaintance.WELL),
    ],
)
def test_acquaintance(strength, grade):
    assert acquaintance(strength) is grade
