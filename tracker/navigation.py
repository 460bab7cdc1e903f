"""The bar at the top and the first page of each role. Offers pages; what may be done there, the pages decide."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.notifications.queries import count_unread
from tracker.rights import ROLE_WORDS, Actor, Role
from tracker.web.gate import me, signed_in

bp = Blueprint("home", __name__)

WATCHING = (Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One word of the bar."""

    label: str
    url: str
    current: bool


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Go to the first screen of the person's role."""
    return redirect(url_for(_home_of(me())))


def register_navigation(app: Flask) -> None:
    """Give every page its bar, the place and the number of unread notices."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {"login_url": None if request.endpoint == "accounts.sign_in" else url_for("accounts.sign_in")}
    actor = me()
    return {
        "navigation": [_item(endpoint, label) for endpoint, label in _offered(actor)],
        "unread_notices": count_unread(current_user.person.id),
        "place_name": _place(),
        "person_name": actor.name,
        "person_role": ", ".join(dict.fromkeys(_(ROLE_WORDS[grant.role]) for grant in actor.grants)),
        "inbox_url": url_for("notifications.inbox"),
        "account_url": url_for("accounts.own_account"),
        "logout_url": url_for("accounts.sign_out"),
    }


def _item(endpoint: str, label: str) -> NavigationItem:
    return NavigationItem(label, url_for(endpoint), _place_of(request.endpoint or "") == _place_of(endpoint))


def _place_of(endpoint: str) -> str:
    """The word of the bar under which a page stands: most blueprints have one, some have two or none."""
    blueprint, _dot, page = endpoint.partition(".")
    if blueprint in ("accounts", "people") or endpoint == "reminders.queue":
        return endpoint
    return "regimes" if blueprint == "reports" and page.endswith(("regime", "regimes")) else blueprint


def _offered(actor: Actor) -> list[tuple[str, str]]:
    offered: list[tuple[str, str]] = []
    if actor.has(Role.CLERK, Role.HEAD):
        offered.append(("tasks.board", _("Việc của cơ quan")))
    if actor.has(*WATCHING):
        offered.append(("steering.committee", _("Ban Chỉ đạo")))
        offered.append(("reminders.follow_up", _("Theo dõi chấp hành")))
    if actor.has(Role.MONITOR, Role.SECRETARY):
        offered.append(("reminders.queue", _("Chờ xử lý")))
    if actor.has(Role.CLERK, Role.HEAD, *WATCHING):
        offered.append(("reports.index", _("Báo cáo")))
        offered.append(("plans.index", _("Kế hoạch")))
    if actor.has(Role.MONITOR):
        offered.append(("drafts.index", _("Tiếp nhận")))
    if actor.has(Role.ADMINISTRATOR):
        offered.append(("people.index", _("Người dùng")))
        offered.append(("agencies.index", _("Cơ quan")))
        offered.append(("workdays.index", _("Lịch làm việc")))
        offered.append(("reports.regimes", _("Chế độ báo cáo")))
        offered.append(("jobs.outbox", _("Thư đi")))
    return offered


def _home_of(actor: Actor) -> str:
    if actor.has(Role.MONITOR):
        return "reminders.follow_up"
    if actor.has(Role.COMMITTEE, Role.SECRETARY):
        return "steering.committee"
    if actor.has(Role.CLERK, Role.HEAD):
        return "tasks.board"
    if actor.has(Role.ADMINISTRATOR):
        return "people.index"
    return "accounts.own_account"


def _place() -> str:
    for appointment in current_user.person.appointments:
        agency = appointment.issuer or appointment.agency
        if agency is not None and agency.unit is not None:
            return str(agency.unit.name)
    return ""
