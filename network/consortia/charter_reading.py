"""A version of a charter as one reader may see it, and what two of them do not share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network.calls.words import lead_role
from network.consortia.board import contribution_text
from network.consortia.charter_texts import CONTRIBUTIONS, section_titles
from network.consortia.policies import may_see_asks, may_see_partner
from network.web.differences import changes
from network.web.formats import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.actors import Actor
    from network.calls.models import Project
    from network.consortia.charter_models import CharterVersion
    from network.consortia.models import Partner
    from network.web.differences import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one partner brings and receives, in a line; `hides`: it asks an amount that the reader may not know yet."""

    partner: Partner
    is_lead: bool
    brings: str
    receives: str
    hides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A version: its texts by section, its table of contributions."""

    version: CharterVersion
    lines: Sequence[Line]

    @property
    def sections(self) -> dict[str, Any]:
        """The titles of the texts, by section."""
        return section_titles(in_market=self.version.is_in_market)

    @property
    def call(self) -> str:
        """The call that it answers; empty for none."""
        return self.version.terms["call"]["title"] if self.version.terms["call"] else ""

    @property
    def project(self) -> Project:
        """What the charter is about."""
        return self.version.charter.consortium.project

    @property
    def lead(self) -> str:
        """Who speaks for all."""
        return next((line.partner.organisation.name for line in self.lines if line.is_lead), "")

    @property
    def hides_asks(self) -> bool:
        """Amounts are left out that the partners see once all have approved."""
        return any(line.hides for line in self.lines)


def read_version(version: CharterVersion, actor: Actor) -> Reading:
    """A version with the partners, and of what they ask, the amounts, that the reader may see."""
    consortium = version.charter.consortium
    partners = {partner.id: partner for partner in consortium.partners}
    lines = []
    for row in version.terms["lines"]:
        partner = partners[row["partner"]]
        if may_see_partner(consortium, partner, actor):
            shows_asks = may_see_asks(consortium, partner, actor)
            benefit = version.benefits.get(str(partner.id), "")
            asks = money(row["asks"]) if row["asks"] and shows_asks else ""
            lines.append(
                Line(
                    partner=partner,
                    is_lead=partner.id == version.terms["lead"],
                    brings=contribution_text(row["brings"]) or _("its presence"),
                    receives=" · ".join(filter(None, [benefit, asks])),
                    hides=bool(row["asks"]) and not shows_asks and not consortium.project.is_market,
                )
            )
    return Reading(version=version, lines=lines)


def compare(before: Reading, after: Reading) -> list[Change]:
    """What changed from one version to another, part by part; nothing of the parts that did not."""
    parts = [
        (_("Call"), before.call, after.call),
        (lead_role(after.project), before.lead, after.lead),
        (str(CONTRIBUTIONS), _in_words(before), _in_words(after)),
        *(
            (str(title), before.version.sections.get(key, ""), after.version.sections.get(key, ""))
            for key, title in after.sections.items()
        ),
    ]
    return changes(parts)


def _in_words(reading: Reading) -> str:
    """The table of contributions as text, a line a partner, in an order that the single contact does not change."""
    sentences = []
    for line in sorted(reading.lines, key=lambda line: line.partner.id):
        words = _("%(name)s brings %(what)s", name=line.partner.organisation.name, what=line.brings)
        if line.receives:
            words = _("%(brings)s, receives %(what)s", brings=words, what=line.receives)
        sentences.append(words)
    return "\n".join(sentences)
