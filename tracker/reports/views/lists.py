"""What an agency owes and handed in, and the list that every report number opens."""

from datetime import date, timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.plans.scope import scope_named
from tracker.reports.cells import CELL_CLASSES
from tracker.reports.listing import CLASSES, RowFilter, choices_for, counted, listed, total_of
from tracker.reports.models import ReportRow
from tracker.reports.queries import handed_in_by, owed_by, waiting_for
from tracker.reports.rules import ReportCounts
from tracker.reports.views.blueprint import bp
from tracker.reports.words import period_words, route_words, row_title
from tracker.rights import AGENCY_ROLES, WATCHING_ROLES, Role
from tracker.tasks.rules import DUE_SOON_WORKING_DAYS, Timeliness, Timing, timeliness
from tracker.vietnamese import day_text, parse_day
from tracker.web.fragments import page_or_fragment, varied
from tracker.web.gate import me, open_to
from tracker.web.paging import Page, asked_page
from tracker.workdays.queries import working_calendar

READERS = (*AGENCY_ROLES, *WATCHING_ROLES)
OWED_AHEAD = timedelta(days=184)  # an agency sees what falls due in the next half-year
NOBODY = -1


@bp.get("/bao-cao")
@open_to(*READERS)
def index() -> Response:
    """Show what the agency owes and handed in; to those who watch plans, and behind every number, the list of rows."""
    actor = me()
    if request.args or actor.has(*WATCHING_ROLES):
        return _list_page()
    handed_in = handed_in_by(actor.agency_ids)
    return varied(
        make_response(render_template("reports/own.html", **_owed(actor.agency_ids), handed_in=handed_in, **WORDS))
    )


@bp.get("/bao-cao/phai-nop")
@open_to(Role.CLERK, Role.HEAD)
def owed() -> Response:
    """Show the reports that the person's agencies owe: a part of the board to htmx, a page to a browser."""
    return page_or_fragment("reports/owed.html", "reports/_owed.html", **_owed(me().agency_ids), **WORDS)


WORDS: dict[str, Any] = {"title_of": row_title}


def _owed(agency_ids: frozenset[int]) -> dict[str, Any]:
    today = clock.today()
    rows = owed_by(agency_ids, until=today + OWED_AHEAD)
    soon = soon_until(today)
    return {
        "owed": [(row, time_of(row, today, soon), route_of(row)) for row in rows],
        "shows_agency": len(agency_ids) > 1,
        "today_date": today,
    }


def soon_until(day: date) -> date:
    """Return the last day that is due soon on the day: three working days ahead."""
    return working_calendar().add_working_days(day, DUE_SOON_WORKING_DAYS)


def time_of(row: ReportRow, today: date, soon: date) -> Timeliness:
    """Return how a report that is not handed in stands in time."""
    if row.due_on < today <= row.grace_until:
        return Timeliness(Timing.IN_GRACE, (row.grace_until - today).days)
    return timeliness(due_on=row.due_on, completed_on=None, today=today, soon_until=soon)


def route_of(row: ReportRow) -> str:
    """Return to whom the report goes, through whom, with a copy to whom."""
    return route_words(row.duty.addressee, row.duty.via, list(row.duty.copy_to))


def _list_page() -> Response:
    actor, refusal = me(), ""
    on, written = clock.today(), request.args.get("den-ngay", "").strip()
    if written:
        typed = parse_day(written)
        on = typed or on
        refusal = "" if typed else _("«%(day)s» không phải là ngày; hãy nhập như 30/06/2026.", day=written[:30])
    asked = _asked(on)
    numbers = counted(actor, asked)
    total = total_of(actor, asked, numbers)
    soon = soon_until(on)
    page = listed(actor, asked, page=min(asked_page(), Page((), 1, total).last), total=total, soon_until=soon)
    waiting = waiting_for(actor, on=clock.today()) if actor.has(Role.MONITOR, Role.SECRETARY) else []
    answer = make_response(
        render_template(
            "reports/list.html",
            page=page,
            asked=asked,
            written_day=written or day_text(on),
            refusal=refusal,
            strip=_strip(numbers, asked),
            choices=choices_for(actor),
            period_words=period_words,
            classes=class_words(),
            waiting=waiting,
            may_consolidate=actor.has(Role.CLERK, Role.HEAD, Role.MONITOR),
            **WORDS,
        )
    )
    answer.status_code = 422 if refusal else 200
    return varied(answer)


def class_words() -> dict[str, str]:
    """Return how the classes of report rows are called in lists."""
    return {
        "expected": _("Phải nộp đến ngày này"),
        "received": _("Đã nhận"),
        "on_time": _("Đúng hạn"),
        "late": _("Nộp muộn"),
        "missing": _("Chưa nộp"),
        "excused": _("Được miễn"),
        "ahead": _("Chưa đến hạn"),
        "handed_in": _("Đã nhận (kể cả trước hạn)"),
        "handed_in_on_time": _("Nhận đúng hạn (kể cả trước hạn)"),
        "sent_back": _("Trả lại, chưa nộp lại"),
        "released": _("Được miễn (kể cả chưa đến hạn)"),
        "to_come": _("Chưa nộp, còn hạn"),
        "in_grace": _("Chưa nộp, trong thời gian gia hạn nộp"),
        "overdue": _("Chưa nộp, quá hạn"),
    }


def _asked(on: date) -> RowFilter:
    chosen = request.args.get("lop", "")
    return RowFilter(
        on=on,
        plan_id=_number("ke-hoach"),
        agency_id=_number("co-quan"),
        period_key=request.args.get("ky", "")[:12],
        standing=chosen if chosen in CLASSES or chosen in CELL_CLASSES else "",
        agency_group=request.args.get("nhom", "")[:20],
        scope=scope_named(request.args.get("pham-vi", "")),
        duty_id=_number("nghia-vu"),
    )


def _number(name: str) -> int | None:
    """Return the id in the address, None when none is asked for, one that nobody has when it is no number."""
    written = request.args.get(name, "").strip()
    if not written:
        return None
    return int(written) if written.isdecimal() and len(written) < 10 else NOBODY


def _strip(numbers: dict[str, int], asked: RowFilter) -> list[dict[str, Any]]:
    looks = {
        "expected": ("file-text", None),
        "on_time": ("check", None),
        "late": ("clock-exclamation", "orange"),
        "missing": ("alert-triangle", "red"),
        "excused": ("circle-minus", None),
        "ahead": ("calendar-check", None),
    }
    values = {**ReportCounts.of(numbers).as_dict(), "ahead": numbers.get("ahead", 0)}
    words = class_words()
    return [
        {"number": values[name], "label": words[name], "url": list_url(asked, name), "icon": icon, "tone": tone}
        for name, (icon, tone) in looks.items()
    ]


def list_url(asked: RowFilter, standing: str) -> str:
    """Return the address of the list with the same filters and another class."""
    values: dict[str, Any] = {
        "ke-hoach": asked.plan_id,
        "co-quan": asked.agency_id,
        "ky": asked.period_key or None,
        "den-ngay": day_text(asked.on),
        "lop": standing,
        "nhom": asked.agency_group or None,
        "nghia-vu": asked.duty_id,
        "pham-vi": asked.scope.value if asked.scope else None,
    }
    return url_for("reports.index", **values)
