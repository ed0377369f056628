"""What all forms share: trimmed text, bounded lengths, whole numbers as Belgians type them, versions."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from flask import has_request_context, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import Translations
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType
from wtforms import DateField, Field, Form, HiddenField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, Select

from network.database import Versioned, db
from network.web.formats import number
from network.web.widgets import Options

MAX_QUANTITY = 10**9
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_GROUPED = re.compile(r"\d{1,3}(?:[.\s]\d{3})+")


class Sentences(Translations):
    """What WTForms itself says, with curved apostrophes."""

    def gettext(self, string: str) -> str:
        return _APOSTROPHE.sub("’", super().gettext(string))


class BaseForm(FlaskForm):
    """A form whose typed text is trimmed and loses the characters that no database or page keeps."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Form) -> Sentences:
            return Sentences()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            if type(field.widget) is Select:
                field.widget = Options(multiple=field.widget.multiple)
            rendered: Markup = super().render_field(field, render_kw)
            return rendered

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            if has_request_context() and request.is_json:  # it would be taken for a form, whatever it holds
                raise UnsupportedMediaType
            sent = super().wrap_formdata(form, formdata)
            return sent and MultiDict((name, clean_text(value)) for name, value in sent.items(multi=True))

    def refuse(self, why: str) -> None:
        """Nothing of the request stays but what was typed; the form says why."""
        db.session.rollback()
        self.form_errors.append(why)


class FilterForm(BaseForm):
    """The filters of a list, read from its address; what cannot be read is passed over."""

    FOLDED: ClassVar[tuple[str, ...]] = ()
    _is_valid: bool | None = None

    class Meta(BaseForm.Meta):
        csrf = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all could be read; what an address says is read once."""
        if self._is_valid is None:
            self._is_valid = bool(super().validate(extra_validators))
        return self._is_valid

    @property
    def unfolds(self) -> bool:
        """One of the folded filters is set, or could not be read."""
        return any(self[name].data or self[name].errors for name in self.FOLDED)

    @property
    def in_use(self) -> int:
        """How many are set, but for those that always say something."""
        return sum(not self[name].default for name in self.chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and could be read, as an address or a form sends it again."""
        self.validate()
        read = {name: field.data for name, field in self._fields.items() if not field.errors}
        return {name: str(value) for name, value in read.items() if value}


class VersionedForm(BaseForm):
    """A form over a row that several people may edit."""

    version = HiddenField("")  # not labelled: by default WTForms would read its catalogue for "Version"

    @property
    def read_version(self) -> int:
        """The version of the row that the person was looking at (0 when it is missing or mangled)."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def refuse_stale(self, row: Versioned | None) -> None:
        """Somebody else saved the row first: what was typed is kept, and wins when it is saved again. `row`: None where
        nothing stands yet."""
        self.refuse(_("Somebody else saved a change in the meantime. What you typed is kept; saved again, it stands."))
        self.version.data = row.version if row else 0


class TypedField(StringField):
    """A value that a person types, shown again as it was typed; None when it is left empty."""

    data: Any

    def parse(self, text: str) -> Any:
        """The value that was typed, the text itself unless a kind of field says otherwise; ValueError with a sentence
        when it is none."""
        return text

    def written(self, value: Any) -> str:
        """A value as one would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self.parse(valuelist[0].strip())

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)


class WholeNumberField(TypedField):
    """A whole number of 0..10^9: 1.500, 1 500 and 1500 are fifteen hundred; 1.5 and 2,5 are asked back."""

    def parse(self, text: str) -> int:
        return parse_whole_number(text)


class BoxesField(SelectMultipleField):
    """Several of a list, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class HundredthsField(WholeNumberField):
    """A figure with at most two decimals, kept in hundredths: 12,5 and 12.5 are 1250, 1.500 is fifteen hundred."""

    def parse(self, text: str) -> int:
        return parse_hundredths(text)

    def written(self, value: int) -> str:
        return f"{value / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


class DayField(DateField):
    """A day, picked or typed as 31/12/2026; None when it is left empty."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is not a date. Write it as 31/12/2026.")) from None


def parse_whole_number(text: str) -> int:
    """The whole number that a person typed; ValueError with a sentence when it is none, or too large."""
    text = text.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[.\s]", "", text)
    if re.fullmatch(r"\d+[.,]\d+", text):
        raise ValueError(_l("Give a whole number, without decimals."))
    if not re.fullmatch(r"-?[0-9]{1,20}", text):
        raise ValueError(_l("Give a whole number, in digits."))
    value = int(text)
    if value < 0:
        raise ValueError(_l("This cannot be less than 0."))
    if value > MAX_QUANTITY:
        raise ValueError(_l("This is too large: a thousand million at most."))
    return value


def parse_hundredths(text: str) -> int:
    """The hundredths of a figure that a person typed; ValueError with a sentence when it is none, or too large."""
    if re.fullmatch(r"\d+,\d{3,}", text.strip()):
        raise ValueError(_l("Two decimals at most."))
    split = re.fullmatch(r"(.+?)[.,]([0-9]{1,2})", text.strip())
    whole, decimals = split.groups() if split else (text, "")
    return parse_whole_number(whole) * 100 + int(decimals.ljust(2, "0"))


def clean_text(value: Any) -> Any:
    """Without blanks around it nor control characters, with the line ends of one system; PostgreSQL keeps no NUL."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n")
    return "".join(c for c in value if c in "\n\r\t" or c.isprintable() or c in "\u00a0\u202f\u200d").strip()


class Required:
    """The field must be filled in; the sentence says so."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, message: Any = None) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is None or field.data == "" or field.data == []:
            if field.errors and any(str(text).strip() for text in field.raw_data or []):
                raise StopValidation  # what could not be read says so itself
            field.errors = []
            raise StopValidation(self.message or _l("Please fill this in."))


def at_most(length: int) -> Length:
    """Text of so many characters at most."""
    return Length(max=length, message=_l("This is too long: %(max)d characters at most."))


class Between:
    """A whole number within bounds, said in a sentence."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Form, field: Field) -> None:
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                _l("Give a whole number from %(least)s to %(most)s.", least=number(self.least), most=number(self.most))
            )
