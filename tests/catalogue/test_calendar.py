"""Working days: the vectors of the yearly deadlines, the swapped Saturdays, and what the counting rules promise."""

from datetime import date

import pytest

from tracker.catalogue.calendar import (
    CalendarDay,
    DayKind,
    DayStatus,
    WorkingCalendar,
    shipped_calendar,
    shipped_calendar_rows,
)

VIETNAM = shipped_calendar()


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 5, 31), date(2026, 5, 29), date(2026, 6, 1)),
        (date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15)),
        (date(2028, 6, 25), date(2028, 6, 23), date(2028, 6, 26)),
        (date(2026, 11, 14), date(2026, 11, 13), date(2026, 11, 16)),
        (date(2027, 11, 14), date(2027, 11, 12), date(2027, 11, 15)),
        (date(2026, 12, 19), date(2026, 12, 18), date(2026, 12, 21)),
        (date(2027, 12, 19), date(2027, 12, 17), date(2027, 12, 20)),
        (date(2027, 12, 25), date(2027, 12, 24), date(2027, 12, 27)),
        (date(2027, 2, 9), date(2027, 2, 3), date(2027, 2, 11)),
    ],
)
def test_a_deadline_on_a_day_off_has_a_working_day_on_either_side(day, before, after):
    assert not VIETNAM.is_working_day(day)
    assert VIETNAM.previous_working_day(day) == before
    assert VIETNAM.next_working_day(day) == after


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 5, 31),
        date(2028, 5, 31),
        date(2027, 6, 14),
        date(2028, 6, 14),
        date(2026, 6, 25),
        date(2027, 6, 25),
        date(2028, 11, 14),
        date(2026, 11, 30),
        date(2027, 11, 30),
        date(2028, 11, 30),
        date(2028, 12, 19),
        date(2026, 12, 25),
        date(2028, 12, 25),
        date(2026, 2, 9),
        date(2028, 2, 9),
    ],
)
def test_a_deadline_on_a_working_day_stays_where_it_is(day):
    assert VIETNAM.is_working_day(day)
    assert VIETNAM.previous_working_day(day) == VIETNAM.next_working_day(day) == day


@pytest.mark.parametrize(
    "day", [date(2026, 2, 16), date(2026, 2, 20), date(2026, 4, 27), date(2026, 8, 31), date(2026, 1, 2)]
)
def test_holidays_and_swapped_days_of_2026_are_off(day):
    assert not VIETNAM.is_working_day(day)


@pytest.mark.parametrize("day", [date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_saturday_worked_in_exchange_is_a_working_day(day):
    assert day.weekday() == 5 and VIETNAM.is_working_day(day)


def test_tet_2030_follows_the_vietnamese_lunar_calendar():
    names = {row.day: row.name for row in shipped_calendar_rows()}
    assert names[date(2030, 2, 1)] == "Giao thừa Tết Nguyên Đán"


def test_five_working_days_after_the_eve_of_tet_lie_beyond_the_holiday():
    assert VIETNAM.add_working_days(date(2026, 2, 13), 5) == date(2026, 2, 27)


def test_adding_and_taking_away_the_same_number_comes_back():
    start = date(2026, 6, 1)
    assert VIETNAM.add_working_days(VIETNAM.add_working_days(start, 15), -15) == start


def test_zero_working_days_change_nothing_even_on_a_sunday():
    assert VIETNAM.add_working_days(date(2026, 5, 31), 0) == date(2026, 5, 31)


def test_between_leaves_out_the_first_day_and_counts_the_last():
    assert VIETNAM.working_days_between(date(2026, 5, 29), date(2026, 6, 1)) == 1
    assert VIETNAM.working_days_between(date(2026, 6, 1), date(2026, 6, 1)) == 0
    assert VIETNAM.working_days_between(date(2026, 6, 1), date(2026, 5, 29)) == -1


def test_between_agrees_with_adding():
    start = date(2026, 1, 5)
    assert VIETNAM.working_days_between(start, VIETNAM.add_working_days(start, 40)) == 40


def test_a_calendar_without_exceptions_is_monday_to_friday():
    plain = WorkingCalendar()
    assert plain.is_working_day(date(2026, 2, 17)) and not plain.is_working_day(date(2026, 1, 10))


def test_a_later_row_for_the_same_day_wins():
    day = date(2026, 11, 24)
    off = CalendarDay(day, DayKind.OFF, "Ngày Văn hóa Việt Nam", DayStatus.FORECAST)
    on = CalendarDay(day, DayKind.WORK, "Chưa áp dụng", DayStatus.OFFICIAL)
    assert WorkingCalendar.of([off, on]).is_working_day(day)


def test_rows_cover_2016_to_2035_in_order_and_only_where_the_week_is_broken():
    rows = shipped_calendar_rows()
    days = [row.day for row in rows]
    assert days == sorted(set(days)) and {day.year for day in days} == set(range(2016, 2036))
    assert all((row.kind is DayKind.OFF) == (row.day.weekday() < 5) for row in rows)


def test_years_to_come_are_marked_as_forecast():
    for row in shipped_calendar_rows():
        decided = row.day.year <= 2026 and (row.day.month, row.day.day) != (11, 24)
        assert (row.status is DayStatus.OFFICIAL) == decided
