"""Entering a telephone call."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.agencies.models import Agency
from tracker.errors import DomainError, NotVisible
from tracker.extensions import db
from tracker.reminders import calling
from tracker.reminders import follow_up as queries
from tracker.reminders.forms import CallForm
from tracker.reminders.log import agencies_of
from tracker.rights import Role
from tracker.vietnamese import day_text
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to

bp = Blueprint("calls", __name__)


@bp.get("/theo-doi/goi-dien/<int:agency_id>")
@open_to(Role.MONITOR)
def form(agency_id: int) -> Response:
    """Show the form, filled with the agency's contact and telephone, now."""
    agency = _agency(agency_id)
    now = clock.now().astimezone(clock.VIETNAM)
    values = {
        "spoke_with": agency.contact,
        "phone": agency.phone,
        "called_on": clock.today(),
        "called_at": f"{now:%H:%M}",
        "plan": request.args.get("ke-hoach", type=int),
        "subject": request.args.get("viec", ""),
    }
    return _form_answer(agency, CallForm(formdata=None, data=values, plans=_plans()), 200)


@bp.post("/theo-doi/goi-dien/<int:agency_id>")
@open_to(Role.MONITOR)
def keep(agency_id: int) -> Response:
    """Keep the call; the same form sent twice keeps one."""
    agency, typed = _agency(agency_id), CallForm(plans=_plans())
    if not typed.validate():
        return _form_answer(agency, typed, 422)
    try:
        calling.record_call(typed.call(agency.id), by=me())
    except NotVisible:
        raise
    except DomainError as refusal:
        typed.form_errors.append(_(refusal.sentence))
        return _form_answer(agency, typed, refusal.status)
    flash(_("Đã ghi cuộc gọi tới %(agency)s.", agency=agency.name), "success")
    return go_to(url_for("reminders.urging_log", loai="dien-thoai"))


def _agency(agency_id: int) -> Agency:
    if agency_id not in dict(agencies_of(me())):
        raise NotVisible()
    return db.session.get_one(Agency, agency_id)


def _plans() -> list[tuple[int, str]]:
    plans = queries.plans_followed(me(), clock.today())
    return [(plan.id, f"{plan.short_name[:60]} ({day_text(plan.issued_on)})") for plan in plans]


def _form_answer(agency: Agency, typed: CallForm, status: int) -> Response:
    return varied(make_response(render_template("reminders/call.html", agency=agency, form=typed), status))
