"""Whoever follows the plan reads a report, accepts it, returns it, or excuses an agency from it."""

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.reports.drafting import check_version, settle_draft
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.moves import latest_submission, locked, move
from tracker.reports.rights import check_judges
from tracker.reports.rules import HANDED_IN, Outcome, ReportState
from tracker.reports.sources import release_sources
from tracker.reports.telling import tell_agency
from tracker.rights import Actor


class ReasonMissing(DomainError):
    """A return or an excuse needs its reason."""


class NothingToJudge(DomainError):
    """No report of this row stands to be judged, or the row cannot be excused."""


def start_reading(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """Mark the report as read: from now on the agency can no longer take it back. Marked before, it stays as it is."""
    row, submission = _judged(row, version, by)
    if submission.read_at is None:
        submission.read_at = clock.now()
        record(by, "reading_begun", row, after={"submission": submission.number})
    db.session.commit()
    return row


def accept_report(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """Accept the report that stands."""
    row, submission = _judged(row, version, by)
    _decide(row, submission, Outcome.ACCEPTED, None, by)
    move(row, ReportState.ACCEPTED, "accepted", by, submission=submission.number)
    tell_agency(row, f"accepted:{submission.id}", "đã được chấp nhận.", today=clock.today())
    db.session.commit()
    return row


def return_report(row: ReportRow, reason: str, *, version: int, by: Actor) -> ReportRow:
    """Give the report back to be corrected; until it is sent again it counts as missing. Also after acceptance."""
    row, submission = _judged(row, version, by)
    if not reason:
        raise ReasonMissing("Cần ghi lý do trả lại để cơ quan biết phải sửa gì.")
    _decide(row, submission, Outcome.RETURNED, reason, by)
    move(row, ReportState.RETURNED, "returned", by, submission=submission.number, reason=reason)
    release_sources(row, by)
    row.submitted_on = None
    tell_agency(row, f"returned:{submission.id}", f"bị trả lại. Lý do: {reason}", today=clock.today())
    settle_draft(row)
    db.session.commit()
    return row


def excuse_agency(row: ReportRow, reason: str, *, version: int, by: Actor) -> ReportRow:
    """Excuse the agency from this report, with the reason. A report that was handed in is judged instead."""
    check_judges(by, row, on=clock.today())
    row = locked(row)
    check_version(row, version, by=by)
    if not reason:
        raise ReasonMissing("Cần ghi lý do miễn báo cáo.")
    if row.excused_on or row.state in HANDED_IN:
        raise NothingToJudge("Báo cáo này đã nộp hoặc đã được miễn nên không miễn nữa.")
    row.excused_on = clock.today()
    row.excused_reason = reason
    record(by, "excused", row, after={"excused_on": row.excused_on, "reason": reason})
    tell_agency(row, f"excused:{row.version}", f"được miễn nộp. Lý do: {reason}", today=clock.today())
    settle_draft(row)
    db.session.commit()
    return row


def _judged(row: ReportRow, version: int, by: Actor) -> tuple[ReportRow, ReportSubmission]:
    check_judges(by, row, on=clock.today())
    row = locked(row)
    submission = latest_submission(row)
    if row.state is ReportState.CONSOLIDATED:
        raise NothingToJudge(
            "Báo cáo này đã nằm trong báo cáo tổng hợp đã gửi; "
            "muốn trả lại thì báo cáo tổng hợp phải được rút hoặc trả lại trước."
        )
    if submission is None or row.state not in (ReportState.SUBMITTED, ReportState.ACCEPTED):
        raise NothingToJudge("Báo cáo này chưa nộp, hoặc cơ quan đã rút lại; hãy tải lại trang.")
    check_version(row, version, by=by)
    return row, submission


def _decide(row: ReportRow, submission: ReportSubmission, outcome: Outcome, reason: str | None, by: Actor) -> None:
    submission.read_at = submission.read_at or clock.now()
    submission.outcome = outcome
    submission.outcome_on = clock.today()
    submission.outcome_by = by.name
    submission.reason = reason
