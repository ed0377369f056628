"""How the log of grids and campaigns reads. What is written during a visit is never logged, only that it was."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb

WHO = {"name": _l("Organisation")}
PAIR = {"names": _l("Structures")}

register_verb("grid.created", _l("began the grid"))
register_verb("grid.changed", _l("changed the grid"))
register_verb("grid.published", _l("published the grid"))
register_verb("grid.copied", _l("began a new edition of the grid"))
register_verb("campaign.created", _l("prepared the campaign"))
register_verb("campaign.changed", _l("changed the campaign"))
register_verb("campaign.open", _l("opened the enrolments"))
register_verb("campaign.pair", _l("closed the enrolments to make the pairs"))
register_verb("campaign.visit", _l("declared the pairs complete: the visits begin"))
register_verb("campaign.close", _l("closed the campaign"))
register_verb("campaign.abandon", _l("gave up the campaign"))
register_verb("campaign.enrolled", _l("enrolled a structure"), fields=WHO)
register_verb("campaign.withdrawn", _l("withdrew an enrolment"), fields=WHO)
register_verb("pairing.proposed", _l("proposed the pairs"))
register_verb("pairing.made", _l("made a pair by hand"), fields=PAIR)
register_verb("pairing.undone", _l("took a pair apart"), fields=PAIR)
register_verb("pairing.accepted", _l("accepted the pair"), fields=WHO)
register_verb("pairing.confirmed", _l("gave the last yes: the pair is confirmed"), fields=PAIR)
register_verb("pairing.declined", _l("declined the pair"), fields=WHO)
register_verb("pairing.lapsed", _l("let an unanswered pair lapse"), fields=PAIR)
register_verb("visit.date_proposed", _l("proposed a day for the visit"), fields={"day": _l("Day")})
register_verb("visit.date_agreed", _l("agreed on the day of the visit"), fields={"day": _l("Day")})
register_verb("visit.side_finished", _l("finished a side of the grid"), fields=WHO)
register_verb("visit.replied", _l("sent the team’s reply"))
register_verb("visit.done", _l("declared the audit done"))
register_verb("visit.exported", _l("exported the answers of the visit"))
