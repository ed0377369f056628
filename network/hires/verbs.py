"""How the log of demands and shared posts reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.activity.verbs import register_verb

DEMAND_FIELDS = {"half_days": _l("Half-days a week"), "from_day": _l("From")}

register_verb("demand.declared", _l("declared a demand"), fields=DEMAND_FIELDS)
register_verb("demand.changed", _l("corrected the demand"), fields=DEMAND_FIELDS)
register_verb("demand.withdrawn", _l("withdrew the demand"))
register_verb("demand.restored", _l("took the demand up again"))
register_verb("demand.exported", _l("exported the demands"), fields={"demands": _l("Demands")})

WHO, WHOM = {"name": _l("Organisation")}, {"names": _l("Structures")}

register_verb("post.prepared", _l("prepared a shared post"), fields=WHOM)
register_verb("post.engagement_chosen", _l("chose the form of engagement"))
register_verb("post.proposed", _l("proposed the post"), fields=WHOM | {"reply_by": _l("Answer by")})
register_verb("post.accepted", _l("said yes to the post"), fields=WHO)
register_verb("post.declined", _l("said no to the post"), fields=WHO)
register_verb("post.countered", _l("asked for other half-days"), fields=WHO)
register_verb("post.retimed", _l("found another week"), fields=WHOM)
register_verb("post.stuck", _l("found no week that serves what is asked"), fields=WHO)
register_verb("post.lapsed", _l("let the time to answer run out"), fields=WHO)
register_verb("post.left", _l("left the post"), fields=WHO)
register_verb("post.goes_on", _l("decided to go on without somebody"), fields=WHOM)
register_verb("post.short", _l("gave the last yes, but a rule does not hold"))
register_verb("post.agreed", _l("gave the last yes: the post is agreed"))
register_verb("post.abandoned", _l("gave the post up"))
register_verb("post.calendar_renewed", _l("renewed the address of the calendar"), fields=WHO)
register_verb("labour.changed", _l("changed a figure of labour law"), fields={"value": _l("Value")})
