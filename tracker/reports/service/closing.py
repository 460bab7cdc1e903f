"""The monitor closes a period of a plan to late reports, and opens it again."""

from datetime import date

from sqlalchemy import CursorResult, update

from tracker import clock
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow
from tracker.reports.rights import check_closes
from tracker.rights import Actor


def close_period(plan: Plan, period_key: str, *, by: Actor) -> int:
    """Close a period of the plan: no more reports are taken. Returns how many rows were open."""
    check_closes(by, plan)
    number = _set_closed(plan, period_key, clock.today())
    record(by, "period_closed", plan, after={"period": period_key, "rows": number})
    db.session.commit()
    return number


def reopen_period(plan: Plan, period_key: str, *, by: Actor) -> int:
    """Open a closed period again. Returns how many rows were closed."""
    check_closes(by, plan)
    number = _set_closed(plan, period_key, None)
    record(by, "period_reopened", plan, after={"period": period_key, "rows": number})
    db.session.commit()
    return number


def _set_closed(plan: Plan, period_key: str, day: date | None) -> int:
    unlike = ReportRow.closed_on.is_(None) if day else ReportRow.closed_on.is_not(None)
    done = db.session.execute(
        update(ReportRow)
        .where(ReportRow.plan_id == plan.id, ReportRow.period_key == period_key, unlike)
        .values(closed_on=day, version=ReportRow.version + 1)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    db.session.expire_all()
    return done.rowcount
