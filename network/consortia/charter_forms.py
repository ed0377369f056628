"""Forms of a charter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from network import clock
from network.calls.words import lead_role
from network.consortia.charter_drafts import sections_now
from network.consortia.charter_terms import terms_differ, terms_of
from network.consortia.charter_texts import CONTRIBUTIONS, section_titles
from network.consortia.models import ConsortiumState
from network.resources.labels import capability_label, capability_unit
from network.web.forms import (
    BaseForm,
    Between,
    DayField,
    Required,
    VersionedForm,
    WholeNumberField,
    at_most,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.consortia.charter_models import Charter, CharterVersion

SECTION, BENEFIT, PROMISE = "section_", "benefit_", "promise_"
LEAD = "lead"
ASKS = "asks"
MOST_DAYS = 183


class AmendForm(VersionedForm):
    """The texts of a charter, what each partner gains and, in an amendment, promises, who speaks for all by it, and why
    they change; `now`: the version that it follows."""

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
        """The texts typed, by section."""
        return {field.name.removeprefix(SECTION): field.data or "" for field in self.texts}

    @property
    def benefits(self) -> dict[str, str]:
        """What each partner gains, by partner id; those of partners who left stay as they were."""
        typed = {field.name.removeprefix(BENEFIT): field.data or "" for field in self.gains}
        return {partner: words for partner, words in (self.now.benefits | typed).items() if words}

    @property
    def promises(self) -> dict[int, dict[str, Any]]:
        """What each partner is to bring and ask, as charter_terms.py takes it; nothing but in an amendment."""
        lines = self.now.terms["lines"] if self.has_promises else []
        found = {}
        for line in lines:
            typed = {name: field.data or 0 for name, field in self._promised(line["partner"])}
            asks = typed.pop(ASKS, line["asks"])
            found[line["partner"]] = {"brings": typed, "asks": asks}
        return found

    @property
    def has_promises(self) -> bool:
        """It may change what partners bring and ask, and who is the single contact."""
        return LEAD in self._fields

    @property
    def lead_id(self) -> int | None:
        """The partner who is to be the single contact, by its id; None but in an amendment."""
        return self[LEAD].data if self.has_promises else None

    @property
    def partners(self) -> list[tuple[str, list[Any]]]:
        """The name of each partner with the fields of what it promises and gains."""
        return [
            (
                partner.organisation.name,
                [*(field for _name, field in self._promised(partner.id)), self[f"{BENEFIT}{partner.id}"]],
            )
            for partner in self.now.charter.consortium.team
        ]

    def _promised(self, partner_id: int) -> Iterator[tuple[str, Any]]:
        prefix = f"{PROMISE}{partner_id}_"
        return ((name.removeprefix(prefix), field) for name, field in self._fields.items() if name.startswith(prefix))

    def validate(self, extra_validators: Any = None) -> bool:
        """Something changes."""
        if not super().validate(extra_validators):
            return False
        terms = terms_of(self.now.charter.consortium, self.promises, lead=self.lead_id)
        said = (self.sections, self.benefits) == (self.now.sections, self.now.benefits)
        if said and not terms_differ(terms, self.now.terms):
            self.form_errors.append(_l("Nothing has changed: correct a text, or go back."))
        return not self.form_errors


def amend_form(charter: Charter) -> AmendForm:
    """The form over the latest version: a text a section, a line a partner."""
    version, consortium = charter.latest, charter.consortium
    fields: dict[str, Any] = {"now": version}
    sections = sections_now(charter)
    for key, title in section_titles(in_market=consortium.project.is_market).items():
        needed = [Required(_l("A charter says something of this: write a sentence at least.")), at_most(4000)]
        fields[f"{SECTION}{key}"] = TextAreaField(title, needed, default=sections.get(key, ""))
    is_amendment = consortium.state is ConsortiumState.CONFIRMED
    for partner in consortium.team:
        label = _l("Gains besides") if is_amendment else partner.organisation.name
        default = version.benefits.get(str(partner.id), "")
        fields[f"{BENEFIT}{partner.id}"] = StringField(label, [at_most(200)], default=default)
    if is_amendment:
        fields |= _promise_fields(version)
        fields[LEAD] = SelectField(
            lead_role(consortium.project),
            choices=[SelectChoice(partner.id, partner.organisation.name) for partner in consortium.team],
            coerce=int,
            default=version.terms["lead"],
        )
    form: AmendForm = type("CharterAmendForm", (AmendForm,), fields)(version=version.number)
    return form


def _promise_fields(version: CharterVersion) -> dict[str, WholeNumberField]:
    """What each partner brings of all that is needed or brought, and what it asks where prices are agreed here."""
    project, lines = version.charter.consortium.project, version.terms["lines"]
    brought = {*project.criteria.get("requires", {}), *(what for line in lines for what in line["brings"])}
    fields = {}
    for line in lines:
        prefix = f"{PROMISE}{line['partner']}_"
        for what in sorted(brought):
            amount, unit = line["brings"].get(what, 0), capability_unit(what)
            fields[prefix + what] = WholeNumberField(capability_label(what), default=amount, description=unit)
        if not project.is_market:
            most = [Between(0, 10_000_000)]
            fields[prefix + ASKS] = WholeNumberField(_l("Asks"), most, default=line["asks"], description=_l("in euros"))
    return fields


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


class RefuseForm(VersionedForm):
    """Why a partner does not want an amendment."""

    reason = TextAreaField(_l("Why?"), [Required(_l("Say why: all the partners read it.")), at_most(1000)])


class ApproveByForm(BaseForm):
    """By when the charter is to be approved; empty: no day."""

    approve_by = DayField(_l("To be approved by"), description=_l("Those who have not are reminded at half time."))

    def validate_approve_by(self, field: DayField) -> None:
        """Between tomorrow and six months from now."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=MOST_DAYS):
            raise ValidationError(_l("Give a day from tomorrow on, within six months."))
