"""The sections of a charter, and the words with which each is drafted; people amend them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

VALUES = "values"
SECTIONS = {
    VALUES: _l("Values"),
    "lead": _l("The single contact and its powers"),
    "decisions": _l("How decisions are taken"),
    "membership": _l("Coming in and leaving"),
    "sharing": _l("Sharing the subsidy and the risks"),
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


def drafted_sections() -> dict[str, str]:
    """The texts with which a charter begins, in the language of the day."""
    return {section: str(text) for section, text in _DRAFTED.items()}
