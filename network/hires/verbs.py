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
