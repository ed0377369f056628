"""What was said of a project, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from network.calls.models import InterestAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.calls.models import Interest, Project


def interests_in_words(interests: Iterable[Interest]) -> str:
    """« 36 structures intéressées, 8 peut-être, 4 non »."""
    counts = Counter(interest.answer for interest in interests)
    parts = {
        InterestAnswer.YES: ngettext("%(num)d interested", "%(num)d interested", counts[InterestAnswer.YES]),
        InterestAnswer.MAYBE: ngettext("%(num)d maybe", "%(num)d maybe", counts[InterestAnswer.MAYBE]),
        InterestAnswer.NO: ngettext("%(num)d not interested", "%(num)d not interested", counts[InterestAnswer.NO]),
    }
    return ", ".join(words for answer, words in parts.items() if counts[answer])


def lead_role(project: Project) -> str:
    """What the partner who speaks for all is called: in a market it signs for them too."""
    return _("Agent for all") if project.is_market else _("Single contact")
