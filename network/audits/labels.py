"""The words for kinds of answers, states and reasons."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.audits.grid_models import Question, QuestionKind
from network.audits.models import ActionState, Answer

QUESTION_KINDS = {
    QuestionKind.SCALE: _l("From 0 to 4, in words"),
    QuestionKind.YES_NO: _l("Yes or no"),
    QuestionKind.TEXT: _l("In a few lines"),
}

SCALE = {
    0: _l("not begun"),
    1: _l("first steps"),
    2: _l("on the way"),
    3: _l("well in place"),
    4: _l("a strength to share"),
}
YES_NO = {1: _l("yes"), 0: _l("no")}

REFUSALS = {
    "distance": _l("Too far from us"),
    "dates": _l("The dates do not suit us"),
    "workload": _l("Too much work at the moment"),
    "partner": _l("We would rather meet another team"),
    "withdraw": _l("We no longer take part in the campaign"),
}

ACTION_STATES = {
    ActionState.TO_DO: _l("to do"),
    ActionState.UNDER_WAY: _l("under way"),
    ActionState.DONE: _l("done"),
    ActionState.DROPPED: _l("given up"),
}


def answer_words(question: Question, answer: Answer | None) -> str:
    """What was answered, in words; empty when nothing was."""
    if answer is None:
        return ""
    if question.kind is QuestionKind.TEXT:
        return answer.text
    words = SCALE if question.kind is QuestionKind.SCALE else YES_NO
    return str(words.get(answer.value if answer.value is not None else -1, ""))


def question_kind(kind: QuestionKind) -> str:
    """How a question is answered, in a word or two."""
    return {
        QuestionKind.SCALE: _("scale"),
        QuestionKind.YES_NO: _("yes or no"),
        QuestionKind.TEXT: _("a few lines"),
    }[kind]
