"""Forms of invitations, answers and searches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerRangeField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from network import clock
from network.consortia.lenses import Settings, Size
from network.resources.labels import capability_label
from network.web.choices import choices
from network.web.forms import (
    BaseForm,
    Between,
    BoxesField,
    DayField,
    Required,
    VersionedForm,
    WholeNumberField,
    at_most,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.calls.models import Call, Project
    from network.consortia.models import Partner

QUANTITY = "quantity_"
DECLINE_REASONS = {
    "workload": _l("Too much work at the moment"),
    "distance": _l("Too far from us"),
    "subject": _l("Not our trade"),
    "means": _l("We do not have these means free"),
    "partners": _l("Not with these partners"),
    "other": _l("Another reason"),
}


class InvitationForm(VersionedForm):
    """What goes with the invitations."""

    message = TextAreaField(
        _l("A word to the partners"), [at_most(3000)], description=_l("Why them, what the project would bring to each.")
    )
    reply_by = DayField(_l("Answer by"), [Required(_l("Give a day, such as 15/12/2026."))])

    def validate_reply_by(self, field: DayField) -> None:
        """Between tomorrow and six months from now."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=183):
            raise ValidationError(_l("Give a day from tomorrow on, within six months."))


SIZES = {
    Size.TIGHT: _l("Tight: as few partners as the criteria allow"),
    Size.BALANCED: _l("Balanced: one more where it is near and known"),
    Size.BROAD: _l("Broad: one more as long as it is not far away"),
}
TURNS = {
    0: _l("It does not count: nearness and ties alone make a team."),
    100: _l("It counts a little: of two that are about as near, the one invited less often comes in."),
    300: _l("It counts a lot: who was not invited for two years comes in even from much further away."),
}


def _whole(value: str) -> int:
    return int(value)


class TogetherForm(BaseForm):
    """Which projects of a call are composed together, and in how many groupements a structure may be."""

    projects = BoxesField(_l("Projects to compose together"), coerce=int)
    most = WholeNumberField(
        _l("Consortia that a structure may be in"),
        [Required(_l("Give a whole number, such as 1.")), Between(1, 20)],
        default=1,
        description=_l("1: one bid each. Those in which it already stands count too."),
    )

    def fit(self, call: Call, projects: Sequence[Project]) -> None:
        """The projects to tick; in a market nobody is asked how many bids a structure may make."""
        self.projects.choices = choices({project.id: project.title for project in projects})
        if call.is_market:
            del self.most

    @property
    def most_consortia(self) -> int:
        """In how many groupements a structure may be."""
        return (self.most.data or 1) if self.most else 1

    def validate_projects(self, field: BoxesField) -> None:
        """At least two."""
        if len(field.data or ()) < 2:
            raise ValidationError(_l("Tick at least two projects."))


class SearchForm(VersionedForm):
    """What a search weighs and where it looks."""

    km_weight = IntegerRangeField(
        _l("Distance against knowing each other"),
        [Between(0, 100)],
        description=_l("100: only distance counts; 0: only how well they know each other."),
    )
    size = RadioField(_l("Size wished"), [Required()], choices=choices(SIZES), default=Size.TIGHT.value)
    margin = WholeNumberField(
        _l("Margin over what is needed"),
        [Between(0, 100)],
        default=10,
        description=_l("So that a refusal or a breakdown does not stop everything. 0: without a margin."),
    )
    searches_everyone = BooleanField(_l("Look past those interested, among all members of the federation"))

    def settings(self) -> Settings:
        """What the services take, once it is valid."""
        return Settings(km_weight=self.km_weight.data, size=Size(self.size.data), margin=self.margin.data or 0)


class TurnForm(VersionedForm):
    """What a federation gives those seldom invited."""

    turn = RadioField(_l("How much does their turn count?"), [Required()], choices=choices(TURNS), coerce=_whole)


class DeclineForm(BaseForm):
    """A refusal, with a reason in one click."""

    reason = RadioField(
        _l("What is the main reason?"),
        [Required(_l("Choose a reason: one click is enough."))],
        choices=[SelectChoice(*choice) for choice in DECLINE_REASONS.items()],
    )
    remark = TextAreaField(_l("Anything to add?"), [at_most(2000)], description=_l("Seen by the coordination alone."))


class BoardForm(BaseForm):
    """A yes that waits for the board."""

    board_on = DayField(_l("When does your board meet?"), [Required(_l("Give a day, such as 15/12/2026."))])

    def validate_board_on(self, field: DayField) -> None:
        """From today on, within a year."""
        if field.data and not clock.today() <= field.data <= clock.today() + timedelta(days=366):
            raise ValidationError(_l("Give a day from today on, within a year."))


LIABILITY = BooleanField(
    _l("We know that we are liable for the whole contract together with the other partners"),
    [InputRequired(_l("Tick this: nobody joins without knowing it."))],
)


class AcceptForm(BaseForm):
    """A yes; for a contract, with the liability that it brings."""

    liability = LIABILITY

    @classmethod
    def of(cls, partner: Partner, **kwargs: Any) -> AcceptForm:
        """What is asked of this partner when it accepts."""
        form = cls(**kwargs)
        if not partner.consortium.project.is_market:
            del form.liability
        return form


class ContributionForm(BaseForm):
    """What an organisation can bring instead of what it is asked, `proposed`; each call adds its quantities."""

    proposed: dict[str, int]

    def quantities(self) -> dict[str, int]:
        """What it offers, zeros left out."""
        typed = {name.removeprefix(QUANTITY): field.data for name, field in self._fields.items() if QUANTITY in name}
        return {capability: amount for capability, amount in typed.items() if amount}

    def validate(self, extra_validators: Any = None) -> bool:
        """Something, and something else than what is asked."""
        if not super().validate(extra_validators):
            return False
        if not self.quantities():
            self.form_errors.append(_l("Offer something, or decline the invitation."))
        elif self.quantities() == {capability: amount for capability, amount in self.proposed.items() if amount}:
            self.form_errors.append(_l("This is what is asked of you: answer yes instead."))
        return not self.form_errors


def contribution_form(
    capabilities: Iterable[str], proposed: dict[str, int], *, is_market: bool = False, **kwargs: Any
) -> ContributionForm:
    """A form with one whole quantity a capability, a remark, and for a contract the liability that it brings."""
    fields: dict[str, Any] = {
        f"{QUANTITY}{capability}": WholeNumberField(
            capability_label(capability),
            [Between(0, 10**9)],
            default=proposed.get(capability, 0),
        )
        for capability in capabilities
    }
    fields["remark"] = TextAreaField(_l("Why this contribution?"), [at_most(2000)])
    if is_market:
        fields["liability"] = LIABILITY
    fields["proposed"] = proposed
    form: ContributionForm = type("CallContributionForm", (ContributionForm,), fields)(**kwargs)
    return form
