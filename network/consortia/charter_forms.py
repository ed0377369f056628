"""Forms of a charter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from network import clock
from network.consortia.charter_texts import CONTRIBUTIONS, section_titles
from network.web.forms import BaseForm, DayField, Required, VersionedForm, at_most

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.consortia.charter_models import CharterVersion
    from network.consortia.models import Partner

SECTION, BENEFIT = "section_", "benefit_"
MOST_DAYS = 183


class AmendForm(VersionedForm):
    """The texts of a charter, what each partner gains, and why they change; `now`: the version that stands."""

    now: CharterVersion
    reason = StringField(
        _l("What changes, and why"),
        [Required(_l("Say in a line what changes, and why: everyone reads it.")), at_most(300)],
    )

    @property
    def texts(self) -> list[Any]:
        """The fields of the sections."""
        return [field for name, field in self._fields.items() if name.startswith(SECTION)]

    @property
    def gains(self) -> list[Any]:
        """The fields of what each partner gains."""
        return [field for name, field in self._fields.items() if name.startswith(BENEFIT)]

    @property
    def sections(self) -> dict[str, str]:
        """The texts typed, by section, with the line ends of one system."""
        return {field.name.removeprefix(SECTION): "\n".join((field.data or "").splitlines()) for field in self.texts}

    @property
    def benefits(self) -> dict[str, str]:
        """What each partner gains, by partner id; those of partners who left stay as they were."""
        typed = {field.name.removeprefix(BENEFIT): field.data or "" for field in self.gains}
        return {partner: words for partner, words in (self.now.benefits | typed).items() if words}

    def validate(self, extra_validators: Any = None) -> bool:
        """Something changes."""
        if not super().validate(extra_validators):
            return False
        if (self.sections, self.benefits) == (self.now.sections, self.now.benefits):
            self.form_errors.append(_l("Nothing has changed: correct a text, or go back."))
        return not self.form_errors


def amend_form(version: CharterVersion, partners: Sequence[Partner]) -> AmendForm:
    """The form over a version: a text a section, a line a partner."""
    fields: dict[str, Any] = {"now": version}
    in_market = version.charter.consortium.project.is_market
    for key, title in section_titles(in_market=in_market).items():
        needed = [Required(_l("A charter says something of this: write a sentence at least.")), at_most(4000)]
        fields[f"{SECTION}{key}"] = TextAreaField(title, needed, default=version.sections.get(key, ""))
    for partner in partners:
        default = version.benefits.get(str(partner.id), "")
        fields[f"{BENEFIT}{partner.id}"] = StringField(partner.organisation.name, [at_most(200)], default=default)
    form: AmendForm = type("CharterAmendForm", (AmendForm,), fields)(version=version.number)
    return form


class CommentForm(BaseForm):
    """A word on a section, or on the whole."""

    section = SelectField(_l("About"))
    text = TextAreaField(_l("Your comment"), [Required(_l("Write your comment.")), at_most(2000)])

    def __init__(self, *, in_market: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.section.choices = [
            SelectChoice("", _l("the charter as a whole")),
            SelectChoice("contributions", CONTRIBUTIONS),
            *(SelectChoice(*section) for section in section_titles(in_market=in_market).items()),
        ]


class ApproveByForm(BaseForm):
    """By when the charter is to be approved; empty: no day."""

    approve_by = DayField(_l("To be approved by"), description=_l("Those who have not are reminded at half time."))

    def validate_approve_by(self, field: DayField) -> None:
        """Between tomorrow and six months from now."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=MOST_DAYS):
            raise ValidationError(_l("Give a day from tomorrow on, within six months."))
