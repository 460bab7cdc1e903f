"""What is asked about the working calendar."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from sqlalchemy import extract, select

from tracker.catalogue.calendar import DayKind, WorkingCalendar
from tracker.extensions import db
from tracker.workdays.models import CalendarDay


def working_calendar() -> WorkingCalendar:
    """Return the calendar kept in the table, by one statement."""
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_working))
    return WorkingCalendar(
        MappingProxyType({day: DayKind.WORK if is_working else DayKind.OFF for day, is_working in rows})
    )


def days_of_year(year: int) -> Sequence[CalendarDay]:
    """Return the exceptions of a year in order of the days."""
    return db.session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDay.day)
    ).all()


def years_kept() -> Sequence[int]:
    """Return the years that have at least one exception, first to last."""
    year = extract("year", CalendarDay.day)
    return [int(value) for value in db.session.scalars(select(year).distinct().order_by(year))]
