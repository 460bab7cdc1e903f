"""Days: due soon in working days everywhere, grace in cells, lists and counts, and a calendar that may be corrected."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.reports.test_issue import issue, order, rows_of
from tracker import clock
from tracker.catalogue.calendar import shipped_calendar
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.counts import counts
from tracker.reports.issue import issue_due_rows
from tracker.reports.models import Regime, ReportRow, ReportRowTerms
from tracker.reports.rules import ReportCell, ReportState, cell_as_of
from tracker.reports.terms import change_due_day
from tracker.rights import Actor, Grant, Role
from tracker.workdays.models import CalendarDay, DayStatus
from tracker.workdays.service import remove_day, set_day

ADMINISTRATOR = Actor(None, "Quản trị", (Grant(Role.ADMINISTRATOR),))
ORANGE = 'class="report-cell tone-orange"'


def cell(on: date, **changes: object) -> ReportCell:
    values: dict[str, object] = {
        "soon_until": on,
        "opens_on": date(2026, 4, 20),
        "due_on": date(2026, 5, 20),
        "grace_until": date(2026, 5, 22),
        "submitted_on": None,
        "accepted": False,
        "returned_on": None,
        "is_excused": False,
    }
    return cell_as_of(on=on, **{**values, **changes})


@pytest.mark.parametrize(
    ("on", "code", "days"),
    [
        (date(2026, 4, 19), "not_open", 0),
        (date(2026, 5, 20), "missing_due", 0),
        (date(2026, 5, 21), "missing_grace", 1),
        (date(2026, 5, 22), "missing_grace", 0),
        (date(2026, 5, 23), "missing_overdue", 3),  # counted from the due day
    ],
)
def test_overdue_begins_the_day_after_the_grace(on: date, code: str, days: int) -> None:
    assert (cell(on).code, cell(on).days) == (code, days)


@pytest.mark.parametrize(("day", "code"), [(date(2026, 5, 22), "on_time"), (date(2026, 5, 23), "late")])
def test_what_came_within_the_grace_is_in_time(day: date, code: str) -> None:
    assert cell(date(2026, 6, 1), submitted_on=day).code == code


def graced(plan: Plan, cast: Cast, **changes: object) -> ReportRow:
    return make_report_row(plan, cast.finance, **{"grace_until": date(2026, 5, 22), **changes})


def test_the_counts_wait_for_no_grace_but_judge_by_it(cast: Cast) -> None:
    graced(make_plan(cast.issuer), cast)
    db.session.commit()
    assert [counts(date(2026, 5, day)).missing for day in (19, 20, 21, 23)] == [0, 1, 1, 1]


def test_grace_is_said_wherever_the_row_is_shown(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    row = graced(plan, cast)
    clock.fix_day(date(2026, 5, 21))
    words = "trong thời gian gia hạn nộp"
    client.sign_in(cast.monitor)
    follow_up = client.get("/theo-doi").text
    assert words in follow_up and "còn hạn + gia hạn nộp + quá hạn" in follow_up
    assert "Quá hạn 1 ngày" not in follow_up
    for path in ("/bao-cao", f"/bao-cao/{row.id}", "/bao-cao?lop=in_grace"):
        assert words in client.get(path).text.lower()
    assert "Không có báo cáo nào" in client.get("/bao-cao?lop=overdue").text
    client.sign_in(cast.clerk)
    assert words in client.get("/bao-cao").text.lower()


def soon_cell(client: AuditingClient, on: date) -> bool:
    clock.fix_day(on)
    return ORANGE in client.get("/bao-cao").text


@pytest.mark.parametrize(
    ("due_on", "not_yet", "soon"),
    [
        (date(2026, 5, 20), date(2026, 5, 14), date(2026, 5, 15)),  # Friday is three working days before Wednesday
        (date(2026, 2, 23), date(2026, 2, 10), date(2026, 2, 11)),  # Tết 16–20/2/2026 lies between
        (date(2026, 8, 24), date(2026, 8, 19), date(2026, 8, 20)),  # Saturday 22/8/2026 is worked in exchange
    ],
)
def test_a_cell_is_orange_within_three_working_days(
    cast: Cast, client: AuditingClient, due_on: date, not_yet: date, soon: date
) -> None:
    make_report_row(make_plan(cast.issuer), cast.finance, due_on=due_on, opens_on=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    assert [soon_cell(client, day) for day in (not_yet, soon)] == [False, True]


def test_lists_boards_and_cells_count_soon_alike(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    make_report_row(plan, cast.finance, due_on=date(2026, 2, 23), opens_on=date(2026, 1, 20))
    make_task(plan, cast.finance, due_on=date(2026, 2, 23))
    clock.fix_day(date(2026, 2, 11))
    client.sign_in(cast.clerk)
    for path in ("/nhiem-vu", "/bao-cao", "/bao-cao/phai-nop"):
        assert "time time-orange" in client.get(path).text, path
    client.sign_in(cast.monitor)
    assert ORANGE in client.get("/theo-doi").text
    clock.fix_day(date(2026, 2, 10))
    assert ORANGE not in client.get("/theo-doi").text
    client.sign_in(cast.clerk)
    for path in ("/nhiem-vu", "/bao-cao", "/bao-cao/phai-nop"):
        assert "time time-orange" not in client.get(path).text, path


def test_an_override_of_the_calendar_changes_the_answer_at_once(cast: Cast, client: AuditingClient) -> None:
    make_report_row(make_plan(cast.issuer), cast.finance)  # due on Wednesday 20/5/2026
    client.sign_in(cast.monitor)
    assert not soon_cell(client, date(2026, 5, 14))
    set_day(date(2026, 5, 15), is_working=False, name="Nghỉ bù", status=DayStatus.OFFICIAL, by=ADMINISTRATOR)
    assert soon_cell(client, date(2026, 5, 14))
    remove_day(date(2026, 5, 15), by=ADMINISTRATOR)
    assert not soon_cell(client, date(2026, 5, 14))


def test_a_corrected_calendar_moves_the_grace_of_rows_ahead_with_the_nightly_job(cast: Cast) -> None:
    db.session.get(Regime, 1).grace_days = 2
    issue(make_plan(cast.issuer), order(cast.finance))
    half = rows_of(cast.finance)[0]
    assert half.grace_until == date(2026, 5, 22)
    set_day(date(2026, 5, 21), is_working=False, name="Nghỉ bù", status=DayStatus.OFFICIAL, by=ADMINISTRATOR)
    for _ in range(2):
        issue_due_rows(today=date(2026, 3, 1))
        db.session.commit()
    assert (half.due_on, half.grace_until) == (date(2026, 5, 20), date(2026, 5, 25))


def test_a_row_that_was_given_another_day_keeps_its_grace_and_its_printed_day(cast: Cast) -> None:
    row = graced(make_plan(cast.issuer), cast)
    change_due_day(row, date(2026, 6, 10), today=date(2026, 5, 18), calendar=shipped_calendar())
    change_due_day(row, date(2026, 6, 12), today=date(2026, 5, 18), calendar=shipped_calendar())
    db.session.commit()
    assert (row.due_on, row.grace_until, row.printed_due_on) == (
        date(2026, 6, 12),
        date(2026, 6, 16),
        date(2026, 5, 20),
    )
    kept = db.session.query(ReportRowTerms).all()
    assert [(terms.until_day, terms.due_on, terms.grace_until) for terms in kept] == [
        (date(2026, 5, 18), date(2026, 5, 20), date(2026, 5, 22))
    ]
    assert issue_due_rows(today=date(2026, 5, 19)) >= 0
    assert row.due_on == date(2026, 6, 12)


def test_a_duration_that_the_plan_states_follows_a_corrected_calendar(cast: Cast) -> None:
    words = "Báo cáo quý trong 15 ngày làm việc kể từ ngày kết thúc quý; báo cáo năm trước ngày 20/01 năm sau."
    duty = issue(make_plan(cast.issuer), order(cast.finance, cast.health, periods=("quarterly",), text=words))
    first, begun = (next(r for r in duty_rows(duty.id) if r.agency_id == a.id) for a in (cast.finance, cast.health))
    begun.state = ReportState.DRAFT
    assert first.due_on == begun.due_on == date(2026, 4, 21)
    db.session.add(CalendarDay(day=date(2026, 4, 14), is_working=False, name="Nghỉ", status=DayStatus.OFFICIAL))
    db.session.commit()
    issue_due_rows(today=date(2026, 3, 3))
    assert (first.due_on, first.grace_until, first.printed_due_on) == (date(2026, 4, 22),) * 3
    assert begun.due_on == date(2026, 4, 21)


def test_a_fixed_day_that_the_plan_states_stays_whatever_the_calendar_says(cast: Cast) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance, stated_due={"semiannual": "15/6", "annual": "10/12"}))
    before = [row.due_on for row in duty_rows(duty.id)]
    db.session.add(CalendarDay(day=date(2026, 6, 15), is_working=False, name="Nghỉ", status=DayStatus.OFFICIAL))
    db.session.commit()
    issue_due_rows(today=date(2026, 3, 3))
    assert [row.due_on for row in duty_rows(duty.id)] == before


def duty_rows(duty_id: int) -> list[ReportRow]:
    wanted = select(ReportRow).where(ReportRow.duty_id == duty_id).order_by(ReportRow.period_end, ReportRow.id)
    return list(db.session.scalars(wanted))
