"""Duties and their rows come into being, and go on across the years."""

from datetime import date

from sqlalchemy import select

from tests.builders import make_clause, make_plan, make_task
from tests.cast import Cast
from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.plans.models import Plan, PlanParticipant
from tracker.reports.issue import DutyOrder, issue_due_rows, issue_duty
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import DueOrigin, ReportState
from tracker.rights import COMMAND_LINE
from tracker.tasks.rules import Mode, State

TODAY = date(2026, 1, 20)


def order(*reporters: Agency, **changes: object) -> DutyOrder:
    values: dict[str, object] = {
        "position": 1,
        "clause_id": None,
        "reporter_words": "Các sở, ban, ngành",
        "takes_every_lead": False,
        "periods": ("semiannual", "annual"),
        "stated_due": None,
        "addressee": "UBND tỉnh",
        "via": None,
        "copy_to": (),
        "text": "Định kỳ 6 tháng, 1 năm báo cáo UBND tỉnh.",
        "span": (0, 10),
        "reporter_ids": tuple(agency.id for agency in reporters),
    }
    return DutyOrder(**{**values, **changes})


def issue(plan: Plan, what: DutyOrder, today: date = TODAY) -> ReportingDuty:
    duty = issue_duty(plan, what, by=COMMAND_LINE, today=today)
    db.session.commit()
    return duty


def rows_of(agency: Agency) -> list[ReportRow]:
    found = (
        select(ReportRow).where(ReportRow.agency_id == agency.id).order_by(ReportRow.period_end, ReportRow.period_key)
    )
    return list(db.session.scalars(found))


def due_days(agency: Agency) -> dict[str, date]:
    return {row.period_key: row.due_on for row in rows_of(agency)}


def test_each_step_of_the_chain_has_its_own_day(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.finance, cast.commune, cast.standing, cast.issuer))
    assert due_days(cast.finance) == {"2026-H1": date(2026, 5, 20), "2026": date(2026, 11, 20)}
    assert due_days(cast.commune) == due_days(cast.finance)  # two tiers from 1/7/2025
    assert due_days(cast.standing) == {"2026-H1": date(2026, 5, 25), "2026": date(2026, 11, 25)}
    assert due_days(cast.issuer) == {"2026-H1": date(2026, 5, 31), "2026": date(2026, 11, 30)}


def test_a_date_that_the_plan_states_wins(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    words = "Định kỳ 6 tháng (trước ngày 15/6), năm (chậm nhất 10/12) báo cáo UBND tỉnh."
    issue(plan, order(cast.finance, stated_due={"semiannual": "15/6", "annual": "10/12"}, text=words))
    assert due_days(cast.finance) == {"2026-H1": date(2026, 6, 14), "2026": date(2026, 12, 10)}
    assert {row.due_origin for row in rows_of(cast.finance)} == {DueOrigin.STATED}


def test_reporters_may_read_the_plan(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.commune))
    readers = db.session.scalars(select(PlanParticipant.agency_id).where(PlanParticipant.plan_id == plan.id)).all()
    assert list(readers) == [cast.commune.id]


def test_an_open_class_is_every_agency_that_leads_an_ordered_task(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    make_task(plan, cast.finance)
    make_task(plan, cast.health, mode=Mode.REQUESTED)
    make_task(plan, cast.office, state=State.DECLINED)
    make_task(plan, cast.standing)
    duty = issue(plan, order(cast.commune, takes_every_lead=True, via="Sở Nông nghiệp và Môi trường"))
    assert {r.agency_id for r in duty.reporters} == {cast.commune.id, cast.finance.id, cast.standing.id}


def test_an_open_class_leaves_out_who_reports_the_same_periods_by_a_duty_of_its_own(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    for agency in (cast.finance, cast.standing):
        make_task(plan, agency)
    issue(plan, order(cast.standing))
    duty = issue(plan, order(takes_every_lead=True))
    assert {r.agency_id for r in duty.reporters} == {cast.finance.id}
    assert issue_due_rows(today=TODAY) == 0


def test_the_job_run_twice_makes_nothing_new(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance))
    assert issue_due_rows(today=TODAY) == 0
    row = rows_of(cast.finance)[0]
    row.state = ReportState.ACCEPTED
    db.session.commit()
    assert issue_due_rows(today=date(2026, 12, 31)) == 2
    db.session.commit()
    assert issue_due_rows(today=date(2026, 12, 31)) == 0
    assert rows_of(cast.finance)[0].state is ReportState.ACCEPTED  # never reset


def test_rows_of_the_next_year_are_made_before_the_year_turns(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance))
    assert issue_due_rows(today=date(2026, 12, 1)) == 1
    db.session.commit()
    assert due_days(cast.finance)["2027-H1"] == date(2027, 5, 20)


def test_rows_missed_while_the_job_was_down_for_long_are_still_owed(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance))
    issue_due_rows(today=date(2028, 6, 1))
    assert list(due_days(cast.finance)) == ["2026-H1", "2026", "2027-H1", "2027", "2028-H1", "2028"]


def test_an_agency_that_comes_late_owes_no_report_of_the_time_before(cast: Cast) -> None:
    plan = make_plan(cast.issuer, period_end=date(2027, 12, 31))
    make_task(plan, cast.finance)
    issue(plan, order(takes_every_lead=True))
    make_task(plan, cast.health)
    for _ in range(2):
        issue_due_rows(today=date(2026, 8, 1))
        db.session.commit()
    assert list(due_days(cast.health)) == ["2026", "2027-H1"]


def test_a_plan_of_the_past_gets_all_its_rows_at_once(cast: Cast) -> None:
    times = {"issued_on": date(2021, 4, 5), "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
    plan = make_plan(cast.issuer, **times)
    make_clause(plan)
    issue(plan, order(cast.commune, periods=("periodic", "ad_hoc")), today=date(2022, 6, 30))
    assert due_days(cast.commune) == {"2021-H1": date(2021, 5, 15), "2021": date(2021, 11, 15)}  # three tiers then
