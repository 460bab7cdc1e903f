"""The due day of a report row is changed: by a granted extension, or by its regime. Adds, never commits.

What held before `until_day` is kept in ReportRowTerms, so that figures as of an earlier day stand. The day that was
printed (`printed_due_on`) stays: a row whose due day differs from it was given more time.
"""

from datetime import date

from sqlalchemy import select

from tracker.catalogue.calendar import WorkingCalendar
from tracker.extensions import db
from tracker.reports.models import ReportRow, ReportRowTerms


def change_due_day(row: ReportRow, new_due_on: date, *, today: date, calendar: WorkingCalendar) -> None:
    """Make the row due on another day from `today` on; its days of grace follow.

    The grace keeps its length in working days. The same day adds nothing.
    """
    if new_due_on == row.due_on:
        return
    keep_terms(row, today=today)
    days = calendar.working_days_between(row.due_on, row.grace_until) if row.grace_until > row.due_on else 0
    row.due_on = new_due_on
    row.grace_until = calendar.add_working_days(new_due_on, days)


def keep_terms(row: ReportRow, *, today: date) -> None:
    """Keep the days that the row had until `today`; of several changes on one day the first is what held before."""
    known = select(ReportRowTerms.id).where(ReportRowTerms.row_id == row.id, ReportRowTerms.until_day == today)
    if db.session.scalar(known) is None:
        db.session.add(ReportRowTerms(row_id=row.id, until_day=today, due_on=row.due_on, grace_until=row.grace_until))
