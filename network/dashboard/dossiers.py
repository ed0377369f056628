"""Dossiers to deposit, to judge and to decide on, as lines of the dashboard."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from network.dashboard.rows import Row
from network.dossiers.queries import list_to_decide, list_to_deposit, list_to_judge

if TYPE_CHECKING:
    from network.actors import Actor
    from network.calls.models import Call


def list_tasks(actor: Actor) -> list[Row]:
    """What is to be judged and decided, call by call, then what is to be deposited."""
    to_judge = Counter(dossier.call for dossier in list_to_judge(actor))
    return [
        *(_judging(call, count) for call, count in to_judge.items()),
        *(_decision(call, count) for call, count in list_to_decide(actor).items()),
        *(_deposit(consortium) for consortium in list_to_deposit(actor)),
    ]


def _judging(call: Call, count: int) -> Row:
    return Row(
        title=_("Judge the dossiers of “%(title)s”", title=call.title),
        text=ngettext("%(num)d dossier has no points from you", "%(num)d dossiers have no points from you", count),
        url=url_for("dossiers.of_call", call_id=call.id),
        action=_("Judge"),
        count=count,
    )


def _decision(call: Call, count: int) -> Row:
    return Row(
        title=_("Decide on the call “%(title)s”", title=call.title),
        text=ngettext("%(num)d dossier is judged", "%(num)d dossiers are judged", count),
        url=url_for("dossiers.decide", call_id=call.id),
        action=_("Decide"),
    )


def _deposit(consortium: Any) -> Row:
    return Row(
        title=_("Deposit the dossier of “%(title)s”", title=consortium.title),
        text=_("the consortium is confirmed"),
        url=url_for("dossiers.deposit", consortium_id=consortium.id),
        action=_("Deposit"),
    )
