"""The Flask extensions, made once and bound to the application by `network.app`."""

from __future__ import annotations

from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from network.database import db

__all__ = ["babel", "csrf", "db", "htmx", "login_manager", "migrate"]

babel = Babel()
csrf = CSRFProtect()
htmx = HTMX()
login_manager = LoginManager()
migrate = Migrate()
