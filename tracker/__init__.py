"""The follow-up of poverty-reduction plans. Only create_app knows every part; nobody imports it from here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from config import load_settings
from tracker import cli, clock, navigation, tables
from tracker.accounts.views import people as people_views
from tracker.accounts.views import session as session_views
from tracker.agencies import views as agency_views
from tracker.consolidation import views as consolidation_views
from tracker.difficulties import views as difficulty_views
from tracker.documents import views as document_views
from tracker.extension_requests.views import by_link as more_time_links
from tracker.extension_requests.views import pages as extension_views
from tracker.extensions import babel, csrf, db, htmx, login_manager, migrate, watch_engine
from tracker.intake.views import drafts as draft_views
from tracker.intake.views import readings as reading_views
from tracker.intake.views import review as review_views
from tracker.jobs import views as job_views
from tracker.notifications import channel_views, link_pages
from tracker.notifications import views as notification_views
from tracker.plans import views as plan_views
from tracker.reminders import call_views, log_views
from tracker.reminders import views_timetable as timetable_views
from tracker.reports import views as report_views
from tracker.reports.views import by_link as report_links
from tracker.steering import views as steering_views
from tracker.tasks import views as task_views
from tracker.tasks.views import by_link as task_links
from tracker.web import addresses, error_pages, filters, gate, security
from tracker.workdays import views as calendar_views

MODULES = tables.MODULES
ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS = (
    session_views.bp,
    people_views.bp,
    agency_views.bp,
    calendar_views.bp,
    job_views.bp,
    notification_views.bp,
    channel_views.bp,
    plan_views.bp,
    task_views.bp,
    report_views.bp,
    consolidation_views.bp,
    document_views.bp,
    draft_views.bp,
    reading_views.bp,
    review_views.bp,
    extension_views.bp,
    difficulty_views.bp,
    log_views.bp,
    call_views.bp,
    timetable_views.bp,
    steering_views.bp,
    navigation.bp,
    task_links.bp,
    report_links.bp,
    more_time_links.bp,
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Return the application, with settings from the environment unless `settings` are given (tests).

    Raises config.SettingsError with a hint when a setting is wrong.
    """
    app = Flask("tracker", template_folder="../templates", static_folder="../static")
    app.config.update(settings if settings is not None else load_settings())
    clock.fix_day(app.config["TRACKER_TODAY"])
    if not app.config["HTTPS"] and app.config["TRACKER_ENV"] == "production":
        app.logger.warning("TRACKER_URL is plain http: cookies travel without Secure, and nothing asks for https")
    security.guard_requests(app)  # first: every answer, also a refusal, has its nonce and its number
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    login_manager.init_app(app)
    login_manager.session_protection = None  # the session row, not the browser's name, decides
    csrf.init_app(app)
    babel.init_app(app)
    htmx.init_app(app)
    with app.app_context():
        watch_engine(db.engine)
    filters.register_filters(app)
    error_pages.register_error_pages(app)
    gate.close_by_default(app)
    navigation.register_navigation(app)
    addresses.limit_numbers(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    link_pages.keep_tokens_out_of_logs(app)
    cli.register_commands(app)
    return app
