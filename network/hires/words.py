"""The words for shared posts: forms of engagement, what fails, where a post and its parts stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.hires.labour_law import Failure, Rule
from network.hires.models import Engagement, PostState, ShareState
from network.hires.week import half_days_text
from network.web.formats import answer_by, distance

if TYPE_CHECKING:
    from network.hires.matching import Change, Reason
    from network.hires.models import Post, Share
    from network.hires.plan import Plan

ENGAGEMENTS = {
    Engagement.PART_TIME_EACH: _l("A part-time contract with each structure"),
    Engagement.SEVERAL_EMPLOYERS: _l("One contract with several employers"),
    Engagement.EMPLOYERS_GROUP: _l("An employers' group that is authorised"),
    Engagement.SELF_EMPLOYED: _l("A self-employed person"),
    Engagement.HOST_INVOICES: _l("One structure employs and invoices the others"),
}
COMMITMENTS = {
    Engagement.PART_TIME_EACH: _l(
        "Each structure signs its own contract, for its own half-days, and pays them itself."
    ),
    Engagement.SEVERAL_EMPLOYERS: _l(
        "One contract that all structures sign as employers, with the week and the share of each; have a payroll "
        "office read it."
    ),
    Engagement.EMPLOYERS_GROUP: _l(
        "An ASBL or an SNC whose only object it is, authorised beforehand by the minister of employment, with its "
        "joint committee; its members are liable together for its debts to taxes, social security and workers."
    ),
    Engagement.SELF_EMPLOYED: _l(
        "Take care: somebody whose week, place and tasks are set for them may be held to be an employee, with all the "
        "contributions since the beginning."
    ),
    Engagement.HOST_INVOICES: _l("Nobody signs with the structures where the person works."),
}
SOURCES = {
    Engagement.PART_TIME_EACH: _l("Law of 3 July 1978 on employment contracts, article 11bis."),
    Engagement.SEVERAL_EMPLOYERS: _l("Law of 3 July 1978 on employment contracts, article 11bis."),
    Engagement.EMPLOYERS_GROUP: _l(
        "Law of 12 August 2000, articles 186 to 193; law of 5 March 2017, articles 50 to 55."
    ),
    Engagement.SELF_EMPLOYED: _l("Programme law of 27 December 2006, title XIII (nature of working relations)."),
    Engagement.HOST_INVOICES: _l("Law of 24 July 1987 on temporary work, article 31."),
}
PARAMETERS = {
    "full_time_minutes": _l("Full time, a week"),
    "shift_minutes": _l("Shortest shift"),
    "part_time_floor_minutes": _l("Least working time of a part-time contract, a week (one third of full time)"),
    "group_floor_minutes": _l("Least working time in an employers' group, a week"),
    "group_max_workers": _l("Most workers of an employers' group"),
}
DECLINE_REASONS = {
    "half_days": _l("These half-days do not suit us"),
    "partners": _l("Not with these partners"),
    "engagement": _l("Not with this form of engagement"),
    "money": _l("We do not have the means"),
    "found": _l("We have found somebody else"),
    "other": _l("Another reason"),
}
POST_STATES = {
    PostState.PREPARED: (_l("being prepared"), "neutral"),
    PostState.PROPOSED: (_l("proposed to the structures"), "todo"),
    PostState.AGREED: (_l("agreed by all"), "agreed"),
    PostState.ABANDONED: (_l("given up"), "neutral"),
}
SHARE_STATES = {
    ShareState.CHOSEN: (_l("not asked yet"), "neutral"),
    ShareState.ASKED: (_l("answer awaited"), "todo"),
    ShareState.ACCEPTED: (_l("yes"), "agreed"),
    ShareState.COUNTERED: (_l("asks for other half-days"), "todo"),
    ShareState.DECLINED: (_l("no"), "missing"),
    ShareState.LAPSED: (_l("did not answer"), "missing"),
    ShareState.LEFT: (_l("has left"), "missing"),
    ShareState.DISMISSED: (_l("could not be served"), "missing"),
}


def post_state(post: Post) -> tuple[str, str]:
    """Where a post stands: words and tone."""
    words, tone = POST_STATES[post.state]
    return str(words), tone


def share_state(share: Share) -> tuple[str, str]:
    """What a structure said: words and tone."""
    words, tone = SHARE_STATES[share.state]
    return str(words), tone


def engagement_label(engagement: str) -> str:
    """« Un contrat à temps partiel avec chaque structure »."""
    return str(ENGAGEMENTS[Engagement(engagement)])


def engagement_source(engagement: str) -> str:
    """The law that a form of engagement rests on, or is refused by."""
    return str(SOURCES[Engagement(engagement)])


def engagement_commitment(engagement: str) -> str:
    """What a form of engagement commits to."""
    return str(COMMITMENTS[Engagement(engagement)])


def parameter_label(key: str) -> str:
    """What a figure of labour law is."""
    return str(PARAMETERS[key])


def duration(minutes: int) -> str:
    """« 12 h 40 »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


