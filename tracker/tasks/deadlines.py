"""When a task is due: the rules of commands-and-counts "Deadlines" (docs/decisions.md, "Deadlines"). Pure."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tracker.tasks.rules import DeadlineOrigin, Mode, Nature

MONTHS_AHEAD = 12
_QUARTERS = (3, 6, 9, 12)
_HALVES = (6, 12)
_FRIDAY = 5


def months_later(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day_of(year, month + 1, day.day)


def horizon(today: date) -> date:
    """Return the last due day for which times of recurring tasks exist: twelve months ahead."""
    return months_later(today, MONTHS_AHEAD)


def half_year_start(day: date) -> date:
    """Return 1/1 or 1/7, whichever began the half-year of `day`."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def settle(
    *,
    origin: DeadlineOrigin,
    due_on: date | None,
    nature: Nature,
    mode: Mode,
    recurs: Mapping[str, Any] | None,
    plan_end: date,
) -> tuple[DeadlineOrigin, date | None]:
    """Return the origin and the due day that count for an assignment.

    A stated date is that date. Specific and ordered without a date: the end of the plan. Continuous, standing or
    requested without a date: none. Event: none until the event is recorded. Recurring: each time has its own day;
    "hằng ngày" is a routine and no series of tasks, so it has no deadline.
    """
    if origin is DeadlineOrigin.EVENT:
        return origin, None
    if origin is DeadlineOrigin.RECURRING and recurs and recurs.get("freq") != "daily":
        return origin, None
    if origin is DeadlineOrigin.PLAN_END:
        return origin, due_on or plan_end
    if due_on is not None:
        return DeadlineOrigin.STATED, due_on
    if nature is Nature.SPECIFIC and mode is Mode.ORDERED and origin is not DeadlineOrigin.RECURRING:
        return DeadlineOrigin.PLAN_END, plan_end
    return DeadlineOrigin.NONE, None


def due_days(recurs: Mapping[str, Any], *, start: date, end: date, until: date) -> list[date]:
    """Return the due days of a recurring assignment from the plan's day `start` to its `end`, none after `until`.

    `recurs` is the rule of the reader: freq weekly (weekday 1 = Monday), monthly, quarterly, semiannual or yearly, with
    month and day; day 31 is the last day of any month. "năm sau" (year_offset 1) is due in the year after the one it is
    about, "năm trước liền kề" (-1) in the year before, "tháng liền kề" (month_offset 1) in the month after; the year or
    month that it is about must lie in the plan.
    """
    days = set(_days(recurs, start, end))
    for other in recurs.get("also") or ():
        days |= set(_days(other, start, end))
    return sorted(day for day in days if start <= day <= until)


def _days(recurs: Mapping[str, Any], start: date, end: date) -> Iterator[date]:
    freq = recurs.get("freq")
    if freq == "weekly":
        yield from _weekly(int(recurs.get("weekday") or _FRIDAY), start, end)
        return
    years, months = int(recurs.get("year_offset") or 0), int(recurs.get("month_offset") or 0)
    wanted_day = int(recurs.get("day") or 31)
    for year in range(start.year, end.year + 1):
        for month in _months(freq, recurs.get("month")):
            due_in = months_later(date(year + years, month, 1), months)
            day = _day_of(due_in.year, due_in.month, wanted_day)
            is_about_the_plan = (year, month) <= (end.year, end.month) if months else bool(years) or day <= end
            if is_about_the_plan:
                yield day


def _months(freq: str | None, month: int | None) -> tuple[int, ...]:
    if freq == "yearly":
        return (int(month or 12),)
    if freq == "monthly":
        return tuple(range(1, 13))
    if freq == "quarterly":
        return _QUARTERS if not month else tuple((int(month) - 1) % 3 + 1 + first for first in (0, 3, 6, 9))
    if freq == "semiannual":
        return _HALVES if not month else tuple(sorted({int(month), (int(month) + 5) % 12 + 1}))
    return ()


def _weekly(weekday: int, start: date, end: date) -> Iterator[date]:
    day = start + timedelta(days=(weekday - start.isoweekday()) % 7)
    while day <= end:
        yield day
        day += timedelta(days=7)


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
