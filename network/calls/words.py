"""What was said of a project, and who speaks for all, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.calls.models import InterestAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.calls.models import Call, Project


_LEAD = {
    "role": (_l("Single contact"), _l("Agent for all")),
    "A": (_l("A single contact"), _l("An agent for all")),
    "a": (_l("a single contact"), _l("an agent for all")),
    "the": (_l("the single contact"), _l("the agent for all")),
    "of": (_l("of the single contact"), _l("of the agent for all")),
    "to": (_l("to the single contact"), _l("to the agent for all")),
    "from": (_l("from the single contact"), _l("from the agent for all")),
}


def interests_in_words(interests: Iterable[Any]) -> str:
    """Of what `list_interests` gives: « 36 structures intéressées, 8 peut-être, 4 non »."""
    counts = Counter(interest.answer for interest in interests)
    parts = {
        InterestAnswer.YES: ngettext("%(num)d interested", "%(num)d interested", counts[InterestAnswer.YES]),
        InterestAnswer.MAYBE: ngettext("%(num)d maybe", "%(num)d maybe", counts[InterestAnswer.MAYBE]),
        InterestAnswer.NO: ngettext("%(num)d not interested", "%(num)d not interested", counts[InterestAnswer.NO]),
    }
    return ", ".join(words for answer, words in parts.items() if counts[answer])


def lead_word(said: str, *, in_market: bool) -> str:
    """The partner who speaks for all, as a sentence names it (`said`): in a market it signs for them too."""
    return str(_LEAD[said][in_market])


def lead_role(subject: Call | Project, said: str = "role") -> str:
    """The same for a call or a project; by itself, what it is called."""
    return lead_word(said, in_market=subject.is_market)
