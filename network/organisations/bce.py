"""Numbers of the Banque-Carrefour des Entreprises: ten digits, the first 0 or 1, the last two a check modulo 97."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from stdnum import exceptions
from stdnum.be import vat


def parse_bce(text: str) -> str:
    """The ten digits of a number typed with dots, blanks or BE in front; ValueError with a sentence when it is none."""
    try:
        return str(vat.validate(text))
    except exceptions.InvalidChecksum:
        raise ValueError(_l("This enterprise number does not exist: a digit must be wrong.")) from None
    except exceptions.ValidationError:
        raise ValueError(_l("Ten digits are expected, the first 0 or 1, such as 0123.456.749.")) from None


def bce_with_check(base: int) -> str:
    """The number whose first eight digits are `base`."""
    return f"{base:08d}{97 - base % 97:02d}"
