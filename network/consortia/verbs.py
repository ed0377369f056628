"""How the log of a groupement reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb

WHO = {"name": _l("Organisation")}
VERSION = {"number": _l("Version")}

register_verb("turns.set", _l("set the turn of those seldom invited"), fields={"points": _l("Points")})
register_verb("consortium.opened", _l("began to compose the consortium"))
register_verb("consortium.partner_added", _l("added a structure to the team"), fields=WHO)
register_verb("consortium.partner_removed", _l("took a structure out of the team"), fields=WHO)
register_verb("consortium.pinned", _l("pinned or let go a structure"), fields=WHO)
register_verb("consortium.excluded", _l("set aside or took back a structure"), fields=WHO)
register_verb("consortium.lead_chosen", _l("chose who speaks for all"), fields=WHO)
register_verb("consortium.team_adopted", _l("took a team that was proposed"), fields={"name": _l("Team")})
register_verb("consortium.search_set", _l("changed what the search looks at"))
register_verb("consortium.invited", _l("sent the invitations"), fields={"names": _l("Invited")})
register_verb("consortium.cascade_stopped", _l("will invite the next ones by hand"))
register_verb("consortium.invitation_cancelled", _l("withdrew an invitation"), fields=WHO)
register_verb("consortium.interested", _l("noted that a structure is interested"), fields=WHO)
register_verb("consortium.accepted", _l("accepted the invitation"), fields=WHO)
register_verb("consortium.reserved", _l("accepted, subject to the board"), fields=WHO)
register_verb("consortium.other_contribution", _l("offered another contribution"), fields=WHO)
register_verb("consortium.other_taken", _l("took the contribution offered"), fields=WHO)
register_verb("consortium.declined", _l("declined the invitation"), fields=WHO)
register_verb("consortium.withdrawn", _l("left the consortium"), fields=WHO)
register_verb("consortium.lapsed", _l("let an unanswered invitation lapse"), fields=WHO)
register_verb("consortium.short", _l("gave the last answer, but a criterion is not met"))
register_verb("consortium.unmet", _l("found that what is asked now is not met: the consortium is open again"))
register_verb("consortium.confirmed", _l("gave the last approval: the consortium is confirmed"))
register_verb("consortium.confirmed_again", _l("found that what is asked is met again: the consortium is confirmed"))
register_verb("consortium.abandoned", _l("gave up the consortium"))
register_verb("charter.drafted", _l("completed the agreement in principle: the charter is drawn up"))
register_verb("charter.amended", _l("changed the charter"), fields=VERSION)
register_verb("charter.amendment_proposed", _l("proposed an amendment to the charter"), fields=VERSION)
register_verb(
    "charter.amendment_in_force",
    _l("gave the last approval: the amendment to the charter stands"),
    fields=VERSION | {"name": _l("Speaks for all")},
)
register_verb("charter.amendment_refused", _l("refused the amendment to the charter"), fields=WHO)
register_verb("charter.amendment_withdrawn", _l("withdrew the amendment to the charter"), fields=VERSION)
register_verb("charter.day_set", _l("said by when the charter is to be approved"), fields={"approve_by": _l("By")})
register_verb("charter.approved", _l("approved the charter"), fields=WHO | VERSION)
register_verb("charter.approval_taken_back", _l("took back an approval of the charter"), fields=WHO)
register_verb("charter.commented", _l("commented on the charter"), fields=WHO)
register_verb("charter.comment_taken_back", _l("took back a comment on the charter"))
