"""The application: configuration, extensions, features, error pages, command line."""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from network import tables  # noqa: F401  (every model is known before the mappers are used)
from network.accounts.security_views import bp as account_security
from network.accounts.sign_up_views import bp as sign_up
from network.accounts.views import bp as accounts
from network.audits.grid_views import bp as grids
from network.audits.pairing_views import bp as pairings
from network.audits.views import bp as audits
from network.audits.visit_views import bp as visits
from network.calls.correction_views import bp as corrections
from network.calls.draft_views import bp as drafts
from network.calls.project_views import bp as projects
from network.calls.views import bp as calls
from network.commands import register_commands
from network.config import ROOT, load_config
from network.consortia.charter_views import bp as charters
from network.consortia.invitation_views import bp as invitations
from network.consortia.together_views import bp as together
from network.consortia.turn_views import bp as turns
from network.consortia.views import bp as consortia
from network.dashboard.views import bp as dashboard
from network.database import prepare_engine
from network.directory import alerts  # noqa: F401  (registers its work)
from network.directory.saved_views import bp as saved
from network.directory.views import bp as directory
from network.dossiers.results_views import bp as results
from network.dossiers.views import bp as dossiers
from network.extensions import babel, csrf, db, htmx, login_manager, migrate
from network.files.views import bp as files
from network.first_time.views import bp as first_time
from network.followups.views import bp as followups
from network.hires.labour_views import bp as labour
from network.hires.post_views import bp as posts
from network.hires.share_views import bp as shares
from network.hires.views import bp as hires
from network.notifications.views import bp as notifications
from network.organisations import (
    acting,
    demo_accounts,  # noqa: F401  (registers what people of the demonstration do)
    personal_data,  # noqa: F401  (registers what organisations hold on people)
    retention,  # noqa: F401  (registers its work)
)
from network.organisations.contact_views import bp as contacts
from network.organisations.import_views import bp as imports
from network.organisations.people_views import bp as people
from network.organisations.request_views import bp as requests
from network.organisations.site_views import bp as sites
from network.organisations.views import bp as organisations
from network.places.views import bp as places
from network.resources.views import bp as resources
from network.runs.views import bp as runs
from network.ties import weights
from network.ties.afterthought_views import bp as afterthoughts
from network.ties.meeting_views import bp as meetings
from network.ties.views import bp as ties
from network.web import assets, errors, formats, routing, security, transactions, translations, widgets
from network.web.addresses import Application
from network.web.context import page_context
from network.web.locale import select_locale
from network.web.views import bp as web

FEATURES = (
    web,
    accounts,
    sign_up,
    account_security,
    dashboard,
    calls,
    drafts,
    corrections,
    projects,
    consortia,
    turns,
    invitations,
    together,
    followups,
    dossiers,
    results,
    charters,
    hires,
    posts,
    shares,
    labour,
    audits,
    grids,
    pairings,
    visits,
    runs,
    directory,
    saved,
    organisations,
    contacts,
    sites,
    imports,
    people,
    requests,
    first_time,
    resources,
    ties,
    meetings,
    afterthoughts,
    places,
    notifications,
    files,
)


def create_app(**settings: Any) -> Flask:
    """An application ready to serve; `settings` win over the environment."""
    app = Application(
        "network",
        root_path=str(ROOT / "network"),
        template_folder=str(ROOT / "templates"),
        static_folder=None,  # network/web/assets.py serves them
    )
    app.config.update(load_config(**settings))
    _prepare_templates(app)
    _prepare_extensions(app)
    for part in (routing, assets, transactions, acting, security, errors, formats, translations, widgets, weights):
        part.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature)
    register_commands(app)
    return app


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    app.context_processor(page_context)


def _prepare_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=select_locale)
    csrf.init_app(app)
    htmx.init_app(app)
    login_manager.init_app(app)
