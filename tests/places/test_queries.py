"""Finding localities as people type them."""

from __future__ import annotations

import pytest

from network.errors import NotFoundError
from network.places.queries import find_localities, find_written, get_locality, list_same_name

pytestmark = pytest.mark.usefixtures("database")


def labels(words, limit=8):
    return [str(locality) for locality in find_localities(words, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("namur", "5000 Namur"),
        ("NAMUR", "5000 Namur"),
        ("liege", "4000 Liège"),
        ("la louv", "7100 La Louvière"),
        ("7100 la louviere", "7100 La Louvière"),
        ("7100", "7100 La Louvière"),
        ("etterb", "1040 Etterbeek"),
        ("marche-en-fam", "6900 Marche-en-Famenne"),
        ("marche en famenne", "6900 Marche-en-Famenne"),
        ("braine l’alleud", "1420 Braine-l’Alleud"),
        ("St-Servais", "5002 Saint-Servais"),
        ("haren", "1130 Haren"),
    ],
)
def test_the_best_comes_first(typed, first):
    assert labels(typed)[0] == first


def test_a_postcode_may_hold_several():
    assert labels("7100") == [
        "7100 La Louvière",
        "7100 Haine-Saint-Paul",
        "7100 Haine-Saint-Pierre",
        "7100 Saint-Vaast",
        "7100 Trivières",
    ]


def test_words_match_where_words_begin():
    assert "4400 Flémalle-Haute" not in labels("malle")


def test_at_most_so_many():
    assert len(labels("saint")) == 8
    assert len(labels("saint", limit=3)) == 3


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "/", "50%", "zzzz", "'; --", "é" * 500, "😀", "\x00"])
def test_odd_words_find_nothing_and_break_nothing(typed):
    assert isinstance(labels(typed), list)


def test_same_name():
    assert [str(locality) for locality in list_same_name("Celles")] == ["4317 Celles", "5561 Celles", "7760 Celles"]
    assert [str(locality) for locality in list_same_name("5561 celles")] == ["5561 Celles"]
    assert list_same_name("Cell") == []


def test_as_it_is_proposed():
    assert str(find_written("7100 La Louvière")) == "7100 La Louvière"
    assert find_written("7100 la louviere") is find_written("La Louvière") is find_written("") is None


def test_get_locality__unknown():
    with pytest.raises(NotFoundError):
        get_locality("5000", "Nulle part")