def parameter_value(key: str, value: int) -> str:
    """A figure of labour law with its unit."""
    return duration(value) if key.endswith("_minutes") else str(value)


def failure_text(failure: Failure, names: dict[int, str]) -> str:
    """Why a form of engagement is refused; `names`: of the parts whose half-days are too few."""
    found, limit = duration(failure.found), duration(failure.limit)
    match failure.rule:
        case Rule.LENDING:
            return _("It is putting one's staff at another's disposal, which is forbidden in general.")
        case Rule.FLOOR_EACH:
            who = ", ".join(names[party] for party in failure.parties)
            return _(
                "A part-time contract has at least %(limit)s a week; it would be less with %(who)s (%(found)s).",
                limit=limit,
                who=who,
                found=found,
            )
        case Rule.FLOOR_TOGETHER:
            return _(
                "A part-time contract has at least %(limit)s a week; this post has %(found)s.", limit=limit, found=found
            )
        case Rule.GROUP_FLOOR:
            return _(
                "In an employers' group one works at least %(limit)s a week; this post has %(found)s.",
                limit=limit,
                found=found,
            )
        case Rule.GROUP_SIZE:
            return _(
                "An employers' group has at most %(limit)d workers; this one would have %(found)d.",
                limit=failure.limit,
                found=failure.found,
            )
        case Rule.SHIFT:
            return _("A shift has at least %(limit)s; a half-day would have %(found)s.", limit=limit, found=found)


def reason_sentences(reason: Reason, rules: Mapping[str, int]) -> list[str]:
    """Why a demand is left without a post, and what would place it: for the coordination."""
    far = distance(reason.metres) if reason.metres is not None else ""
    match reason.code:
        case "no_neighbour" if far:
            cause = _("Nobody else is near enough; the nearest is %(distance)s away.", distance=far)
        case "no_neighbour":
            cause = _("Nobody else looks for this profession.")
        case "no_common_half_day":
            cause = _("There are neighbours, but no week that suits them together.")
        case "post_too_small":
            cause = _(
                "With all its neighbours a post would have %(count)s; at least %(least)d are asked.",
                count=half_days_asked(reason.half_days or 0),
                least=rules["min_half_days"],
            )
        case _other:
            cause = _("Its neighbours have a better place, and their post is full.")
    return [cause, *(_change_sentence(change, rules) for change in reason.changes)]


def _change_sentence(change: Change, rules: Mapping[str, int]) -> str:
    match change.rule:
        case "max_km":
            return _(
                "With %(to)d km in place of %(now)d it would have a place.", to=change.to or 0, now=rules["max_km"]
            )
        case "min_half_days":
            return _(
                "With posts from %(to)d half-days on in place of %(now)d it would have a place.",
                to=change.to or 0,
                now=rules["min_half_days"],
            )
        case _rule:
            return _("Open on %(days)s too, it would have a place.", days=half_days_text(change.half_days))


def own_reason_sentences(reason: Reason) -> list[str]:
    """The same for the demand's own people: nothing of others, only what they themselves could change."""
    causes = {
        "no_neighbour": _("Nobody near enough looks for the same for now."),
        "no_common_half_day": _("No week suited your possible half-days and those of neighbours together."),
        "post_too_small": _("With your neighbours it does not make a post yet: a demand more would help."),
        "no_room": _("There was no room for your half-days in the posts around you."),
    }
    opened = [change.half_days for change in reason.changes if change.rule == "open"]
    return [
        causes[reason.code],
        *(_("If %(days)s were possible for you too, there would be a place.", days=half_days_text(d)) for d in opened),
    ]


def half_days_asked(count: int) -> str:
    """« 3 demi-journées par semaine »."""
    return ngettext("%(num)d half-day a week", "%(num)d half-days a week", count)


def fullness(plan: Plan) -> str:
    """« 9 demi-journées sur 10 »."""
    return ngettext("%(num)d half-day of %(most)d", "%(num)d half-days of %(most)d", plan.total, most=plan.most)


def answers_so_far(post: Post) -> str:
    """« 2 oui sur 3, réponses avant le 2 décembre »."""
    agreed = sum(share.state is ShareState.ACCEPTED for share in post.team)
    text = ngettext("%(num)d yes of %(all)d", "%(num)d yes of %(all)d", agreed, all=len(post.team))
    if post.state is PostState.PROPOSED and post.reply_by:
        return f"{text}, {answer_by(post.reply_by)}"
    return text
