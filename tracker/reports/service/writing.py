"""An agency writes and hands in its report."""

from dataclasses import replace
from datetime import date

from tracker import clock
from tracker.errors import DomainError, NotAllowed
from tracker.extensions import db
from tracker.files.issue import keep_upload
from tracker.files.rules import Upload
from tracker.reports.drafting import (
    ONE_FILE,
    Draft,
    DraftFile,
    check_version,
    check_writable,
    keep_draft,
    settle_draft,
)
from tracker.reports.handing_in import hand_in
from tracker.reports.models import ReportRow
from tracker.reports.moves import latest_submission, locked, move
from tracker.reports.outline import says_results
from tracker.reports.rights import check_writes
from tracker.reports.rules import Outcome, ReportState
from tracker.reports.sources import release_sources
from tracker.reports.telling import tell_agency, tell_judges
from tracker.rights import Actor, Role
from tracker.vietnamese import day_text, parse_day


class ReportIncomplete(DomainError):
    """Something that every report needs is missing."""


class NotWithdrawable(DomainError):
    """The report was read or judged; it can no longer be taken back."""


def save_draft(row: ReportRow, draft: Draft, *, version: int, by: Actor) -> ReportRow:
    """Keep what is typed. Unchanged words change nothing.

    Raises NotAllowed, PeriodNotOpen, AlreadyHandedIn, ChangedMeanwhile (409, when somebody else saved meanwhile).
    """
    check_writes(by, row)
    row = locked(row)
    check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    draft = replace(draft, files=Draft.of(row).files)
    if row.draft and Draft.of(row) == draft:
        return row
    keep_draft(row, draft, by=by)
    if row.state is ReportState.NOT_STARTED:
        move(row, ReportState.DRAFT, "draft_begun", by)
    db.session.commit()
    return row


def submit_report(row: ReportRow, draft: Draft, upload: Upload | None, *, version: int, by: Actor) -> ReportRow:
    """Hand the report in; where the agency's head approves first, a clerk's report goes to the head instead.

    A second identical post finds the row handed in and is refused. Raises as save_draft does, ReportIncomplete without
    results or with half a letter, FileRefused.
    """
    check_writes(by, row)
    row = locked(row)
    check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    _check_complete(draft, today=clock.today())
    files = (DraftFile(keep_upload(upload, by).id, ONE_FILE),) if upload else Draft.of(row).files
    keep_draft(row, replace(draft, files=files), by=by)
    if row.agency.head_approves and not by.heads(row.agency_id):
        move(row, ReportState.AWAITING_APPROVAL, "sent_for_approval", by)
        tell_agency(
            row, f"approval:{row.version}", "chờ đồng chí duyệt trước khi nộp.", today=clock.today(), only=Role.HEAD
        )
    else:
        _hand_in(row, by)
    settle_draft(row)
    db.session.commit()
    return row


def approve_report(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """The head approves what a clerk prepared, and so hands it in."""
    row = _waiting_for_head(row, version, by)
    _hand_in(row, by)
    settle_draft(row)
    db.session.commit()
    return row


def send_back_draft(row: ReportRow, reason: str, *, version: int, by: Actor) -> ReportRow:
    """The head gives the draft back to the clerk, with words that say what to change."""
    row = _waiting_for_head(row, version, by)
    if not reason:
        raise ReportIncomplete("Cần ghi nội dung phải sửa để chuyên viên hoàn thiện bản nháp.")
    move(row, ReportState.DRAFT, "sent_back", by, reason=reason)
    tell_agency(row, f"sent_back:{row.version}", f"lãnh đạo chuyển lại: {reason}", today=clock.today(), only=Role.CLERK)
    settle_draft(row)
    db.session.commit()
    return row


def withdraw_report(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """Take a report back while nobody has begun to read it. The submission stays, as withdrawn."""
    check_writes(by, row)
    row = locked(row)
    submission = latest_submission(row)
    if row.state is not ReportState.SUBMITTED or submission is None:
        raise NotWithdrawable("Báo cáo này không ở trạng thái đã nộp nên không rút lại được.")
    if submission.read_at is not None:
        raise NotWithdrawable(
            "Báo cáo đang được kiểm tra nên không rút lại được; hãy đề nghị cơ quan theo dõi trả lại."
        )
    check_version(row, version, by=by)
    submission.outcome = Outcome.WITHDRAWN
    submission.outcome_on = clock.today()
    submission.outcome_by = by.name
    row.submitted_on = None
    move(row, ReportState.DRAFT, "withdrawn", by, submission=submission.number)
    release_sources(row, by)
    db.session.commit()
    return row


def _waiting_for_head(row: ReportRow, version: int, by: Actor) -> ReportRow:
    if not by.heads(row.agency_id):
        raise NotAllowed("Chỉ lãnh đạo của cơ quan mới được duyệt báo cáo trước khi nộp.")
    row = locked(row)
    check_version(row, version, by=by)
    if row.state is not ReportState.AWAITING_APPROVAL:
        raise ReportIncomplete("Báo cáo này không chờ duyệt; hãy tải lại trang để xem trạng thái mới nhất.")
    return row


def _check_complete(draft: Draft, *, today: date) -> None:
    if not says_results(draft.content):
        raise ReportIncomplete("Cần nhập ít nhất một nội dung ở mục II, hoặc đánh dấu không phát sinh trong kỳ.")
    if bool(draft.letter_number) != bool(draft.letter_on):
        raise ReportIncomplete("Số, ký hiệu và ngày văn bản đi cùng nhau: hãy nhập đủ hai ô, hoặc để trống cả hai.")
    day = parse_day(draft.letter_on)
    if draft.letter_on and (day is None or day > today):
        raise ReportIncomplete(f"Ngày văn bản phải là một ngày từ {day_text(today)} trở về trước, ví dụ 30/06/2026.")


def _hand_in(row: ReportRow, by: Actor) -> None:
    submission = hand_in(row, by)
    tell_judges(row, submission, today=clock.today())
