"""Pages of the working calendar."""

from datetime import date

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.rights import Role
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to
from tracker.workdays import queries, service
from tracker.workdays.forms import CalendarDayForm
from tracker.workdays.models import DayStatus

bp = Blueprint("workdays", __name__)


@bp.get("/quan-tri/lich")
@open_to(Role.ADMINISTRATOR)
def index() -> Response:
    """Show the exceptions of a year, and the form for one more."""
    return _year_page(_asked_year(), CalendarDayForm(formdata=None))


@bp.post("/quan-tri/lich")
@open_to(Role.ADMINISTRATOR)
def set_day() -> Response:
    """Add or change a day."""
    form = CalendarDayForm()
    day = form.day.data
    if not form.validate() or day is None:
        return _year_page(day.year if day else _asked_year(), form, status=422)
    try:
        row = service.set_day(
            day,
            is_working=form.kind.data == "work",
            name=form.name.data or "",
            status=DayStatus(form.status.data),
            by=me(),
        )
    except service.DayRefused as refused:
        form.day.errors = [_(refused.sentence)]
        return _year_page(day.year, form, status=422)
    flash(_("Đã lưu vào lịch làm việc."), "success")
    return go_to(url_for("workdays.index", nam=row.day.year))


@bp.post("/quan-tri/lich/<day>/bo")
@open_to(Role.ADMINISTRATOR)
def remove(day: str) -> Response:
    """Take a day out of the calendar."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        abort(404)
    service.remove_day(wanted, by=me())
    flash(_("Đã bỏ khỏi lịch; ngày này theo tuần làm việc thường."), "success")
    return go_to(url_for("workdays.index", nam=wanted.year))


@bp.post("/quan-tri/lich/<int:year>/chinh-thuc")
@open_to(Role.ADMINISTRATOR)
def confirm_year(year: int) -> Response:
    """Mark the days of a year as official."""
    if not service.FIRST_YEAR <= year <= service.LAST_YEAR:
        abort(404)
    number = service.confirm_year(year, by=me())
    flash(ngettext("Đã xác nhận %(num)s ngày.", "Đã xác nhận %(num)s ngày.", number), "success")
    return go_to(url_for("workdays.index", nam=year))


def _asked_year() -> int:
    written = request.args.get("nam", "")
    year = int(written) if written.isdecimal() and len(written) == 4 else clock.today().year
    return min(max(year, service.FIRST_YEAR), service.LAST_YEAR)


def _year_page(year: int, form: CalendarDayForm, status: int = 200) -> Response:
    year = min(max(year, service.FIRST_YEAR), service.LAST_YEAR)
    days = queries.days_of_year(year)
    page = render_template(
        "workdays/index.html",
        year=year,
        years=sorted({*queries.years_kept(), year}),
        days=days,
        foreseen=sum(row.status is DayStatus.FORECAST for row in days),
        form=form,
    )
    return varied(make_response(page, status))
