"""Periods and due days: pure rules."""

from datetime import date

import pytest

from tracker.reports.due_days import due_day, in_context, once_day, stated_day
from tracker.reports.periods import Period, PlanTime, periods_due
from tracker.reports.regime_rules import RegimeDay, RegimeTerms
from tracker.reports.rules import DueOrigin, PeriodKind, Step

ISSUED_LATE = PlanTime(date(2017, 2, 17), date(2016, 1, 1), date(2020, 12, 31))
UNDATED_2020 = PlanTime(date(2020, 1, 1), date(2020, 1, 1), date(2020, 12, 31))
UNDATED_2021 = PlanTime(date(2021, 1, 1), date(2021, 1, 1), date(2021, 12, 31))
WEEK = Period(PeriodKind.WEEKLY, "2026-W07", date(2026, 2, 9), date(2026, 2, 15))
YEAR_2021 = PlanTime(date(2021, 4, 5), date(2021, 1, 1), date(2021, 12, 31))
FIVE_YEARS = PlanTime(date(2022, 3, 3), date(2022, 1, 1), date(2025, 12, 31))
DEFAULTS = [
    RegimeTerms(
        1,
        1,
        is_active=True,
        days=tuple(
            RegimeDay(step, kind, month, day)
            for kind, month in ((PeriodKind.SEMIANNUAL, 5), (PeriodKind.ANNUAL, 11))
            for step, day in ((Step.COMMUNE, 15), (Step.DEPARTMENT, 20), (Step.STANDING, 25), (Step.PROVINCE, 30))
        ),
    )
]


def keys(words: tuple[str, ...], time: PlanTime, today: date) -> list[str]:
    return [period.key for period in periods_due(words, time, today=today)]


def half(year: int, number: int = 1) -> Period:
    if number == 1:
        return Period(PeriodKind.SEMIANNUAL, f"{year}-H1", date(year, 1, 1), date(year, 6, 30))
    return Period(PeriodKind.SEMIANNUAL, f"{year}-H2", date(year, 7, 1), date(year, 12, 31))


def whole(year: int) -> Period:
    return Period(PeriodKind.ANNUAL, str(year), date(year, 1, 1), date(year, 12, 31))


def month(year: int, number: int, last: int) -> Period:
    return Period(PeriodKind.MONTHLY, f"{year}-{number:02d}", date(year, number, 1), date(year, number, last))


def quarter(year: int, number: int) -> Period:
    ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[number]
    return Period(PeriodKind.QUARTERLY, f"{year}-Q{number}", date(year, ends[0] - 2, 1), date(year, *ends))


@pytest.mark.parametrize(
    ("words", "time", "today", "expected"),
    [
        # The rhythms of the five plans (domain A2), by the time of each plan.
        (("semiannual", "annual", "ad_hoc"), YEAR_2021, date(2021, 4, 5), ["2021-H1", "2021"]),
        (("semiannual", "annual"), FIVE_YEARS, date(2022, 3, 3), ["2022-H1", "2022"]),
        (("periodic",), UNDATED_2021, date(2021, 1, 1), ["2021-H1", "2021"]),
        (("semiannual", "annual"), UNDATED_2020, date(2020, 1, 1), ["2020-H1", "2020"]),
        (("annual",), ISSUED_LATE, date(2019, 12, 31), ["2017", "2018", "2019", "2020"]),
        # Others.
        (("ad_hoc",), YEAR_2021, date(2021, 4, 5), []),
        (("semiannual",), YEAR_2021, date(2021, 4, 5), ["2021-H1", "2021-H2"]),
        (("quarterly",), YEAR_2021, date(2021, 4, 5), ["2021-Q2", "2021-Q3", "2021-Q4"]),
        (("periodic", "quarterly"), YEAR_2021, date(2021, 9, 1), ["2021-Q2", "2021-Q3", "2021-Q4"]),
        (("once",), YEAR_2021, date(2021, 4, 5), ["once"]),
    ],
)  # fmt: skip
def test_a_duty_has_the_periods_of_its_rhythm(
    words: tuple[str, ...], time: PlanTime, today: date, expected: list[str]
) -> None:
    assert keys(words, time, today) == expected


def test_periods_are_made_twelve_months_ahead_across_the_turn_of_the_year() -> None:
    assert keys(("semiannual", "annual"), FIVE_YEARS, date(2022, 12, 15))[-1] == "2023-H1"
    assert keys(("semiannual", "annual"), FIVE_YEARS, date(2022, 12, 31))[-1] == "2023"


def test_months_and_weeks_end_inside_the_plan() -> None:
    short = PlanTime(date(2026, 2, 10), date(2026, 2, 1), date(2026, 4, 30))
    assert keys(("monthly",), short, date(2026, 2, 10)) == ["2026-02", "2026-03", "2026-04"]
    weeks = keys(("weekly",), short, date(2026, 2, 10))
    assert weeks[0] == "2026-W07"
    assert weeks[-1] == "2026-W17"


def test_a_period_that_ended_before_the_plan_was_issued_is_not_asked_for() -> None:
    late = PlanTime(date(2021, 6, 30), date(2021, 1, 1), date(2021, 12, 31))
    assert keys(("semiannual", "annual"), late, date(2021, 6, 30)) == ["2021"]


