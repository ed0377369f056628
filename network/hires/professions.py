"""The professions that posts are shared for: ISCO-08 unit groups (ILO, 2008) by the name they have in Belgium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from network.web.search import fold


@dataclass(frozen=True, slots=True)
class Profession:
    """`code`: of its unit group; `name` and `someone` (with its article) are lazy; `aliases`: what else people type."""

    code: str
    name: Any
    someone: Any
    aliases: str = ""

    @property
    def title(self) -> str:
        """How a post is announced: « logopède (h/f/x) »."""
        return str(_l("%(profession)s (m/f/x)", profession=self.name))


_ALL = (
    Profession("2221", _l("nurse"), _l("a nurse"), "infirmier infirmière infi soins"),
    Profession("2222", _l("midwife"), _l("a midwife"), "accoucheuse maïeuticien maïeutique"),
    Profession("2264", _l("physiotherapist"), _l("a physiotherapist"), "kiné kinésithérapie physiothérapeute"),
    Profession("2265", _l("dietitian"), _l("a dietitian"), "diététicien diététicienne diététique nutritionniste"),
    Profession("2266", _l("speech therapist"), _l("a speech therapist"), "orthophoniste orthophonie logopédie"),
    Profession("2269", _l("occupational therapist"), _l("an occupational therapist"), "ergothérapie ergo"),
    Profession("2634", _l("psychologist"), _l("a psychologist"), "psy psychologie psychothérapeute"),
    Profession("2635", _l("social worker"), _l("a social worker"), "assistant assistante social sociale as"),
    Profession("3412", _l("social educator"), _l("a social educator"), "éducateur éducatrice spécialisé spécialisée"),
    Profession("5321", _l("health care assistant"), _l("a health care assistant"), "aide-soignant aide-soignante"),
    Profession("4226", _l("receptionist"), _l("a receptionist"), "accueillant accueillante accueil réceptionniste"),
    Profession("3344", _l("medical secretary"), _l("a medical secretary"), "secrétariat médical secrétaire"),
    Profession("3313", _l("bookkeeper"), _l("a bookkeeper"), "comptable comptabilité aide-comptable"),
    Profession("2423", _l("human resources officer"), _l("a human resources officer"), "rh grh personnel"),
    Profession("2432", _l("communications officer"), _l("a communications officer"), "communication presse"),
    Profession("2263", _l("prevention adviser"), _l("a prevention adviser"), "sipp bien-être sécurité au travail"),
    Profession("3512", _l("IT support technician"), _l("an IT support technician"), "informaticien informatique"),
)
PROFESSIONS: Mapping[str, Profession] = {profession.code: profession for profession in _ALL}


def search_professions(words: str, limit: int = 8) -> list[Profession]:
    """Professions whose name or alias has words that begin as typed; those whose name begins so first."""
    typed = fold(words)
    if not typed:
        return []
    found = [profession for profession in _ALL if _fits(profession, typed.split())]
    return sorted(found, key=lambda profession: not fold(str(profession.name)).startswith(typed))[:limit]


def resolve_profession(typed: str) -> Profession:
    """The one profession that was meant; ValueError with a sentence when there is none, or with the choices."""
    named = [profession for profession in _ALL if fold(str(profession.name)) == fold(typed)]
    found = named or search_professions(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValueError(_l("No profession of our list goes by this name. Try another word for it."))
    raise ValueError(
        _l("Several professions fit: %(choices)s. Which one?", choices=", ".join(str(p.name) for p in found))
    )


def _fits(profession: Profession, typed: list[str]) -> bool:
    known = fold(f"{profession.name} {profession.aliases}").split()
    return all(any(word.startswith(part) for word in known) for part in typed)
