"""Regimes: windows, validity, grace, days off and durations. Pure."""

from datetime import date
from types import MappingProxyType

import pytest

from tracker.catalogue.calendar import DayKind, WorkingCalendar, shipped_calendar
from tracker.reports.due_days import due_day, in_context, stated_day
from tracker.reports.periods import Period, PlanTime, horizon, periods_due
from tracker.reports.regime_rules import DataWindow, RegimeBook, RegimeDay, RegimeTerms
from tracker.reports.rules import DueOrigin, PeriodKind, RollRule, Step

LONG = PlanTime(date(2020, 1, 1), date(2020, 1, 1), date(2032, 12, 31))
VIETNAM = shipped_calendar()
HALF, YEAR, QUARTER, MONTH = (
    PeriodKind.SEMIANNUAL,
    PeriodKind.ANNUAL,
    PeriodKind.QUARTERLY,
    PeriodKind.MONTHLY,
)
FIRST_HALF = Period(HALF, "2026-H1", date(2026, 1, 1), date(2026, 6, 30))
SECOND_HALF = Period(HALF, "2026-H2", date(2026, 7, 1), date(2026, 12, 31))
WHOLE_YEAR = Period(YEAR, "2026", date(2026, 1, 1), date(2026, 12, 31))
THIRD_QUARTER = Period(QUARTER, "2026-Q3", date(2026, 7, 1), date(2026, 9, 30))
JANUARY = Period(MONTH, "2026-01", date(2026, 1, 1), date(2026, 1, 31))
LEAP_FEBRUARY = Period(MONTH, "2028-02", date(2028, 2, 1), date(2028, 2, 29))
GENERAL = (  # NĐ 09/2019 art. 12–13
    DataWindow(HALF, 0, 15, 6, 14),
    DataWindow(YEAR, 0, 15, 12, 14),
    DataWindow(QUARTER, 0, 15, 3, 14),
    DataWindow(MONTH, 0, 15, 1, 14),
)


def regime(number: int = 1, *days: RegimeDay, **changes: object) -> RegimeTerms:
    values: dict[str, object] = {"series": number, "is_active": True, "days": days}
    return RegimeTerms(number, **{**values, **changes})


def due(period: Period, *regimes: RegimeTerms, stated: dict[str, str] | None = None, step: Step = Step.DEPARTMENT):
    return due_day(period, stated=stated, regimes=regimes, step=step, time=LONG, calendar=VIETNAM)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (FIRST_HALF, date(2025, 12, 15), date(2026, 6, 14)),
        (SECOND_HALF, date(2026, 6, 15), date(2026, 12, 14)),
        (WHOLE_YEAR, date(2025, 12, 15), date(2026, 12, 14)),
        (THIRD_QUARTER, date(2026, 6, 15), date(2026, 9, 14)),
        (JANUARY, date(2025, 12, 15), date(2026, 1, 14)),
    ],
)
def test_the_general_regime_closes_its_figures_on_the_14th_and_begins_in_the_month_before(
    period: Period, first: date, last: date
) -> None:
    found = due(period, regime(windows=GENERAL))
    assert (found.window_start, found.cut_off_on) == (first, last)


def test_a_window_may_end_with_a_month_that_is_longer_in_a_leap_year() -> None:
    window = (DataWindow(HALF, -1, 1, 2, 31),)
    for year, last in ((2027, 28), (2028, 29)):
        half = Period(HALF, f"{year}-H1", date(year, 1, 1), date(year, 6, 30))
        found = due(half, regime(windows=window))
        assert (found.window_start, found.cut_off_on) == (date(year - 1, 11, 1), date(year, 2, last))


def test_without_a_window_the_figures_are_those_of_the_period() -> None:
    found = due(FIRST_HALF, regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 20)))
    assert (found.window_start, found.cut_off_on) == (date(2026, 1, 1), date(2026, 6, 30))


def test_a_due_day_of_29_february_is_the_28th_in_most_years() -> None:
    cell = RegimeDay(Step.DEPARTMENT, YEAR, 2, 29, next_year=True)
    for year, day in ((2026, date(2027, 2, 28)), (2027, date(2028, 2, 29))):
        whole = Period(YEAR, str(year), date(year, 1, 1), date(year, 12, 31))
        assert due(whole, regime(1, cell)).due_on == day


def test_twelve_months_from_29_february_end_on_the_28th() -> None:
    assert horizon(date(2028, 2, 29)) == date(2029, 2, 28)
    assert periods_due(("monthly",), LONG, today=date(2028, 2, 29))[-1].key == "2029-02"


def test_a_regime_serves_the_periods_that_close_while_it_is_valid_and_its_successor_the_later_ones() -> None:
    old = regime(1, RegimeDay(Step.DEPARTMENT, YEAR, 11, 20), valid_to=date(2025, 12, 31))
    new = regime(2, RegimeDay(Step.DEPARTMENT, YEAR, 12, 5), series=1, valid_from=date(2026, 1, 1))
    book = RegimeBook((new, old))
    assert [r.id for r in book.serving(1, date(2025, 12, 31))] == [1]
    assert [r.id for r in book.serving(1, date(2026, 1, 1))] == [2]
    assert due(WHOLE_YEAR, *book.serving(None, WHOLE_YEAR.end)).due_on == date(2026, 12, 5)