@pytest.mark.parametrize(
    ("period", "stated", "expected"),
    [
        (half(2026), {"semiannual": "15/6"}, date(2026, 6, 15)),
        (half(2026), {"semiannual": "trước ngày 15/6"}, date(2026, 6, 14)),
        (half(2026), {"semiannual": "10/7"}, date(2026, 7, 10)),
        (half(2026), {"semiannual": "15/6 và 15/12"}, date(2026, 6, 15)),
        (half(2026, 2), {"semiannual": "trước 15/6 và 15/12"}, date(2026, 12, 14)),
        (half(2026, 2), {"semiannual": "10/6"}, None),
        (half(2026, 2), {"semiannual": "10/6", "annual": "10/12"}, date(2026, 12, 10)),
        (whole(2026), {"annual": "trước 20/11"}, date(2026, 11, 19)),
        (whole(2026), {"annual": "20/01"}, date(2027, 1, 20)),
        (whole(2026), {"annual": "ngày 20 tháng 01 năm sau"}, date(2027, 1, 20)),
        (whole(2026), {"annual": "trước ngày 01/01 năm sau"}, date(2026, 12, 31)),
        (whole(2026), {"annual": "2026-11-30"}, date(2026, 11, 30)),
        (whole(2026), {"annual": "31/4"}, date(2026, 4, 30)),
        (whole(2026), {"semiannual": "15/6"}, None),
        (whole(2026), {"annual": "cuối kỳ"}, None),
        (whole(2026), {"annual": "45/13"}, None),
        (half(2026), {"periodic": "15/6 và 15/12"}, date(2026, 6, 15)),
        (whole(2026), {"periodic": "15/6 và 15/12"}, date(2026, 12, 15)),
        (month(2026, 5, 31), {"monthly": "ngày 05 hằng tháng"}, date(2026, 6, 5)),
        (month(2026, 5, 31), {"monthly": "trước ngày 25 hằng tháng"}, date(2026, 5, 24)),
        (month(2026, 12, 31), {"monthly": "05"}, date(2027, 1, 5)),
        (month(2026, 2, 28), {"monthly": "31"}, date(2026, 2, 28)),
        (quarter(2026, 3), {"quarterly": "ngày 10 của tháng cuối quý"}, date(2026, 9, 10)),
        (quarter(2026, 3), {"quarterly": "ngày 10 của tháng đầu quý sau"}, date(2026, 10, 10)),
        (WEEK, {"weekly": "thứ Sáu hằng tuần"}, date(2026, 2, 13)),
    ],
)  # fmt: skip
def test_the_date_that_the_plan_states_is_read(period: Period, stated: dict[str, str], expected: date | None) -> None:
    assert stated_day(period, stated) == expected


@pytest.mark.parametrize(
    ("step", "period", "expected"),
    [
        (Step.COMMUNE, half(2025), date(2025, 5, 15)),  # three tiers until 30/6/2025
        (Step.COMMUNE, whole(2025), date(2025, 11, 20)),  # two tiers from 1/7/2025: communes stand where districts did
        (Step.COMMUNE, half(2026), date(2026, 5, 20)),
        (Step.DEPARTMENT, half(2021), date(2021, 5, 20)),
        (Step.STANDING, whole(2026), date(2026, 11, 25)),
        (Step.PROVINCE, whole(2026), date(2026, 11, 30)),
        (Step.DEPARTMENT, half(2026, 2), date(2026, 11, 20)),
        (Step.DEPARTMENT, quarter(2026, 3), date(2026, 9, 25)),  # NĐ 09/2019 art. 12–13
        (Step.DEPARTMENT, month(2026, 5, 31), date(2026, 5, 25)),
    ],
)
def test_the_regime_dates_what_the_plan_leaves_open(step: Step, period: Period, expected: date) -> None:
    time = PlanTime(date(2020, 1, 1), date(2020, 1, 1), date(2030, 12, 31))
    found = due_day(period, stated=None, regimes=DEFAULTS, step=step, time=time)
    assert (found.due_on, found.origin) == (expected, DueOrigin.REGIME)


def test_a_report_may_be_handed_in_from_thirty_days_before_but_never_before_its_period_begins() -> None:
    time = PlanTime(date(2020, 1, 1), date(2020, 1, 1), date(2030, 12, 31))
    assert due_day(half(2026), stated=None, regimes=DEFAULTS, step=Step.DEPARTMENT, time=time).opens_on == date(
        2026, 4, 20
    )
    assert due_day(month(2026, 5, 31), stated=None, regimes=[], step=Step.DEPARTMENT, time=time).opens_on == date(
        2026, 5, 1
    )


def test_a_default_day_before_the_plan_was_issued_gives_way_to_the_end_of_the_period() -> None:
    time = PlanTime(date(2026, 6, 1), date(2026, 1, 1), date(2026, 12, 31))
    assert due_day(half(2026), stated=None, regimes=DEFAULTS, step=Step.DEPARTMENT, time=time).due_on == date(
        2026, 6, 30
    )


def test_the_words_around_a_stated_day_count() -> None:
    clause = (
        "Định kỳ 6 tháng (trước ngày 15/6), năm (trước 20/11 và 25/12), ngày 10/02 năm sau, "
        "trước ngày 05 hằng tháng báo cáo."
    )
    assert in_context({"semiannual": "15/6", "annual": "20/11"}, clause) == {
        "semiannual": "trước ngày 15/6",
        "annual": "trước ngày 20/11",
    }
    assert in_context({"annual": "25/12"}, clause) == {"annual": "trước ngày 25/12"}
    assert in_context({"annual": "10/02"}, clause) == {"annual": "10/02 năm sau"}
    assert in_context({"monthly": "05"}, clause) == {"monthly": "trước ngày 05"}
    assert in_context({"annual": "30/11"}, clause) == {"annual": "30/11"}
    assert in_context(None, clause) == {}


def test_a_report_due_once_is_due_on_its_stated_day_or_at_the_end_of_the_plan() -> None:
    assert once_day({"once": "trước ngày 15/10/2021"}, YEAR_2021) == date(2021, 10, 14)
    assert once_day(None, YEAR_2021) is None
