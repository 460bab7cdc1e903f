"""An agency writes and hands in its report."""

from collections.abc import Sequence
from dataclasses import replace

from tracker import clock
from tracker.accounts.queries import people_of_agencies
from tracker.errors import DomainError, NotAllowed
from tracker.extensions import db
from tracker.files.rules import Upload
from tracker.reports.beginning import earlier_of, offered_to
from tracker.reports.completeness import ReportIncomplete, check_complete, keep_files
from tracker.reports.drafting import (
    Draft,
    DraftFile,
    check_asked_for,
    check_version,
    check_writable,
    keep_draft,
    settle_draft,
)
from tracker.reports.handing_in import Arrival, hand_in
from tracker.reports.models import ReportRow
from tracker.reports.moves import latest_submission, locked, move
from tracker.reports.offering import Edit, fill_empty
from tracker.reports.outline import without_idle_offers
from tracker.reports.rights import check_writes
from tracker.reports.rules import Channel, Outcome, ReportState
from tracker.reports.sources import release_sources
from tracker.reports.telling import tell_agency, tell_judges
from tracker.rights import Actor, Role


class NotWithdrawable(DomainError):
    """The report was read or judged; it can no longer be taken back."""


def save_draft(
    row: ReportRow,
    draft: Draft,
    *,
    version: int,
    by: Actor,
    uploads: Sequence[Upload] = (),
    without_file: int | None = None,
    edit: Edit | None = None,
) -> ReportRow:
    """Keep what is typed. Unchanged words change nothing. `edit` is a press that drops or takes offered texts.

    Files stay with the draft until `without_file` names one; those of `draft` are read for their titles alone. Raises
    NotAllowed, PeriodNotOpen, AlreadyHandedIn, FileRefused, ChangedMeanwhile (409, when somebody else saved meanwhile).
    """
    check_writes(by, row)
    row = locked(row)
    check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    draft = _completed(row, draft, uploads, by=by, renew=edit is fill_empty, without_file=without_file)
    if edit:
        draft = replace(draft, content=edit(draft.content, draft.offered))
    if row.draft and Draft.of(row) == draft:
        return row
    keep_draft(row, draft, by=by)
    if row.state is ReportState.NOT_STARTED:
        move(row, ReportState.DRAFT, "draft_begun", by)
    db.session.commit()
    return row


def submit_report(
    row: ReportRow,
    draft: Draft,
    uploads: Sequence[Upload] | None = None,
    *,
    version: int,
    by: Actor,
    channel: Channel = Channel.SYSTEM,
) -> ReportRow:
    """Hand the report in; where the agency's head approves first, a clerk's report goes to the head instead.

    A second identical post finds the row handed in and is refused. Raises as save_draft does, ReportIncomplete without
    results, with half a letter, with a figure that is none, or with "không phát sinh" beside a text.
    """
    check_writes(by, row)
    row = locked(row)
    check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    draft = _completed(row, draft, (), by=by)
    draft = replace(draft, content=without_idle_offers(draft.content, draft.offered))
    check_complete(draft, today=clock.today())
    keep_draft(row, replace(draft, files=(*draft.files, *keep_files(uploads or (), by))), by=by)
    if row.agency.head_approves and not by.heads(row.agency_id):
        _check_somebody_approves(row)
        move(row, ReportState.AWAITING_APPROVAL, "sent_for_approval", by)
        tell_agency(
            row, f"approval:{row.version}", "chờ đồng chí duyệt trước khi nộp.", today=clock.today(), only=Role.HEAD
        )
    else:
        _hand_in(row, by, channel)
    settle_draft(row)
    db.session.commit()
    return row


def approve_report(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """The head approves what a clerk prepared, and so hands it in. Raises PeriodNotOpen when it is not asked for."""
    row = _waiting_for_head(row, version, by)
    check_asked_for(row, today=clock.today())
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


def recall_draft(row: ReportRow, *, version: int, by: Actor) -> ReportRow:
    """Take the draft back from approval: by the head to change it oneself and hand it in, by the clerk to go on."""
    check_writes(by, row)
    row = locked(row)
    check_version(row, version, by=by)
    if row.state is not ReportState.AWAITING_APPROVAL:
        raise ReportIncomplete("Báo cáo này không chờ duyệt; hãy tải lại trang để xem trạng thái mới nhất.")
    move(row, ReportState.DRAFT, "recalled", by)
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
    if submission.entered_by:
        raise NotWithdrawable("Báo cáo này do cơ quan theo dõi nhập thay; không đồng ý thì dùng «Đề nghị trả lại».")
    if submission.read_at is not None:
        raise NotWithdrawable(
            "Báo cáo đang được kiểm tra nên không rút lại được; hãy đề nghị cơ quan theo dõi trả lại."
        )
    if row.closed_on:
        raise NotWithdrawable(
            "Kỳ báo cáo này đã khóa: rút về thì không nộp lại được. Hãy đề nghị cơ quan theo dõi mở lại kỳ trước."
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


def _check_somebody_approves(row: ReportRow) -> None:
    heads = people_of_agencies([row.agency_id], on=clock.today(), roles=(Role.HEAD,))[row.agency_id]
    if not heads:
        raise ReportIncomplete(
            "Cơ quan chưa có lãnh đạo nào có tài khoản để duyệt; hãy lưu nháp và đề nghị quản trị hệ thống cử lãnh đạo."
        )


def _completed(
    row: ReportRow,
    draft: Draft,
    uploads: Sequence[Upload],
    *,
    by: Actor,
    renew: bool = False,
    without_file: int | None = None,
) -> Draft:
    """What is typed, with what a form does not carry: the files that were kept, and the texts that were offered."""
    kept, titles = Draft.of(row), {file.file_id: file.title for file in draft.files}
    files = [DraftFile(f.file_id, titles.get(f.file_id, f.title)) for f in kept.files if f.file_id != without_file]
    offered = kept.offered
    if renew or not row.draft:
        offered = offered_to(row, earlier_of(row), today=clock.today())
    return replace(draft, files=(*files, *keep_files(uploads, by)), offered=offered)


def _hand_in(row: ReportRow, by: Actor, channel: Channel = Channel.SYSTEM) -> None:
    submission = hand_in(row, by, arrival=Arrival(channel))
    tell_judges(row, submission, today=clock.today())
