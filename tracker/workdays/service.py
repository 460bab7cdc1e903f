"""The administrator keeps the working calendar: the yearly notice of holidays, and days worked in exchange."""

from datetime import date

from tracker.errors import DomainError, NotAllowed
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor, Role
from tracker.workdays.models import CalendarDay, DayStatus

FIRST_YEAR, LAST_YEAR = 2000, 2100
_WEEKEND = 5


class DayRefused(DomainError):
    """The day cannot be kept as typed."""


def set_day(day: date, *, is_working: bool, name: str, status: DayStatus, by: Actor) -> CalendarDay:
    """Add an exception to Monday–Friday, or change the one that stands on this day.

    Raises DayRefused when the day would be no exception: a Monday worked, a Sunday off.
    """
    _check(by)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DayRefused(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if is_working == (day.weekday() < _WEEKEND):
        ordinary = "ngày làm việc" if is_working else "ngày nghỉ cuối tuần"
        raise DayRefused(f"Ngày này vốn đã là {ordinary} nên không cần ghi vào lịch.")
    row = db.session.get(CalendarDay, day)
    before = _values(row) if row else None
    if row is None:
        row = CalendarDay(day=day)
        db.session.add(row)
    row.is_working, row.name, row.status = is_working, name, status
    record(by, "changed" if before else "added", row, before=before, after=_values(row))
    db.session.commit()
    return row


def confirm_year(year: int, *, by: Actor) -> int:
    """Mark every day of a year as official: the yearly notice came. Returns how many were only foreseen."""
    _check(by)
    days = db.session.query(CalendarDay).filter(
        CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)), CalendarDay.status == DayStatus.FORECAST
    )
    found = days.all()
    for row in found:
        row.status = DayStatus.OFFICIAL
        record(by, "confirmed", row, before={"status": DayStatus.FORECAST}, after={"status": DayStatus.OFFICIAL})
    db.session.commit()
    return len(found)


def remove_day(day: date, *, by: Actor) -> bool:
    """Take an exception out: the day follows the ordinary week again. Says whether there was one."""
    _check(by)
    row = db.session.get(CalendarDay, day)
    if row is not None:
        record(by, "removed", row, before=_values(row))
        db.session.delete(row)
    db.session.commit()
    return row is not None


def _values(row: CalendarDay) -> dict[str, object]:
    return {"day": row.day, "is_working": row.is_working, "name": row.name, "status": row.status}


def _check(by: Actor) -> None:
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị mới được sửa lịch làm việc.")
