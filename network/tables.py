"""All tables: importing this makes every model known to the mappers and to the migrations."""

from network.accounts import models as accounts
from network.activity import models as activity
from network.audits import models as audits
from network.calls import models as calls
from network.consortia import charter_models as charters
from network.consortia import models as consortia
from network.directory import models as directory
from network.dossiers import models as dossiers
from network.files import models as files
from network.followups import models as followups
from network.hires import models as hires
from network.jobs import models as jobs
from network.notifications import models as notifications
from network.organisations import models as organisations
from network.places import models as places
from network.resources import models as resources
from network.runs import models as runs
from network.ties import models as ties

__all__ = [
    "accounts",
    "activity",
    "audits",
    "calls",
    "charters",
    "consortia",
    "directory",
    "dossiers",
    "files",
    "followups",
    "hires",
    "jobs",
    "notifications",
    "organisations",
    "places",
    "resources",
    "runs",
    "ties",
]
