"""Forms of dossiers, of points and of the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField, ValidationError, widgets

from network.dossiers.criteria import MOST_POINTS, judged_criteria
from network.web.choices import choices
from network.web.formats import money
from network.web.forms import BaseForm, Between, Required, VersionedForm, WholeNumberField, at_most

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.calls.models import Call
    from network.consortia.models import Consortium
    from network.dossiers.models import Dossier

POINTS, WORD = "points_", "word_"


class DossierForm(VersionedForm):
    """What a groupement hands in; `cap`: what a project of the call may ask at most."""

    cap: int | None = None

    asks = WholeNumberField(_l("Amount asked"), [Required(_l("Give an amount; 0 if none.")), Between(0, 10**9)])
    expected_jobs = WholeNumberField(
        _l("Jobs expected"), [Required(_l("Give a figure; 0 if none.")), Between(0, 10_000)]
    )
    text = TextAreaField(
        _l("The project in a page"),
        [Required(), at_most(8000)],
        description=_l("What you will do together, for whom, and what each criterion that people judge asks."),
    )

    def validate_asks(self, field: WholeNumberField) -> None:
        """Not more than a project may."""
        if self.cap and field.data and field.data > self.cap:
            raise ValidationError(_l("A project of this call may ask %(cap)s at most.", cap=money(self.cap)))


def dossier_form(consortium: Consortium, dossier: Dossier | None) -> DossierForm:
    """The dossier as it stands; a new one begins with what the partners ask together."""
    assert consortium.project.call
    if dossier is None:
        asks = sum(partner.asks for partner in consortium.team)
        form = DossierForm(asks=asks, expected_jobs=consortium.project.expected_jobs, version="0")
    else:
        form = DossierForm(obj=dossier)
    form.cap = consortium.project.call.criteria.get("budget_cap")
    return form


class JudgementForm(BaseForm):
    """Each criterion adds points and a word."""

    def points(self) -> dict[str, int]:
        """The points on each criterion."""
        return {name.removeprefix(POINTS): field.data for name, field in self._fields.items() if POINTS in name}

    def words(self) -> dict[str, str]:
        """The word on each criterion."""
        return {name.removeprefix(WORD): field.data or "" for name, field in self._fields.items() if WORD in name}


def judgement_form(dossier: Dossier, user_id: int | None) -> JudgementForm:
    """The form of one juror, with what they gave before."""
    given = {score.criterion: score for score in dossier.scores if score.user_id == user_id}
    fields: dict[str, Any] = {}
    for criterion, sentence in judged_criteria(dossier.call).items():
        score = given.get(criterion)
        fields[POINTS + criterion] = WholeNumberField(
            sentence,
            [Required(_l("Give a figure from 0 to 10.")), Between(0, MOST_POINTS)],
            default=score.points if score else None,
        )
        fields[WORD + criterion] = StringField(
            _l("Why, in a word"), [at_most(300)], default=score.word if score else ""
        )
    form: JudgementForm = type("DossierJudgementForm", (JudgementForm,), fields)()
    return form


class DecisionForm(BaseForm):
    """Which dossiers are funded."""

    funded = SelectMultipleField(
        _l("Projects chosen"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    reason = TextAreaField(
        _l("If you choose otherwise than proposed, why?"),
        [at_most(2000)],
        description=_l("Kept in the log; read by the federation and the jury."),
    )

    def funded_ids(self) -> set[int]:
        """The dossiers ticked."""
        return {int(value) for value in self.funded.data or []}


def decision_form(dossiers: Collection[Dossier], proposed: Collection[int]) -> DecisionForm:
    """All dossiers, those proposed ticked."""
    form = DecisionForm(funded=[str(dossier_id) for dossier_id in sorted(proposed)])
    form.funded.choices = choices(
        {dossier.id: f"{dossier.project.title} – {money(dossier.asks)}" for dossier in dossiers}
    )
    return form


def criteria_fields(call: Call) -> list[tuple[str, str]]:
    """The names of the two fields of each criterion."""
    return [(POINTS + criterion, WORD + criterion) for criterion in judged_criteria(call)]
