"""The form in which a partner says what it delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from network.consortia.forms import QUANTITY
from network.resources.labels import capability_label
from network.web.forms import Between, Required, VersionedForm, WholeNumberField, at_most

if TYPE_CHECKING:
    from network.followups.models import FollowUp


class FollowUpForm(VersionedForm):
    """Each promise adds a whole quantity; the jobs and a word are asked of all."""

    def delivered(self) -> dict[str, int]:
        """What it says came of each promise."""
        return {
            name.removeprefix(QUANTITY): field.data for name, field in self._fields.items() if name.startswith(QUANTITY)
        }


def followup_form(followup: FollowUp) -> FollowUpForm:
    """The form of one question: what was said before, else what was promised."""
    stands = followup.delivered if followup.is_answered else followup.promised
    fields: dict[str, Any] = {
        f"{QUANTITY}{capability}": WholeNumberField(
            capability_label(capability),
            [Required(_l("Give a figure; 0 if nothing came of it.")), Between(0, 10**9)],
            default=stands.get(capability, 0),
        )
        for capability in sorted(followup.promised)
    }
    fields["jobs"] = WholeNumberField(
        _l("Jobs created in your house"),
        [Required(_l("Give a figure; 0 if there is none yet.")), Between(0, 10_000)],
        description=_l(
            "In full-time equivalents, rounded, thanks to this project. The total of the consortium alone is public."
        ),
    )
    fields["remark"] = TextAreaField(
        _l("Anything to add?"), [at_most(2000)], description=_l("Seen by the coordination alone.")
    )
    form: FollowUpForm = type("PartnerFollowUpForm", (FollowUpForm,), fields)(obj=followup)
    return form