def test_a_duty_follows_its_own_regime_before_the_default_ones() -> None:
    default = regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 20))
    own = regime(3, RegimeDay(Step.DEPARTMENT, HALF, 7, 9), is_active=False)
    book = RegimeBook((own, default))
    assert due(FIRST_HALF, *book.serving(None, FIRST_HALF.end)).regime_id == 1
    found = due(FIRST_HALF, *book.serving(3, FIRST_HALF.end))
    assert (found.due_on, found.regime_id) == (date(2026, 7, 9), 3)


def test_a_regime_of_its_own_that_ended_without_a_successor_leaves_the_duty_to_the_default() -> None:
    default = regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 20))
    own = regime(3, RegimeDay(Step.DEPARTMENT, HALF, 7, 9), is_active=False, valid_to=date(2025, 12, 31))
    assert [r.id for r in RegimeBook((own, default)).serving(3, FIRST_HALF.end)] == [1]


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        (RollRule.NONE, date(2026, 5, 31)),  # a Sunday
        (RollRule.NEXT, date(2026, 6, 1)),
        (RollRule.PREVIOUS, date(2026, 5, 29)),
    ],
)
def test_a_day_off_is_rolled_as_the_regime_says(roll: RollRule, expected: date) -> None:
    assert due(FIRST_HALF, regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 31), roll=roll)).due_on == expected


def test_a_day_in_the_tet_holiday_rolls_to_the_first_day_of_work_after_it() -> None:
    cell = RegimeDay(Step.DEPARTMENT, YEAR, 2, 9, next_year=True)  # 9/2/2027 is the fourth of Tết
    assert due(WHOLE_YEAR, regime(1, cell, roll=RollRule.NEXT)).due_on == date(2027, 2, 11)
    assert due(WHOLE_YEAR, regime(1, cell, roll=RollRule.PREVIOUS)).due_on == date(2027, 2, 3)


def test_grace_is_counted_in_working_days_after_the_due_day() -> None:
    found = due(FIRST_HALF, regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 22), grace_days=3))  # a Friday
    assert (found.due_on, found.grace_until) == (date(2026, 5, 22), date(2026, 5, 27))


def test_a_day_that_the_plan_states_has_no_grace_and_stays_where_it_is() -> None:
    rolling = regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 20), grace_days=3, roll=RollRule.NEXT, windows=GENERAL)
    found = due(FIRST_HALF, rolling, stated={"semiannual": "14/6"})  # a Sunday
    assert (found.due_on, found.grace_until, found.origin) == (date(2026, 6, 14), date(2026, 6, 14), DueOrigin.STATED)
    assert found.cut_off_on == date(2026, 6, 14)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("15 ngày làm việc kể từ ngày kết thúc quý", date(2026, 10, 21)),
        ("trong 10 ngày sau khi kết thúc quý", date(2026, 10, 12)),  # 10/10/2026 is a Saturday: art. 148(5)
        ("chậm nhất 05 ngày, kể từ khi hết quý", date(2026, 10, 5)),
    ],
)
def test_a_duration_counts_from_the_day_after_the_period_and_ends_on_a_working_day(words: str, expected: date) -> None:
    assert stated_day(THIRD_QUARTER, {"quarterly": words}, VIETNAM) == expected
    assert in_context(None, f"Hằng quý, {words}, các sở báo cáo UBND tỉnh.")  # read from the clause itself
    found = due(THIRD_QUARTER, stated=in_context(None, f"Hằng quý, {words}, các sở báo cáo UBND tỉnh."))
    assert (found.due_on, found.origin) == (expected, DueOrigin.STATED)


def test_a_regime_may_count_its_day_from_the_end_of_the_period() -> None:
    round_of_checks = Period(PeriodKind.ONCE, "once", date(2026, 1, 1), date(2026, 2, 10))
    cell = RegimeDay(Step.DEPARTMENT, PeriodKind.ONCE, None, None, after_days=15, after_working=True)
    found = due(round_of_checks, regime(10, cell))
    assert found.due_on == date(2026, 3, 10)  # Tết 16–20/2/2026 is not counted


def test_a_swapped_saturday_is_a_working_day_of_the_grace() -> None:
    swapped = WorkingCalendar(MappingProxyType({date(2026, 5, 23): DayKind.WORK}))
    graced = regime(1, RegimeDay(Step.DEPARTMENT, HALF, 5, 22), grace_days=1)
    days = [
        due_day(FIRST_HALF, stated=None, regimes=[graced], step=Step.DEPARTMENT, time=LONG, calendar=calendar)
        for calendar in (VIETNAM, swapped)
    ]
    assert [found.grace_until for found in days] == [date(2026, 5, 25), date(2026, 5, 23)]
