"""A working calendar that counts by looking up, not by walking: the planner asks it for thousands of subjects. Pure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tracker.catalogue.calendar import DayKind, WorkingCalendar

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class IndexedCalendar(WorkingCalendar):
    """The same answers as the calendar it was made of; days before 2000 or after 2100 are walked as before."""

    days: tuple[date, ...] = ()

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, or before it when `count` is negative."""
        place = bisect_right(self.days, day) + count - 1 if count > 0 else bisect_left(self.days, day) + count
        if count == 0 or not FIRST <= day <= LAST or not 0 <= place < len(self.days):
            return WorkingCalendar.add_working_days(self, day, count)
        return self.days[place]

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        if not (FIRST <= start <= LAST and FIRST <= end <= LAST):
            return WorkingCalendar.working_days_between(self, start, end)
        return bisect_right(self.days, end) - bisect_right(self.days, start)


def indexed(calendar: WorkingCalendar) -> IndexedCalendar:
    """Return the calendar with its working days of a century laid out."""
    exceptions = calendar.exceptions
    days = [day for day in _weekdays() if day not in exceptions]
    days += [day for day, kind in exceptions.items() if kind is DayKind.WORK and FIRST <= day <= LAST]
    return IndexedCalendar(exceptions, tuple(sorted(days)))


@lru_cache(maxsize=1)
def _weekdays() -> tuple[date, ...]:
    """Every Monday to Friday of the century."""
    spread = (FIRST + timedelta(days=passed) for passed in range((LAST - FIRST).days + 1))
    return tuple(day for day in spread if day.weekday() < _SATURDAY)
