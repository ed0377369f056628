"""The figures of labour law in the database: reading those of a day, and keeping them up to date."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from network.activity.services import record
from network.database import db
from network.hires.labour_law import Figures
from network.hires.models import LabourParameter
from network.hires.policies import may_change_labour_law
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor

KEYS = tuple(entry.name for entry in fields(Figures))


def parameters_on(day: date) -> dict[str, LabourParameter]:
    """Each figure as it stands on a day, by its key."""
    query = sa.select(LabourParameter).where(LabourParameter.valid_from <= day).order_by(LabourParameter.valid_from)
    return {parameter.key: parameter for parameter in db.session.scalars(query)}


def figures_on(day: date) -> Figures:
    """The figures of a day."""
    standing = parameters_on(day)
    return Figures(**{key: standing[key].value for key in KEYS})


def list_coming(day: date) -> list[LabourParameter]:
    """What is known to change after a day, the soonest first."""
    query = sa.select(LabourParameter).where(LabourParameter.valid_from > day)
    return list(db.session.scalars(query.order_by(LabourParameter.valid_from, LabourParameter.id)))


def change_parameter(
    key: str, *, actor: Actor, value: int, valid_from: date, source: str, verified_on: date
) -> LabourParameter:
    """Say what a figure is from a day on; earlier ones stay, for the posts of their time. Said twice, it is one."""
    require(may_change_labour_law(actor))
    same = sa.select(LabourParameter).filter_by(key=key, valid_from=valid_from).with_for_update()
    parameter = db.session.scalar(same)
    before = _logged(parameter) if parameter else {}
    if parameter is None:
        parameter = LabourParameter(key=key, valid_from=valid_from)
        db.session.add(parameter)
    parameter.value, parameter.source, parameter.verified_on = value, source, verified_on
    if _logged(parameter) != before:
        record("labour.changed", parameter, actor=actor, before=before, after=_logged(parameter))
    return parameter


def _logged(parameter: LabourParameter) -> dict[str, object]:
    names = ("key", "value", "valid_from", "source", "verified_on")
    return {name: getattr(parameter, name) for name in names}
