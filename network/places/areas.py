"""The areas of Belgium that coverage is counted in: ten provinces, and Brussels beside them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

AREAS = {
    "brabant_wallon": _l("Walloon Brabant"),
    "bruxelles": _l("Brussels"),
    "hainaut": _l("Hainaut"),
    "liege": _l("Liège"),
    "luxembourg": _l("Luxembourg"),
    "namur": _l("Namur"),
    "anvers": _l("Antwerp"),
    "brabant_flamand": _l("Flemish Brabant"),
    "flandre_occidentale": _l("West Flanders"),
    "flandre_orientale": _l("East Flanders"),
    "limbourg": _l("Limburg"),
}

_IN_A_SENTENCE = {
    "brabant_wallon": _l("the province of Walloon Brabant"),
    "bruxelles": AREAS["bruxelles"],
    "hainaut": _l("the province of Hainaut"),
    "liege": _l("the province of Liège"),
    "luxembourg": _l("the province of Luxembourg"),
    "namur": _l("the province of Namur"),
    "anvers": _l("the province of Antwerp"),
    "brabant_flamand": _l("the province of Flemish Brabant"),
    "flandre_occidentale": _l("the province of West Flanders"),
    "flandre_orientale": _l("the province of East Flanders"),
    "limbourg": _l("the province of Limburg"),
}


def area_label(key: str) -> str:
    """The name alone: « Luxembourg »."""
    return str(AREAS[key])


def covers_area(key: str) -> str:
    """What is said of a structure that serves the area: « couvre la province de Luxembourg », « couvre Bruxelles »."""
    return _("covers %(area)s", area=_IN_A_SENTENCE[key])
