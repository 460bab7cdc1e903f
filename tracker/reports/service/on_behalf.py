"""Whoever follows the plan types in a report that came on paper or by e-mail; its agency may ask for its return."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.files.rules import Upload
from tracker.history.record import record
from tracker.reports.completeness import ReportIncomplete, check_complete, keep_files
from tracker.reports.drafting import Draft, check_asked_for, check_version, check_writable, keep_draft, settle_draft
from tracker.reports.handing_in import Arrival, hand_in
from tracker.reports.models import ReportRow
from tracker.reports.moves import latest_submission, locked
from tracker.reports.outline import says_results
from tracker.reports.rights import check_judges, check_writes
from tracker.reports.rules import ON_BEHALF, Channel, Outcome, ReportState
from tracker.reports.telling import tell_agency, tell_judges_of_objection
from tracker.rights import Actor
from tracker.vietnamese import day_text

AS_ATTACHED = "Theo văn bản kèm theo."
_SOURCES = {Channel.PAPER: "văn bản giấy", Channel.EMAIL: "thư điện tử"}


class NothingToObject(DomainError):
    """There is no report whose return could be asked for, or it was asked for already."""


@dataclass(frozen=True, slots=True)
class Received:
    """How a report came that was not handed in through the system, and on which day."""

    channel: Channel
    on: date


def enter_on_behalf(
    row: ReportRow, draft: Draft, uploads: Sequence[Upload], received: Received, *, version: int, by: Actor
) -> ReportRow:
    """Hand in for the agency what came on paper or by e-mail; its own draft stays as it is.

    Judged by the day it was received, counted from the day it is entered. Texts may be short: without any the report
    says that it stands in the attached document. Raises NotAllowed (also for one's own agency), ReportIncomplete,
    PeriodNotOpen, AlreadyHandedIn, ChangedMeanwhile, FileRefused.
    """
    check_judges(by, row, on=clock.today())
    row = locked(row)
    if row.state is ReportState.AWAITING_APPROVAL:
        check_asked_for(row, today=clock.today())
    else:
        check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    _check_received(row, received)
    if not draft.letter_number and not uploads:
        raise ReportIncomplete("Cần bản chụp, tệp gửi kèm, hoặc số và ngày văn bản làm căn cứ nhập thay.")
    if not says_results(draft.content) and not draft.results:
        draft = replace(draft, content={**draft.content, "results_policies": AS_ATTACHED})
    check_complete(draft, today=clock.today())
    draft = replace(draft, files=tuple(keep_files(uploads, by)))
    submission = hand_in(row, by, draft=draft, arrival=Arrival(received.channel, received.on))
    submission.read_at = clock.now()  # who typed it has read it: the agency asks for its return instead of taking it
    if not row.draft:
        keep_draft(row, draft, by=by)
    settle_draft(row)
    told = f"được nhập thay từ {_SOURCES[received.channel]} nhận ngày {day_text(received.on)}"
    tell_agency(row, f"entered:{submission.id}", f"{told}; không đúng thì đề nghị trả lại.", today=clock.today())
    db.session.commit()
    return row


def _check_received(row: ReportRow, received: Received) -> None:
    if received.channel not in ON_BEHALF:
        raise ReportIncomplete("Hãy chọn báo cáo đến bằng văn bản giấy hay thư điện tử.")
    if received.on > clock.today():
        raise ReportIncomplete(f"Ngày nhận không thể sau hôm nay ({day_text(clock.today())}).")
    if received.on < row.opens_on:
        raise ReportIncomplete(f"Ngày nhận không thể trước ngày mở kỳ báo cáo ({day_text(row.opens_on)}).")
    last = latest_submission(row)
    if last and last.outcome is Outcome.RETURNED and last.outcome_on and received.on < last.outcome_on:
        raise ReportIncomplete(
            f"Báo cáo đã bị trả lại ngày {day_text(last.outcome_on)}; bản nộp lại không thể nhận trước ngày đó."
        )


def ask_for_return(row: ReportRow, reason: str, *, version: int, by: Actor) -> ReportRow:
    """The agency asks that its report be returned: it was entered on its behalf, read, or accepted."""
    check_writes(by, row)
    row = locked(row)
    submission = latest_submission(row)
    if submission is None or row.state not in (ReportState.SUBMITTED, ReportState.ACCEPTED):
        raise NothingToObject("Không có báo cáo nào đang chờ xem xét hoặc đã chấp nhận để đề nghị trả lại.")
    check_version(row, version, by=by)
    if submission.objection:
        raise NothingToObject("Cơ quan đã đề nghị trả lại lần nộp này; cơ quan theo dõi sẽ xem xét.")
    if not reason:
        raise ReportIncomplete("Cần ghi lý do đề nghị trả lại.")
    submission.objection, submission.objected_on, submission.objected_by = reason, clock.today(), by.name
    record(by, "objected", row, after={"submission": submission.number, "reason": reason})
    tell_judges_of_objection(row, submission, today=clock.today())
    db.session.commit()
    return row
