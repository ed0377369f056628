"""The sections of a charter, and the words with which each is drafted; people amend them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUES = "values"
SECTIONS = {
    VALUES: _l("Values"),
    "lead": _l("The single contact and its powers"),
    "decisions": _l("How decisions are taken"),
    "membership": _l("Coming in and leaving"),
    "sharing": _l("Sharing the subsidy and the risks"),
}
_IN_A_MARKET = {
    "lead": _l("The agent for all and its powers"),
    "sharing": _l("Joint liability, and sharing the work and the risks"),
}
CONTRIBUTIONS = _l("Contributions and benefits")

_DRAFTED = {
    VALUES: _l(
        "We cooperate because each of us finds its own benefit in it, and because the project serves those we work "
        "for: workers, users, inhabitants.\n\n"
        "We inform each other loyally and respect the independence of each. What we learn of one another is not used "
        "to compete with one another."
    ),
    "lead": _l(
        "The single contact speaks for the consortium with the funder and the federation. It files the dossier, passes "
        "on to all, within five working days, what it receives, and keeps the accounts of the project, which each "
        "partner may consult.\n\n"
        "It commits no partner beyond the contribution written above without its written agreement."
    ),
    "decisions": _l(
        "Each partner has one vote, whatever its size. Decisions are taken by consent or, failing that, by two thirds "
        "of the partners present or represented.\n\n"
        "Changing the budget or the sharing of the subsidy needs the agreement of all. The partners meet at least once "
        "a quarter; minutes are sent to all."
    ),
    "membership": _l(
        "A new partner comes in with the agreement of all and approves this charter.\n\n"
        "A partner who wishes to leave tells the others in writing three months ahead, finishes or hands over what it "
        "has begun and returns what was bought in common. A partner who seriously fails in its commitments may be "
        "excluded by all the others, after having been heard."
    ),
    "sharing": _l(
        "The subsidy is shared as agreed in the budget of the dossier; what is not spent goes back to the project.\n\n"
        "Each answers for its own contribution and for its own staff, who remain under its sole authority. Common "
        "losses are borne in proportion to what each receives. If the project is not chosen, the partners decide "
        "together whether they go on without the subsidy."
    ),
}
_DRAFTED_IN_A_MARKET = {
    "lead": _l(
        "The client speaks with the agent alone. By the mandate that each partner gives it in writing, the agent signs "
        "the bid and the contract for all, sends the invoices and passes on to all, within two working days, what it "
        "receives. It pays each partner its part within ten days of being paid.\n\n"
        "It changes neither the price nor the part of a partner without its written agreement."
    ),
    "decisions": _l(
        "Each partner has one vote, whatever its size. Decisions are taken by consent or, failing that, by two thirds "
        "of the partners present or represented.\n\n"
        "Changing the price of the bid, or who does which part, needs the agreement of all. The partners meet at "
        "least once a month while the contract runs; minutes are sent to all."
    ),
    "membership": _l(
        "Once the bid is handed in, a partner comes in or leaves only with the agreement of all and, where the law or "
        "the contract requires it, of the client. Who comes in approves this charter.\n\n"
        "A partner who leaves finishes or hands over what it has begun, and stays liable for it. A partner who "
        "seriously fails in its commitments may be excluded by all the others, after having been heard."
    ),
    "sharing": _l(
        "Towards the client the partners are jointly liable: each answers for the whole of the contract, including "
        "what another does not do.\n\n"
        "Among the partners, each answers for its own part and bears what its faults and its delays cost; who had to "
        "do or to pay the part of another is repaid by it. Each insures its work; its staff remain under its sole "
        "authority. Who does what, and at which price, is agreed in an annex signed by all."
    ),
}


def section_titles(*, in_market: bool) -> dict[str, Any]:
    """The titles of the sections, in their order."""
    return SECTIONS | _IN_A_MARKET if in_market else SECTIONS


def drafted_sections(*, in_market: bool) -> dict[str, str]:
    """The texts with which a charter begins, in the language of the day."""
    drafted = _DRAFTED | _DRAFTED_IN_A_MARKET if in_market else _DRAFTED
    return {section: str(text) for section, text in drafted.items()}


def redrafted_sections(sections: Mapping[str, str], *, was_in_market: bool, in_market: bool) -> dict[str, str]:
    """The texts in which nobody wrote, drafted again; those that people wrote stay."""
    before, now = drafted_sections(in_market=was_in_market), drafted_sections(in_market=in_market)
    return {key: now[key] if text == before[key] else text for key, text in sections.items()}
