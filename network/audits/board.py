"""What the coordination's page of pairs shows: each pair with its reasons, who has none and why, the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.audits.matching import Exclusion, Field, field_of, ordered
from network.audits.models import PairingState
from network.ties.labels import Acquaintance, acquaintance, tie_words
from network.web.formats import distance

if TYPE_CHECKING:
    from network.actors import Actor
    from network.audits.models import Campaign, Pairing
    from network.organisations.models import Organisation

EXCLUSIONS = {
    Exclusion.TOO_FAR: _l("too far"),
    Exclusion.MET: _l("met in a recent campaign"),
    Exclusion.UNDER_WAY: _l("work under way together"),
    Exclusion.REFUSED: _l("proposed before, without success"),
    Exclusion.WISH: _l("a wish, not to be told"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A pair or trio: for each two of it who visit each other, why they are well matched."""

    pairing: Pairing
    names: str
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneRow:
    """An organisation that stands in no pair, and why."""

    organisation: Organisation
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRow:
    """With whom an organisation may not be paired."""

    organisation: Organisation
    excluded: list[tuple[str, str]]
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """See the module."""

    pairs: list[PairRow]
    alone: list[AloneRow]
    exclusions: list[ExclusionRow]
    points: list[dict[str, Any]]
    map_options: dict[str, Any]

    @property
    def found(self) -> int:
        """How many pairs wait to be proposed."""
        return sum(row.pairing.state is PairingState.FOUND for row in self.pairs)


def board_of(campaign: Campaign, actor: Actor) -> Board:
    """The page of pairs of a campaign, with what its coordination may know."""
    field = field_of(campaign, actor)
    standing = campaign.standing_pairings
    return Board(
        pairs=[_pair_row(pairing, field) for pairing in standing],
        alone=[
            AloneRow(organisation=enrolment.organisation, why=_why_alone(enrolment.organisation_id, field, standing))
            for enrolment in campaign.unpaired
        ],
        exclusions=[
            row for organisation in field.organisations if (row := _exclusion_row(organisation, field)).excluded
        ],
        points=_points(field, standing),
        map_options=_map_options(field, standing),
    )


def pair_reasons(metres: int, strength: int) -> str:
    """« 12 km à vol d'oiseau, ne se connaissent pas encore »."""
    apart = _("%(distance)s as the crow flies", distance=distance(metres))
    return f"{apart}, {tie_words(strength)}"


def excluded_words(reasons: Iterable[Exclusion]) -> str:
    """Why two may not be paired, in a line."""
    return ", ".join(str(EXCLUSIONS[reason]) for reason in reasons)


def counted_exclusions(organisation_id: int, field: Field) -> list[str]:
    """Why others may not be paired with an organisation, counted and without names; wishes are not told."""
    told = [
        next((reason for reason in reasons if reason is not Exclusion.WISH), None)
        for _other, reasons in field.excluded_with(organisation_id)
    ]
    counts = Counter(reason for reason in told if reason is not None)
    sentences = {
        Exclusion.TOO_FAR: lambda n: ngettext("%(num)d is too far", "%(num)d are too far", n),
        Exclusion.MET: lambda n: ngettext(
            "%(num)d was met in a recent campaign", "%(num)d were met in a recent campaign", n
        ),
        Exclusion.UNDER_WAY: lambda n: ngettext(
            "with %(num)d, work is under way", "with %(num)d, work is under way", n
        ),
        Exclusion.REFUSED: lambda n: ngettext(
            "%(num)d was proposed without success", "%(num)d were proposed without success", n
        ),
    }
    return [sentences[reason](count) for reason, count in sorted(counts.items())]


def _pair_row(pairing: Pairing, field: Field) -> PairRow:
    by_id = {organisation.id: organisation for organisation in pairing.organisations}
    in_trio = len(by_id) > 2
    reasons = []
    for a, b in pairing.pairs:
        words = pair_reasons(field.metres[(a, b)], field.strengths.get((a, b), 0))
        if in_trio:
            words = _("%(one)s and %(other)s: %(words)s", one=by_id[a].name, other=by_id[b].name, words=words)
        reasons.append(words)
    return PairRow(pairing=pairing, names=" – ".join(o.name for o in pairing.organisations), reasons=reasons)


def _why_alone(organisation_id: int, field: Field, standing: Sequence[Pairing]) -> str:
    """Nothing where no pairs were looked for, or it may be paired with another that is alone."""
    paired = {other for pairing in standing for other in pairing.organisation_ids}
    if not standing or field.has_partner(organisation_id, but=paired):
        return ""
    if field.has_partner(organisation_id):
        return _("Those it may be paired with are in pairs that suit more structures.")
    return _(
        "Nobody may be paired with it: %(reasons)s.", reasons=", ".join(counted_exclusions(organisation_id, field))
    )


def _exclusion_row(organisation: Organisation, field: Field) -> ExclusionRow:
    excluded = field.excluded_with(organisation.id)
    rows = [
        (other.name, ", ".join(_told(reason, organisation, other, field) for reason in why)) for other, why in excluded
    ]
    return ExclusionRow(organisation=organisation, excluded=rows, possible=len(field.organisations) - 1 - len(excluded))


def _told(reason: Exclusion, one: Organisation, other: Organisation, field: Field) -> str:
    words = str(EXCLUSIONS[reason])
    far = distance(field.metres[ordered(one.id, other.id)])
    return f"{words} ({far})" if reason is Exclusion.TOO_FAR else words


def _points(field: Field, standing: Sequence[Pairing]) -> list[dict[str, Any]]:
    pairing_of = {i: pairing for pairing in standing for i in pairing.organisation_ids}
    return [
        {
            "id": organisation.id,
            "lat": organisation.locality.lat,
            "lon": organisation.locality.lon,
            "label": organisation.name,
            "state": _point_state(pairing_of.get(organisation.id)),
            "detail": organisation.locality.name,
        }
        for organisation in field.organisations
    ]


def _point_state(pairing: Pairing | None) -> str:
    if pairing is None:
        return "possible"
    return {PairingState.CONFIRMED: "lead", PairingState.PROPOSED: "interested"}.get(pairing.state, "partner")


def _map_options(field: Field, standing: Sequence[Pairing]) -> dict[str, Any]:
    return {
        "states": {
            "lead": _("pair confirmed"),
            "interested": _("pair proposed"),
            "partner": _("pair found"),
            "possible": _("without a pair"),
        },
        "links": [
            {"from": a, "to": b, "strength": _grade(field.strengths.get((a, b), 0))}
            for pairing in standing
            for a, b in pairing.pairs
        ],
    }


def _grade(strength: int) -> int:
    """How thick a line is: 0 for those who do not know each other yet."""
    return {Acquaintance.NOT_YET: 0, Acquaintance.A_LITTLE: 1, Acquaintance.WELL: 3}[acquaintance(strength)]
