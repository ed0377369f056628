"""What jurors judge a dossier on, and how their points are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from network.calls.judged import judged_sentences

if TYPE_CHECKING:
    from network.calls.models import Call
    from network.dossiers.models import Dossier

MOST_POINTS = 10
HUNDREDTHS = 100


def judged_criteria(call: Call) -> dict[str, str]:
    """The key and the sentence of each criterion that people judge; one on the whole where the call names none."""
    if not call.judged:
        return {"whole": _("How well the project answers the call")}
    sentences = judged_sentences(call.judged)
    known = [name for name in ("fte", "innovation") if call.judged.get(name)]
    return dict(zip([*known, *(f"other{n}" for n in range(len(sentences) - len(known)))], sentences, strict=True))


def mean_points(dossier: Dossier, criterion: str) -> int | None:
    """What jurors gave on average, in hundredths of a point; None where nobody has judged."""
    given = [score.points for score in dossier.scores if score.criterion == criterion]
    return round(HUNDREDTHS * sum(given) / len(given)) if given else None


def total_points(dossier: Dossier) -> int:
    """The averages of all criteria together, in hundredths of a point."""
    return sum(mean_points(dossier, criterion) or 0 for criterion in {score.criterion for score in dossier.scores})
