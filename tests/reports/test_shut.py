"""A report that is no longer asked for, or whose period is closed, comes in by no side door and is not lost by one."""

from datetime import date

import pytest

from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tests.reports.test_service import WRITTEN, actor
from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.reports.drafting import Draft, PeriodNotOpen
from tracker.reports.models import ReportRow
from tracker.reports.rules import Channel, ReportState
from tracker.reports.service import closing, judging, on_behalf, writing

PAPER = Draft({}, "15/BC-STC", "18/05/2026")


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """A report that waits for the head."""
    clock.fix_day(date(2026, 5, 18))
    cast.finance.head_approves = True
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    return writing.submit_report(made, WRITTEN, version=made.version, by=actor(cast.clerk))


def shut(how: str, row: ReportRow, cast: Cast) -> None:
    if how == "excused":
        judging.excuse_agency(row, "Không phát sinh.", version=row.version, by=actor(cast.monitor))
    else:
        closing.close_period(row.plan, row.period_key, by=actor(cast.monitor))


@pytest.mark.parametrize("how", ["excused", "closed"])
def test_the_head_approves_no_report_that_is_excused_or_closed(cast: Cast, row: ReportRow, how: str) -> None:
    shut(how, row, cast)
    with pytest.raises(PeriodNotOpen):
        writing.approve_report(row, version=row.version, by=actor(cast.head))
    db.session.rollback()
    assert row.state is ReportState.AWAITING_APPROVAL and row.submitted_on is None
    writing.recall_draft(row, version=row.version, by=actor(cast.head))  # the words can still be taken back


@pytest.mark.parametrize("how", ["excused", "closed"])
def test_no_paper_is_entered_for_a_report_that_is_excused_or_closed(cast: Cast, row: ReportRow, how: str) -> None:
    shut(how, row, cast)
    received = on_behalf.Received(Channel.PAPER, date(2026, 5, 18))
    with pytest.raises(PeriodNotOpen):
        on_behalf.enter_on_behalf(row, PAPER, (), received, version=row.version, by=actor(cast.monitor))


def test_a_report_is_not_taken_back_where_it_could_not_be_handed_in_again(cast: Cast, row: ReportRow) -> None:
    row = writing.approve_report(row, version=row.version, by=actor(cast.head))
    shut("closed", row, cast)
    with pytest.raises(DomainError, match="khóa"):
        writing.withdraw_report(row, version=row.version, by=actor(cast.clerk))
    db.session.rollback()
    closing.reopen_period(row.plan, row.period_key, by=actor(cast.monitor))
    assert writing.withdraw_report(row, version=row.version, by=actor(cast.clerk)).state is ReportState.DRAFT
