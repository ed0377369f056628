"""What the envelope buys and what those left out would need, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from network.dossiers.criteria import HUNDREDTHS
from network.web.formats import money, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from network.accounts.models import User
    from network.calls.models import Call
    from network.dossiers.matching import Choice
    from network.dossiers.models import Dossier


def points(hundredths: int | None) -> str:
    """« 7,5 »; a dash where nobody has judged."""
    return "–" if hundredths is None else number(round(hundredths / HUNDREDTHS, 1))


def summary(choice: Choice) -> str:
    """What the proposal spends of the envelope, and whether another could have more points."""
    if not any(dossier["score"] for dossier in choice.problem["dossiers"]):
        return _("No dossier has points yet: nothing is proposed.")
    if not choice.solution["objective"]:
        return _("No choice was found in a second.")
    amounts = {"spent": money(choice.solution["objective"][1]), "envelope": money(choice.problem["envelope"])}
    if choice.why is None:
        return _("%(spent)s of %(envelope)s; better choices may exist.", **amounts)
    return _("%(spent)s of %(envelope)s: no other choice under the envelope has more points.", **amounts)


def margins(choice: Choice, dossiers: Iterable[Dossier]) -> list[str]:
    """What an envelope below what is spent would change, and what its next step would."""
    titles = {str(dossier.id): dossier.project.title for dossier in dossiers}
    found = []
    if choice.why and (last := choice.why["last_euro"]):
        least, change = money(last["envelope"] + 1), _change(last, titles)
        found.append(_("With an envelope of less than %(least)s, %(change)s.", least=least, change=change))
    if choice.why and (step := choice.why["next_step"]):
        more = step["envelope"] - choice.problem["envelope"]
        found.append(_("With %(more)s more, %(change)s.", more=money(more), change=_change(step, titles)))
    return found


def needs(choice: Choice) -> dict[int, str]:
    """What each dossier left out would have needed, by its id."""
    return {int(entry["dossier"]): _need(entry, choice) for entry in (choice.why or {}).get("left", ())}


def who_decides(call: Call, deciders: Sequence[User]) -> str:
    """What somebody reads who has a mandate in a partner of a dossier, and so does not decide."""
    if not deciders:
        return _(
            "You have a mandate in a partner of a dossier, and nobody else coordinates %(federation)s: give the role "
            "of coordinator to a person without such a mandate, who then decides.",
            federation=call.federation.name,
        )
    names = format_list([user.name for user in deciders], style="or", locale=get_locale())
    return _("You have a mandate in a partner of a dossier: %(names)s decides on this call.", names=names)


def _need(entry: Mapping[str, Any], choice: Choice) -> str:
    reason = {
        "over_cap": _("asks more than a project may"),
        "impossible": _("does not fit under the envelope"),
        "another_instead": _("could be chosen instead of another: it is as good"),
        "dearer": _("as many points, but it spends more"),
        "unknown": _("could not be told in a second"),
    }.get(entry["reason"])
    if reason is None:
        missing = entry["points"]
        reason = ngettext(
            "would need %(points)s point more",
            "would need %(points)s points more",
            missing // HUNDREDTHS,
            points=points(missing),
        )
    if entry["envelope"] is None or entry["envelope"] <= choice.problem["envelope"]:
        return reason
    return _("%(reason)s, or an envelope of %(envelope)s", reason=reason, envelope=money(entry["envelope"]))


def _change(step: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """« X serait retenu à la place de Y », by the names of projects."""
    words = {"joined": _listed(step["joined"], titles), "left": _listed(step["left"], titles)}
    if step["joined"] and step["left"]:
        number = len(step["joined"])
        return ngettext(
            "%(joined)s would be chosen instead of %(left)s",
            "%(joined)s would be chosen instead of %(left)s",
            number,
            **words,
        )
    if step["joined"]:
        return ngettext(
            "%(joined)s would be chosen too", "%(joined)s would be chosen too", len(step["joined"]), **words
        )
    return ngettext(
        "%(left)s would no longer be chosen", "%(left)s would no longer be chosen", len(step["left"]), **words
    )


def _listed(names: Sequence[str], titles: Mapping[str, str]) -> str:
    quoted = [_("“%(words)s”", words=titles[name]) for name in names]
    return format_list(quoted, locale=get_locale())
