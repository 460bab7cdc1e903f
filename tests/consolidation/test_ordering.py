"""The standing agency gets its consolidated report where the plan gave it no duty."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.builders import make_duty, make_plan, make_report_row
from tests.cast import Cast
from tests.consolidation.province import TODAY, actor
from tracker import clock
from tracker.consolidation.listing import consolidated_page, unordered_periods
from tracker.consolidation.service.ordering import NothingToOrder, order_consolidated_report
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.coverage import coverage_of
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import DutyOrigin


def plan_without_duty(cast: Cast) -> Plan:
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer)
    other = make_duty(plan, cast.commune, position=1, text="UBND xã báo cáo UBND tỉnh.")
    through = make_duty(plan, cast.finance, position=2, via=cast.standing.name, text="Báo cáo qua Sở NN&MT tổng hợp.")
    make_report_row(plan, cast.commune, duty=other)
    make_report_row(plan, cast.finance, duty=through)
    db.session.commit()
    return plan


def test_the_offer_names_plan_and_period_and_goes_away_once_taken(cast: Cast) -> None:
    plan = plan_without_duty(cast)
    for person in (cast.monitor, cast.standing_clerk):
        assert [(p.plan_id, p.key, p.reports) for p in unordered_periods(actor(person), today=TODAY)] == [
            (plan.id, "2026-H1", 2)
        ]
    for person in (cast.clerk, cast.secretary, cast.committee, cast.outsider):
        assert unordered_periods(actor(person), today=TODAY) == []
    row = order_consolidated_report(plan.id, "2026-H1", by=actor(cast.monitor))
    assert unordered_periods(actor(cast.monitor), today=TODAY) == []
    assert [each.id for each in consolidated_page(actor(cast.monitor), today=TODAY, number=1).rows] == [row.id]


def test_the_duty_rests_on_the_clause_that_sends_reports_through_the_agency_and_is_due_by_the_regime(
    cast: Cast,
) -> None:
    plan = plan_without_duty(cast)
    row = order_consolidated_report(plan.id, "2026-H1", by=actor(cast.standing_clerk))
    assert (row.agency_id, row.due_on) == (cast.standing.id, date(2026, 5, 25))  # step 3 of domain A3
    assert (row.duty.text, row.duty.addressee, row.duty.via) == ("Báo cáo qua Sở NN&MT tổng hợp.", "UBND tỉnh", None)
    assert row.duty.origin is DutyOrigin.ADDED
    assert len(coverage_of(row, today=TODAY).entries) == 2


def test_earlier_periods_owe_nothing_and_later_ones_do(cast: Cast) -> None:
    plan = plan_without_duty(cast)
    order_consolidated_report(plan.id, "2026-H1", by=actor(cast.monitor))
    keys = db.session.scalars(
        select(ReportRow.period_key).where(ReportRow.agency_id == cast.standing.id).order_by(ReportRow.due_on)
    ).all()
    assert keys == ["2026-H1", "2026"]


def test_a_second_press_finds_the_row_that_is_there(cast: Cast) -> None:
    plan = plan_without_duty(cast)
    first = order_consolidated_report(plan.id, "2026-H1", by=actor(cast.monitor))
    assert order_consolidated_report(plan.id, "2026-H1", by=actor(cast.monitor)).id == first.id
    assert db.session.scalar(select(func.count()).select_from(ReportingDuty)) == 3


def test_nobody_else_orders_it(cast: Cast) -> None:
    plan = plan_without_duty(cast)
    for person in (cast.secretary, cast.committee, cast.clerk, cast.outsider):
        with pytest.raises(NothingToOrder):
            order_consolidated_report(plan.id, "2026-H1", by=actor(person))
