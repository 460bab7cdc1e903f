"""One step of a report: read the row for a write, move its state, note it in the history. Never commits."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.history.record import record
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.rules import ReportState, check_move
from tracker.rights import Actor


def locked(row: ReportRow) -> ReportRow:
    """Read the row again for a write: nobody else changes it until the commit."""
    return db.session.execute(
        select(ReportRow)
        .where(ReportRow.id == row.id)
        .with_for_update(of=ReportRow)
        .execution_options(populate_existing=True)
    ).scalar_one()


def latest_submission(row: ReportRow) -> ReportSubmission | None:
    """Return the newest submission of the row."""
    return db.session.scalar(
        select(ReportSubmission)
        .where(ReportSubmission.row_id == row.id)
        .order_by(ReportSubmission.number.desc())
        .limit(1)
    )


def move(row: ReportRow, state: ReportState, action: str, by: Actor, **after: object) -> None:
    """Give the row a new state, if the table of moves allows it, and record `action`."""
    check_move(row.state, state)
    before = {"state": row.state}
    row.state = state
    record(by, action, row, before=before, after={"state": state, **after})
