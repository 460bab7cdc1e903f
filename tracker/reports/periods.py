"""Which periods a reporting duty has. Pure: years and halves are those of the calendar."""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.reports.rules import PeriodKind

MONTHS_AHEAD = 12
ONCE_KEY = "once"
CALL_KEY = "dx-"  # the report of one call of the monitor: dx- and the number of its duty


@dataclass(frozen=True, slots=True)
class Period:
    """What one report speaks of. Keys: 2026-H1, 2026-H2, 2026, 2026-Q3, 2026-05, 2026-W07, once."""

    kind: PeriodKind
    key: str
    start: date
    end: date

    @property
    def is_second_half(self) -> bool:
        """Tell whether this is a second half-year, which falls due with the year's reports."""
        return self.kind is PeriodKind.SEMIANNUAL and self.start.month > 6


@dataclass(frozen=True, slots=True)
class PlanTime:
    """When a plan was issued and from when to when it runs; periods are measured by it."""

    issued_on: date
    start: date
    end: date


def kinds_of(words: Collection[str]) -> tuple[PeriodKind, ...]:
    """Return the rhythms behind the period codes of a duty.

    "periodic" without a rhythm stands for half-year and year; "ad_hoc" makes no row
    (commands-and-counts, "Report rows").
    """
    named = [kind for kind in PeriodKind if kind.value in words]
    if not named and "periodic" in words:
        named = [PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL]
    return tuple(named)


def horizon(today: date) -> date:
    """Return the last day until which periods are made ahead: the same day twelve months on."""
    year, month = divmod(today.year * 12 + today.month - 1 + MONTHS_AHEAD, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def periods_due(words: Collection[str], time: PlanTime, *, today: date, once_on: date | None = None) -> list[Period]:
    """Return the periods of a duty for which rows are made by `today`, oldest first.

    `once_on` is the stated day of a report that is due once; without it such a report speaks of the whole plan.

    Those that end inside the plan's period and after its issuing day, until twelve months ahead. With a yearly report
    beside it, the half-yearly one is made for the first half only: the year's report covers the second
    (docs/decisions.md, "Report periods").
    """
    kinds = kinds_of(words)
    last = min(time.end, horizon(today))
    found = [
        period
        for kind in kinds
        for period in _periods(kind, time, once_on)
        if time.start <= period.end <= last
        and period.end > time.issued_on
        and not (period.is_second_half and PeriodKind.ANNUAL in kinds)
    ]
    return sorted(found, key=lambda period: (period.end, period.kind.value))


def _periods(kind: PeriodKind, time: PlanTime, once_on: date | None) -> Iterator[Period]:
    if kind is PeriodKind.ONCE:
        yield Period(kind, ONCE_KEY, time.start, min(once_on or time.end, time.end))
    elif kind is PeriodKind.WEEKLY:
        yield from _weeks(time)
    else:
        yield from _months(kind, time)


def _weeks(time: PlanTime) -> Iterator[Period]:
    monday = time.start - timedelta(days=time.start.weekday())
    while monday <= time.end:
        year, week, _ = monday.isocalendar()
        yield Period(PeriodKind.WEEKLY, f"{year}-W{week:02d}", monday, monday + timedelta(days=6))
        monday += timedelta(days=7)


_LENGTH = {PeriodKind.ANNUAL: 12, PeriodKind.SEMIANNUAL: 6, PeriodKind.QUARTERLY: 3, PeriodKind.MONTHLY: 1}


def _months(kind: PeriodKind, time: PlanTime) -> Iterator[Period]:
    length = _LENGTH[kind]
    for year in range(time.start.year, time.end.year + 1):
        for first in range(1, 13, length):
            last = first + length - 1
            end = date(year, last, monthrange(year, last)[1])
            yield Period(kind, _key(kind, year, first), date(year, first, 1), end)


def _key(kind: PeriodKind, year: int, month: int) -> str:
    if kind is PeriodKind.ANNUAL:
        return str(year)
    if kind is PeriodKind.SEMIANNUAL:
        return f"{year}-H{1 if month == 1 else 2}"
    if kind is PeriodKind.QUARTERLY:
        return f"{year}-Q{(month + 2) // 3}"
    return f"{year}-{month:02d}"
