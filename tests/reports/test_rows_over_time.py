"""Rows across the year change, and of agencies that begin and end in mid-period."""

from datetime import date

import pytest

from tests.builders import make_agency, make_duty, make_plan, make_task
from tests.cast import Cast
from tests.reports.test_issue import due_days, issue, order, rows_of
from tracker.extensions import db
from tracker.reports.issue import issue_due_rows
from tracker.reports.models import DutyReporter
from tracker.reports.rules import ReportState


def nightly(*days: date) -> list[int]:
    made = []
    for day in days:
        made.append(issue_due_rows(today=day))
        db.session.commit()
    return made


def test_the_nightly_job_goes_on_across_new_year_without_a_gap_or_a_double(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance, periods=("monthly",)), today=date(2026, 12, 30))
    assert nightly(date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31)) == [0, 1, 0, 1]
    keys = [row.period_key for row in rows_of(cast.finance)]
    assert keys == sorted(set(keys))
    assert keys[-1] == "2028-01"


def test_half_years_and_years_come_one_by_one_when_the_year_turns(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance), today=date(2026, 12, 30))
    before = list(due_days(cast.finance))
    assert nightly(date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 29), date(2027, 6, 30)) == [1, 0, 0, 1]
    assert list(due_days(cast.finance)) == [*before, "2027", "2028-H1"]


def test_the_window_of_the_default_begins_in_the_year_before(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.finance))
    half, year = rows_of(cast.finance)
    assert (half.window_start, half.cut_off_on) == (date(2025, 11, 1), date(2026, 4, 30))
    assert (year.window_start, year.cut_off_on) == (date(2025, 11, 1), date(2026, 10, 31))
    assert (half.period_start, half.period_end) == (date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize("last, owed", [(date(2026, 4, 29), []), (date(2026, 4, 30), ["2026-H1"])])
def test_an_agency_owes_what_closes_while_it_exists(cast: Cast, last: date, owed: list[str]) -> None:
    cast.finance.valid_to = last
    issue(make_plan(cast.issuer), order(cast.finance))
    assert list(due_days(cast.finance)) == owed


@pytest.mark.parametrize("first, owed", [(date(2026, 4, 30), ["2026-H1", "2026"]), (date(2026, 5, 1), ["2026"])])
def test_an_agency_that_begins_in_mid_period_owes_from_the_first_cut_off(
    cast: Cast, first: date, owed: list[str]
) -> None:
    cast.finance.valid_from = first
    issue(make_plan(cast.issuer), order(cast.finance))
    assert list(due_days(cast.finance)) == owed


def test_a_reporter_owes_between_its_days(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2028, 12, 31))
    duty = make_duty(plan)
    duty.reporters = [DutyReporter(agency=cast.finance, starts_on=date(2026, 5, 1), ends_on=date(2027, 4, 30))]
    db.session.commit()
    nightly(date(2026, 3, 1), date(2027, 3, 1))
    assert list(due_days(cast.finance)) == ["2026", "2027-H1"]


def test_what_an_ended_agency_no_longer_owes_is_excused_and_its_heir_owes(cast: Cast) -> None:
    old = make_agency("Sở Lao động - Thương binh và Xã hội", unit="Cao Bằng")
    old.kind_code, cast.standing.kind_code = "SLDTBXH", "SNNMT"
    plan = make_plan(cast.issuer, period_end=date(2027, 12, 31))
    duty = issue(plan, order(old))
    first, year = rows_of(old)
    first.state, first.submitted_on = ReportState.SUBMITTED, date(2026, 5, 10)
    old.valid_to = date(2026, 5, 31)
    db.session.commit()
    assert nightly(date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 2)) == [
        1,
        0,
        0,
    ]  # the heir's; the half was closed
    assert first.excused_on is None
    assert (year.excused_on, year.state) == (date(2026, 6, 1), ReportState.NOT_STARTED)
    assert "kết thúc hoạt động ngày 31/05/2026" in (year.excused_reason or "")
    assert list(due_days(cast.standing)) == ["2026"]
    assert {r.agency_id: r.starts_on for r in duty.reporters} == {old.id: None, cast.standing.id: date(2026, 6, 1)}


def test_an_agency_that_ended_without_a_known_heir_leaves_no_debt_behind(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.commune))
    cast.commune.valid_to = date(2026, 5, 31)
    db.session.commit()
    nightly(date(2026, 6, 1))
    half, year = rows_of(cast.commune)
    assert half.excused_on is None  # missed while it existed: it stays visible
    assert year.excused_on == date(2026, 6, 1)


def test_series_of_other_regimes_are_rows_of_their_own_with_their_own_days(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.finance))
    for position, regime_id in ((2, 2), (3, 3)):
        other = make_duty(plan, cast.finance, position=position, regime_id=regime_id)
        db.session.commit()
        assert other.id
    nightly(date(2026, 1, 20))
    seen = {(r.duty.regime_id, r.period_key): (r.window_start, r.cut_off_on, r.due_on) for r in rows_of(cast.finance)}
    assert seen[3, "2026-H1"] == (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 9))
    assert seen[3, "2026"] == (date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 9))
    assert seen[None, "2026-H1"] == (date(2025, 11, 1), date(2026, 4, 30), date(2026, 5, 20))
    assert len(seen) == 6


def test_an_own_series_of_another_regime_takes_nobody_out_of_the_open_class(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    make_task(plan, cast.finance)
    make_duty(plan, cast.finance, position=2, regime_id=3)
    duty = issue(plan, order(takes_every_lead=True))
    assert [reporter.agency_id for reporter in duty.reporters] == [cast.finance.id]
