"""What a regime says: which regime serves a period, whose days' figures, when it is due, with which grace. Pure.

Sources: domain A1, A3 and D; docs/decisions.md, "Regimes".
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.calendar import WorkingCalendar
from tracker.reports.periods import Period
from tracker.reports.rules import PeriodKind, RollRule, Step

TWO_TIERS_FROM = date(2025, 7, 1)  # districts end: communes report where districts did (NQ 203/2025/QH15, domain A3)
_INSIDE = (PeriodKind.QUARTERLY, PeriodKind.MONTHLY)  # months of their cells count inside the period


@dataclass(frozen=True, slots=True)
class RegimeDay:
    """One cell of the regime table: a fixed day, or a number of days after the end of the period.

    `month` is that of the period's year; for quarters and months it counts inside the period (3 = last month of a
    quarter).
    """

    step: Step
    kind: PeriodKind
    month: int | None
    day: int | None
    next_year: bool = False
    after_days: int | None = None
    after_working: bool = False

    def on(self, period: Period, calendar: WorkingCalendar) -> date:
        """Return the day for a period."""
        if self.after_days is not None:
            return after(period.end, self.after_days, is_working=self.after_working, calendar=calendar)
        month = self.month or 12
        if self.kind in _INSIDE:
            month = min(period.start.month + month - 1, 12)
        return clipped(period.start.year + self.next_year, month, self.day or 31)


@dataclass(frozen=True, slots=True)
class DataWindow:
    """Whose days' figures a report gives. Months count from the period's first, which is 1; 31 = the month's last."""

    kind: PeriodKind
    start_month: int
    start_day: int
    end_month: int
    end_day: int

    def of(self, period: Period) -> tuple[date, date]:
        """Return the first day and the last ("chốt số liệu") for a period."""
        return (
            _in_month(period.start, self.start_month, self.start_day),
            _in_month(period.start, self.end_month, self.end_day),
        )


@dataclass(frozen=True, slots=True)
class RegimeTerms:
    """A regime as its table says it. It serves the periods that end from `valid_from` to `valid_to`; None is open."""

    id: int | None
    series: int | None
    is_active: bool
    days: tuple[RegimeDay, ...] = ()
    windows: tuple[DataWindow, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    grace_days: int = 0
    roll: RollRule = RollRule.NONE

    def serves(self, day: date) -> bool:
        """Tell whether a period that ends on the day is served."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def meets(self, other: "RegimeTerms") -> bool:
        """Tell whether some day lies in the validity of both."""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_to or date.max, other.valid_to or date.max)

    @property
    def rests_on_calendar(self) -> bool:
        """Tell whether some of its days follow the working calendar: grace, rolled days, counted days."""
        counts = any(day.after_days is not None for day in self.days)
        return bool(self.grace_days) or self.roll is not RollRule.NONE or counts

    def cells(self) -> set[tuple[Step, PeriodKind]]:
        """Return for which steps and kinds of periods it gives a day."""
        return {(day.step, day.kind) for day in self.days}

    def due_on(self, period: Period, step: Step, calendar: WorkingCalendar) -> date | None:
        """Return the due day of a period on a step, None when the table has none.

        A day off is rolled by the rule of the regime. From 1/7/2025 a commune stands where the district did.
        """
        cell = self._cell(period, step)
        day = cell.on(period, calendar) if cell else None
        if step is Step.COMMUNE and (day or period.end) >= TWO_TIERS_FROM:
            cell = self._cell(period, Step.DEPARTMENT)
            day = cell.on(period, calendar) if cell else None
        if day is None:
            return None
        if self.roll is RollRule.NEXT:
            return calendar.next_working_day(day)
        return calendar.previous_working_day(day) if self.roll is RollRule.PREVIOUS else day

    def grace_until(self, due_on: date, calendar: WorkingCalendar) -> date:
        """Return the last day that still counts as in time: so many working days after the due day."""
        return calendar.add_working_days(due_on, self.grace_days)

    def window_of(self, period: Period) -> tuple[date, date]:
        """Return the days whose figures the report gives; without a window of its own those of the period."""
        found = next((window for window in self.windows if window.kind is period.kind), None)
        return found.of(period) if found else (period.start, period.end)

    def _cell(self, period: Period, step: Step) -> RegimeDay | None:
        kind = PeriodKind.ANNUAL if period.is_second_half else period.kind
        return next((cell for cell in self.days if cell.step is step and cell.kind is kind), None)


@dataclass(frozen=True, slots=True)
class RegimeBook:
    """All regimes, the one added later first."""

    regimes: tuple[RegimeTerms, ...] = ()

    def serving(self, regime_id: int | None, day: date) -> Sequence[RegimeTerms]:
        """Return the regimes for a period that ends on the day: that of the duty's series, then those by default.

        Without a regime of its own, or when that has ended without a successor, a duty follows the default ones; where
        two give a day, the one added later goes first.
        """
        series = next((regime.series for regime in self.regimes if regime.id == regime_id), None)
        own = [r for r in self.regimes if series is not None and r.series == series and r.serves(day)]
        return [*own, *(r for r in self.regimes if r.is_active and r.serves(day) and r not in own)]


def after(day: date, number: int, *, is_working: bool, calendar: WorkingCalendar) -> date:
    """Return the last day of a duration that begins the day after `day` (Civil Code 2015 art. 147).

    Counted in calendar days, an end on a day off moves to the next working day (art. 148(5)).
    """
    if is_working:
        return calendar.add_working_days(day, number)
    return calendar.next_working_day(day + timedelta(days=number))


def clipped(year: int, month: int, day: int) -> date:
    """Return the day, or the last of its month: 31 stands for the end of every month, 29/2 for 28/2 of most years."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _in_month(start: date, month: int, day: int) -> date:
    year, place = divmod(start.year * 12 + start.month - 1 + month - 1, 12)
    return clipped(year, place + 1, day)
