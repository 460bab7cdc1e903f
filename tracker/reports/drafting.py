"""The draft of a report row: what is typed, by whom, and whether somebody else changed it. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.rights import Actor
from tracker.vietnamese import day_text

WRITABLE = (ReportState.NOT_STARTED, ReportState.DRAFT, ReportState.RETURNED)


class PeriodNotOpen(DomainError):
    """The period cannot be written: not open yet, closed, or the agency was excused."""


class AlreadyHandedIn(DomainError):
    """The report was handed in, accepted, or waits for the head; it takes no more words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed: texts by section code, the letter's number and day (as typed), the kept file of a signed copy."""

    content: Mapping[str, str] = field(default_factory=dict)
    letter_number: str = ""
    letter_on: str = ""
    file_id: int | None = None

    @classmethod
    def of(cls, row: ReportRow) -> "Draft":
        """Return the draft that the row keeps; an empty one when nothing was saved."""
        kept = row.draft or {}
        return cls(
            kept.get("content", {}), kept.get("letter_number", ""), kept.get("letter_on", ""), kept.get("file_id")
        )


def keep_draft(row: ReportRow, draft: Draft, *, by: Actor) -> None:
    """Put the draft into the row. `since` marks where this person's own run of saves began (see check_version)."""
    before = row.draft or {}
    goes_on = before.get("by") == by.person_id and before.get("since") is not None
    row.draft = {
        "content": dict(draft.content),
        "letter_number": draft.letter_number,
        "letter_on": draft.letter_on,
        "file_id": draft.file_id,
        "by": by.person_id,
        "by_name": by.name,
        "saved_on": clock.today().isoformat(),
        "since": before["since"] if goes_on else row.version,
    }
    row.draft_saved_at = clock.now()


def saved_day(row: ReportRow) -> date | None:
    """Return the day of business on which the draft was last saved, None when none is kept."""
    written = (row.draft or {}).get("saved_on")
    return date.fromisoformat(written) if written else None


def settle_draft(row: ReportRow) -> None:
    """End the run of saves: forms opened before this step are stale from now on."""
    if row.draft:
        row.draft = {**row.draft, "since": None}


def check_version(row: ReportRow, version: int, *, by: Actor) -> None:
    """Raise ChangedMeanwhile when somebody else, or another step, changed the row since the form was opened.

    Saves by the same person in between (autosave) are their own words and pass.
    """
    kept: dict[str, Any] = row.draft or {}
    since = kept.get("since")
    own_saves = kept.get("by") == by.person_id and since is not None and since <= version <= row.version
    if version != row.version and not own_saves:
        who = kept.get("by_name") or "Người khác"
        raise ChangedMeanwhile(
            f"{who} vừa thay đổi báo cáo này. Nội dung đồng chí nhập vẫn còn; hãy mở bản đang lưu để đối chiếu."
        )


def check_writable(row: ReportRow, *, today: date) -> None:
    """Raise PeriodNotOpen or AlreadyHandedIn when the row takes no words now."""
    if row.excused_on:
        raise PeriodNotOpen("Cơ quan đã được miễn nộp báo cáo kỳ này nên không cần nộp nữa.")
    if row.closed_on:
        raise PeriodNotOpen(
            f"Kỳ báo cáo này đã khóa ngày {day_text(row.closed_on)}; cần nộp thì đề nghị cơ quan theo dõi mở lại."
        )
    if today < row.opens_on:
        raise PeriodNotOpen(f"Kỳ báo cáo này chưa mở; báo cáo được nhập từ ngày {day_text(row.opens_on)}.")
    if row.state is ReportState.ACCEPTED:
        raise AlreadyHandedIn("Báo cáo này đã được chấp nhận nên không sửa hoặc nộp lại được.")
    if row.state is ReportState.SUBMITTED:
        raise AlreadyHandedIn("Báo cáo này đã nộp; muốn sửa thì rút lại khi cơ quan theo dõi chưa kiểm tra.")
    if row.state not in WRITABLE:
        raise AlreadyHandedIn("Báo cáo đang chờ lãnh đạo cơ quan duyệt; muốn sửa thì chuyển lại bản nháp.")
