"""Criteria of a call as people say them. The keys are those of `call` in the consortium problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.calls.words import lead_word
from network.organisations.labels import kind_label
from network.organisations.models import OrganisationKind
from network.places.areas import covers_area
from network.resources.labels import capability_amount, capability_label
from network.web.formats import money, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


# As they are counted: « 3 ETA », « 2 maisons médicales ».
COUNTED_KINDS = {
    OrganisationKind.MAISON_MEDICALE: _l("community health centres"),
    OrganisationKind.ETA: _l("sheltered workshops"),
    OrganisationKind.RESSOURCERIE: _l("reuse centres"),
    OrganisationKind.CISP: _l("training centres"),
    OrganisationKind.ENTREPRISE_INSERTION: _l("work integration enterprises"),
    OrganisationKind.INTERCOMMUNALE: _l("inter-municipal companies"),
    OrganisationKind.COOPERATIVE: _l("cooperatives"),
    OrganisationKind.FONDATION: _l("foundations"),
    OrganisationKind.AGENCE_CONSEIL: _l("advisory agencies"),
    OrganisationKind.COMMUNE: _l("municipalities"),
    OrganisationKind.PUBLIC_FUNDER: _l("public funders"),
    OrganisationKind.FEDERATION: _l("federations"),
}


def counted_kind(kind: str, count: int = 2) -> str:
    """The word for one or several organisations of a kind, within a sentence."""
    if count > 1:
        return str(COUNTED_KINDS[OrganisationKind(kind)])
    one = kind_label(kind)
    return one if one.isupper() else one[0].lower() + one[1:]


def sentences(criteria: dict[str, Any], *, in_market: bool) -> list[str]:
    """Every criterion as a row in plain words, in the order in which people ask about them."""
    said = criteria | {"in_market": in_market}
    return [text for key, say in _SENTENCES.items() if key in criteria for text in say(said)]


def criterion_name(code: str, *, in_market: bool) -> str:
    """The name of a criterion from its code in a conflict (`requires.trucks`), to be used within a sentence."""
    key, _dot, capability = code.partition(".")
    if capability:
        return _("the need: %(what)s", what=capability_label(capability).lower())
    return _names(in_market)[key]


def criterion_value(code: str, value: int) -> str:
    """A criterion's figure with its unit."""
    key, _dot, capability = code.partition(".")
    if capability:
        return capability_amount(capability, value)
    if key == "budget_cap":
        return money(value)
    if key in ("max_share_percent", "min_contribution_percent"):
        return percent(value)
    if key == "max_km_to_lead":
        return f"{value}\u00a0km"
    return str(value)


def conflict_sentence(conflict: Sequence[str], *, in_market: bool) -> str:
    """Which criteria cannot hold together."""
    names = [criterion_name(code, in_market=in_market) for code in conflict]
    if len(names) == 1:
        return _("No team can meet this criterion: %(name)s.", name=names[0])
    return _("These criteria cannot all be met together: %(names)s.", names=format_list(names, locale=get_locale()))


def relaxation_sentence(relaxation: Mapping[str, Any], *, in_market: bool) -> str:
    """The nearest change of one criterion that makes a team possible."""
    code = relaxation["criterion"]
    if code.startswith("requires."):  # the figure names it
        to, start = (criterion_value(code, relaxation[end]) for end in ("to", "from"))
        return _("With %(to)s instead of %(start)s, a team exists.", to=to, start=start)
    return _(
        "With %(to)s instead of %(start)s for %(name)s, a team exists.",
        to=criterion_value(code, relaxation["to"]),
        start=criterion_value(code, relaxation["from"]),
        name=_relaxed_name(relaxation, in_market),
    )


def _relaxed_name(relaxation: Mapping[str, Any], in_market: bool) -> str:
    if "kind" in relaxation:
        return counted_kind(relaxation["kind"])
    return criterion_name(relaxation["criterion"], in_market=in_market)


def lead_experienced_words(*, in_market: bool) -> str:
    """That who speaks for all is to have worked in the sector."""
    return _("%(a_lead)s experienced in the sector", a_lead=lead_word("A", in_market=in_market))


