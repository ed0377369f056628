"""The rows of a table of members: what is read, what is refused and why, what is known already."""

from __future__ import annotations

from datetime import date

import pytest
from flask_babel import force_locale

from network.organisations.bce import bce_with_check
from network.organisations.import_rows import RowState, check_rows
from network.organisations.models import OrganisationKind
from tests.factories.organisations import OrganisationFactory
from tests.helpers.queries import recorded_queries

NUMBER = bce_with_check(19_499_000)

pytestmark = pytest.mark.usefixtures("database")


def checked(**changed):
    """The row of a good table with other cells."""
    cells = {"line": 2, "name": "A", "kind": "eta", "postal_code": "5000", "locality": "Namur"} | changed
    return check_rows([cells])[0]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"bce": "0123.456.789"}, "a digit must be wrong"),
        ({"bce": "12"}, "Ten digits"),
        ({"postal_code": "9999"}, "9999"),
        ({"postal_code": ""}, "–"),
        ({"locality": "Charleroi"}, "Charleroi"),
        ({"postal_code": "7100", "locality": ""}, "Haine-Saint-Pierre"),
        ({"postal_code": "5100", "locality": "Namur"}, "Which locality? 5100"),
        ({"kind": "banque"}, "banque"),
        ({"kind": "Fédération"}, "Fédération"),
        ({"legal_form": "GmbH"}, "GmbH"),
        ({"headcount": "2,5"}, "whole number"),
        ({"headcount": "999999"}, "too many"),
        ({"headcount": "10", "fte": "10,5"}, "more full-time"),
        ({"headcount": "10", "fte": "x"}, "in digits"),
        ({"counted_on": "31/02/2026"}, "not a date"),
        ({"counted_on": "2999-01-01"}, "has come"),
        ({"count_basis": "au pif"}, "au pif"),
        ({"languages": "fr; klingon"}, "klingon"),
        ({"experiences": "Bois"}, "Wood (2015)"),
        ({"experiences": "Magie (2015)"}, "Magie"),
        ({"experiences": "Wood (2999)"}, "2999"),
        ({"sites": "Dépôt 5590 Ciney"}, "Depot, 5590 Ciney"),
        ({"sites": "Dépôt, 5590 Namur"}, "Ciney"),
        ({"sites": "S, 5590 Ciney;" * 21}, "20"),
        ({"email": "pas une adresse"}, "pas une adresse"),
        ({"name": "=HYPERLINK(1)"}, "formula"),
        ({"name": "é" * 200}, "160"),
    ],
)
def test_a_row_is_refused_with_its_reason(cells, reason):
    with force_locale("en"):
        row = checked(**cells)
    assert row.state is RowState.REFUSED
    assert reason in row.reason


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "Entreprise de travail adapté (ETA)"},
        {"kind": "maison médicale"},
        {"postal_code": "B-5000"},
        {"postal_code": "5002", "locality": "St Servais"},
        {"postal_code": "5002", "locality": ""},
        {"headcount": "1.500", "legal_form": "asbl"},
        {"bce": NUMBER.lstrip("0")},
    ],
)
def test_a_row_is_read_as_people_write(cells):
    assert checked(**cells).reason == ""


def test_rows_are_held_against_the_directory_and_each_other():
    known = OrganisationFactory(name="L’Étoile du Nord", bce=NUMBER)
    unnumbered = OrganisationFactory(name="Sans numéro", bce=None)
    base = {"kind": "eta", "postal_code": "5000", "locality": "Namur"}
    tables = [
        {"name": "Autre nom", "bce": NUMBER},
        {"name": "l'etoile du nord"},
        {"name": "Sans numéro", "bce": bce_with_check(19_499_001)},
        {"name": "Neuf", "bce": bce_with_check(19_499_003)},
        {"name": "NEUF"},
        {"name": "Encore", "bce": bce_with_check(19_499_003)},
    ]
    rows = check_rows([base | cells | {"line": line} for line, cells in enumerate(tables, start=2)])
    assert [row.state.value for row in rows] == ["known", "known", "known", "new", "refused", "refused"]
    assert [row.organisation for row in rows[:3]] == [known, known, unnumbered]
    assert all("5" in row.reason for row in rows[4:])
    assert checked(name="L’Étoile du Nord", bce=bce_with_check(19_499_002)).state is RowState.NEW, "a namesake"


def test_as_many_queries_for_many_rows_as_for_few():
    def queries(count):
        rows = [{"line": n, "name": f"N{n}", "kind": "eta", "postal_code": "5000", "locality": "Namur"} for n in count]
        with recorded_queries() as statements:
            check_rows(rows)
        return len(statements)

    assert queries(range(40)) == queries(range(2)) <= 3


def test_kinds_that_gather_others_are_not_imported():
    assert checked(kind=OrganisationKind.PUBLIC_FUNDER.value).state is RowState.REFUSED


@pytest.mark.parametrize("written", ["1/6/2025", "01-06-25", "01.06.2025", "2025-06-01"])
def test_days_are_read_as_spreadsheets_of_here_write_them(written):
    assert checked(counted_on=written).facts.counted_on == date(2025, 6, 1)


def test_the_commune_stands_for_the_one_locality_of_a_postcode():
    for written, locality in (("CHARLEROI", "Marcinelle"), ("marcinelle", "Marcinelle")):
        assert checked(postal_code="6001", locality=written).facts.locality.name == locality
