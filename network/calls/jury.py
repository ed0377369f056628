"""The jury of a call: named by its coordination, never among those who assemble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.accounts.personal_data import register_personal_data
from network.activity.queries import list_people_who_acted
from network.activity.services import record
from network.activity.verbs import register_verb
from network.calls.models import JUDGE_DISMISSED, Call, CallState, Juror
from network.calls.notices import tell_juror
from network.calls.policies import may_coordinate_call
from network.database import db, lock
from network.errors import ConflictError, NotFoundError
from network.organisations.queries import list_people
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.accounts.models import User
    from network.actors import Actor

register_verb("call.juror_named", _l("named a member of the jury"))
register_verb("call.juror_dismissed", _l("took somebody out of the jury"))
register_verb(JUDGE_DISMISSED, _l("took somebody out of the jury, whose points count no more"))
register_verb("dossier.points_removed", _l("took away the points of somebody who is no longer in the jury"))


def list_possible_jurors(call: Call) -> Sequence[User]:
    """The people of the federation who are not in the jury yet and have assembled nothing for this call."""
    named = {juror.user_id for juror in call.jurors}
    people = [person for person in list_people(call.federation_id) if person.id not in named]
    assemblers = _assemblers(call)
    return [person for person in people if person.id not in assemblers]


def name_juror(call: Call, user: User, *, actor: Actor) -> None:
    """Put a person of the federation in the jury; ConflictError for one who has composed a groupement of the call."""
    require(may_coordinate_call(call, actor))
    lock(call)
    if call.is_judged_by(user.id):
        return
    _expect_undecided(call)
    if user.id in _assemblers(call):
        raise ConflictError(_("%(name)s has composed a consortium of this call, and cannot judge it.", name=user.name))
    call.jurors.append(Juror(user=user, named_at=clock.now()))
    db.session.flush()
    event = record("call.juror_named", call, actor=actor, after={"user_id": user.id})
    tell_juror(event, call, "call.juror_named", user)


def dismiss_juror(call: Call, juror_id: int, *, actor: Actor) -> None:
    """Take a person out of the jury, and their points with them; who gave some assembles nothing for the call all the
    same. NotFoundError when nobody of this call's has the id, ConflictError once it is decided."""
    require(may_coordinate_call(call, actor))
    lock(call)
    _expect_undecided(call)
    juror = next((juror for juror in call.jurors if juror.id == juror_id), None)
    if juror is None:
        raise NotFoundError
    has_judged = _remove_points(call, juror.user_id, actor)
    event = record(
        JUDGE_DISMISSED if has_judged else "call.juror_dismissed",
        call,
        actor=actor,
        before={"user_id": juror.user_id},
    )
    tell_juror(event, call, "call.juror_dismissed", juror.user)
    call.jurors.remove(juror)
    db.session.flush()


def _expect_undecided(call: Call) -> None:
    if call.state is CallState.DECIDED:
        raise ConflictError(_("The call is decided: its jury stays as it was."))


def _remove_points(call: Call, user_id: int, actor: Actor) -> bool:
    """Whether the person had given any."""
    judged = [dossier for dossier in call.dossiers if any(score.user_id == user_id for score in dossier.scores)]
    for dossier in judged:
        dossier.scores = [score for score in dossier.scores if score.user_id != user_id]
        record("dossier.points_removed", dossier, actor=actor)
    return bool(judged)


def _assemblers(call: Call) -> set[int]:
    """Who has composed a groupement of the call."""
    consortia = [consortium for project in call.projects for consortium in project.consortia]
    return list_people_who_acted(consortia)


def _export(user: User) -> list[dict[str, Any]]:
    return [
        {"call": juror.call.title, "named_at": juror.named_at}
        for juror in db.session.scalars(sa.select(Juror).filter_by(user_id=user.id))
    ]


def _erase(user: User) -> None:
    db.session.execute(sa.delete(Juror).where(Juror.user_id == user.id))


register_personal_data("juries", export=_export, erase=_erase)
