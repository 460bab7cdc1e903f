"""Working days in Việt Nam: Monday to Friday, less holidays, plus Saturdays worked in exchange.

Source: Labour Code 2019 art. 111–112, QĐ 188/1999/QĐ-TTg (week of five days) and the yearly notices. The shipped table
runs from 2016 to 2035; years up to 2026 are official, later ones a forecast that the administrator corrects.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent / "data" / "working_calendar.csv"
_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """How a day differs from the ordinary week: a holiday, or a Saturday that is worked."""

    OFF = "off"
    WORK = "work"


class DayStatus(StrEnum):
    """Whether the day was decided by the State or is our expectation."""

    OFFICIAL = "official"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One exception to Monday–Friday, with its Vietnamese name."""

    day: date
    kind: DayKind
    name: str
    status: DayStatus


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Answers which days are worked, from the exceptions to Monday–Friday."""

    exceptions: Mapping[date, DayKind] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, days: Iterable[CalendarDay]) -> "WorkingCalendar":
        """Return the calendar made of these rows; of two rows for one day the later wins."""
        return cls(MappingProxyType({row.day: row.kind for row in days}))

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked."""
        kind = self.exceptions.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORK

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, or before it when `count` is negative.

        The day itself is not counted (Civil Code 2015 art. 147). With 0 the day comes back unchanged.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def previous_working_day(self, day: date) -> date:
        """Return `day` if it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return `day` if it is worked, else the first working day after it (Civil Code 2015 art. 148(5))."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + _DAY * passed) for passed in range(1, (end - start).days + 1))


@lru_cache(maxsize=1)
def _shipped() -> tuple[CalendarDay, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            CalendarDay(date.fromisoformat(row["day"]), DayKind(row["kind"]), row["name"], DayStatus(row["status"]))
            for row in csv.DictReader(file)
        )


def shipped_calendar_rows() -> list[CalendarDay]:
    """Return the exceptions that ship with the code, 2016–2035, in order of the days."""
    return list(_shipped())


def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of the shipped table, for those who have no table of their own."""
    return WorkingCalendar.of(_shipped())