def _names(in_market: bool) -> dict[str, str]:
    return {
        "min_partners": _("the number of partners"),
        "max_partners": _("the greatest number of partners"),
        "min_kind": _("the kinds of organisations"),
        "min_small": _("the small organisations"),
        "small_below": _("what counts as small"),
        "min_experienced": _("the experienced organisations"),
        "lead_experienced": _("the experience %(of_lead)s", of_lead=lead_word("of", in_market=in_market)),
        "min_areas": _("the provinces covered"),
        "required_areas": _("the provinces that must be covered"),
        "max_share_percent": _("the greatest share of one partner"),
        "min_contribution_percent": _("the least contribution of each"),
        "budget_cap": _("the amount asked"),
        "max_km_to_lead": _("the distance %(to_lead)s", to_lead=lead_word("to", in_market=in_market)),
        "pinned": _("the partners you pinned"),
        "excluded": _("the organisations you set aside"),
        "incompatible": _("the organisations that do not work together"),
        "can_lead": _("%(a_lead)s who can be one", a_lead=lead_word("a", in_market=in_market)),
    }


def _min_partners(c: dict[str, Any]) -> list[str]:
    return [ngettext("At least %(num)d partner", "At least %(num)d partners", c["min_partners"])]


def _max_partners(c: dict[str, Any]) -> list[str]:
    return [ngettext("%(num)d partner at most", "%(num)d partners at most", c["max_partners"])]


def _min_kind(c: dict[str, Any]) -> list[str]:
    return [
        _("At least %(count)d %(kind)s", count=least, kind=counted_kind(kind, least))
        for kind, least in c["min_kind"].items()
    ]


def _min_small(c: dict[str, Any]) -> list[str]:
    return [
        ngettext(
            "Including %(num)d of fewer than %(below)d workers",
            "Including %(num)d of fewer than %(below)d workers",
            c["min_small"],
            below=c["small_below"],
        )
    ]


def _min_experienced(c: dict[str, Any]) -> list[str]:
    return [
        ngettext(
            "At least %(num)d experienced in the sector",
            "At least %(num)d experienced in the sector",
            c["min_experienced"],
        )
    ]


def _lead_experienced(c: dict[str, Any]) -> list[str]:
    return [lead_experienced_words(in_market=c["in_market"])] if c["lead_experienced"] else []


def _min_areas(c: dict[str, Any]) -> list[str]:
    return [ngettext("%(num)d province covered at least", "%(num)d provinces covered at least", c["min_areas"])]


def _required_areas(c: dict[str, Any]) -> list[str]:
    return [_("The team %(covers)s", covers=covers_area(area)) for area in c["required_areas"]]


def _requires(c: dict[str, Any]) -> list[str]:
    return [
        _("%(capability)s: %(amount)s in all", capability=capability_label(key), amount=capability_amount(key, least))
        for key, least in c["requires"].items()
    ]


def _max_share_percent(c: dict[str, Any]) -> list[str]:
    return [_("No partner brings more than %(share)s of what is needed", share=percent(c["max_share_percent"]))]


def _min_contribution_percent(c: dict[str, Any]) -> list[str]:
    return [_("Each partner brings at least %(share)s of one need", share=percent(c["min_contribution_percent"]))]


def _budget_cap(c: dict[str, Any]) -> list[str]:
    return [_("%(amount)s at most for the project", amount=money(c["budget_cap"]))]


def _max_km_to_lead(c: dict[str, Any]) -> list[str]:
    of_lead = lead_word("of", in_market=c["in_market"])
    return [_("All within %(km)d km %(of_lead)s", km=c["max_km_to_lead"], of_lead=of_lead)]


_SENTENCES: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "min_partners": _min_partners,
    "max_partners": _max_partners,
    "min_kind": _min_kind,
    "min_small": _min_small,
    "min_experienced": _min_experienced,
    "lead_experienced": _lead_experienced,
    "min_areas": _min_areas,
    "required_areas": _required_areas,
    "requires": _requires,
    "max_share_percent": _max_share_percent,
    "min_contribution_percent": _min_contribution_percent,
    "budget_cap": _budget_cap,
    "max_km_to_lead": _max_km_to_lead,
}
