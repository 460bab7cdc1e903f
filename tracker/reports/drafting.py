"""The draft of a report row: what is typed, by whom, and whether somebody else changed it. Never commits."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError
from tracker.reports.models import ReportRow
from tracker.reports.offering import Offered, Source
from tracker.reports.results import TypedLine, as_json, typed_lines_of
from tracker.reports.rules import ReportState
from tracker.rights import Actor
from tracker.vietnamese import day_text

ONE_FILE = "Bản ký"
WRITABLE = (ReportState.NOT_STARTED, ReportState.DRAFT, ReportState.RETURNED)


class PeriodNotOpen(DomainError):
    """The period cannot be written: not open yet, closed, or the agency was excused."""


class AlreadyHandedIn(DomainError):
    """The report was handed in, accepted, or waits for the head; it takes no more words."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A stored file that goes with the report, under the name that the agency gave it."""

    file_id: int
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed: texts by section code, lines of figures, the letter's number and day (as typed), its files.

    `offered` are the texts with which the form began, by section code: (where from, text). They are marked as not yet
    the agency's own until they are changed.
    """

    content: Mapping[str, str] = field(default_factory=dict)
    letter_number: str = ""
    letter_on: str = ""
    results: tuple[TypedLine, ...] = ()
    files: tuple[DraftFile, ...] = ()
    offered: Mapping[str, Offered] = field(default_factory=dict)

    @classmethod
    def of(cls, row: ReportRow) -> "Draft":
        """Return the draft that the row keeps; an empty one when nothing was saved."""
        kept = row.draft or {}
        one_file = [{"id": kept["file_id"], "title": ONE_FILE}] if kept.get("file_id") else []  # of drafts before 0008
        return cls(
            kept.get("content", {}),
            kept.get("letter_number", ""),
            kept.get("letter_on", ""),
            tuple(typed_lines_of(kept.get("results", []))),
            tuple(DraftFile(named["id"], named["title"]) for named in kept.get("files", one_file)),
            {c: Offered(Source(offer["source"]), offer["text"]) for c, offer in kept.get("offered", {}).items()},
        )

    @property
    def named_files(self) -> list[dict[str, Any]]:
        """The files as they are kept: {"id": stored file, "title": name}."""
        return [{"id": file.file_id, "title": file.title} for file in self.files]


def keep_draft(row: ReportRow, draft: Draft, *, by: Actor) -> None:
    """Put the draft into the row. `since` marks where this person's own run of saves began (see check_version)."""
    before = row.draft or {}
    goes_on = before.get("by") == by.person_id and before.get("since") is not None
    row.draft = {
        "content": dict(draft.content),
        "letter_number": draft.letter_number,
        "letter_on": draft.letter_on,
        "results": as_json(draft.results),
        "files": draft.named_files,
        "offered": {code: asdict(offered) for code, offered in draft.offered.items()},
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
    check_asked_for(row, today=today)
    if row.state in (ReportState.ACCEPTED, ReportState.CONSOLIDATED):
        raise AlreadyHandedIn("Báo cáo này đã được chấp nhận nên không sửa hoặc nộp lại được.")
    if row.state is ReportState.SUBMITTED:
        raise AlreadyHandedIn("Báo cáo này đã nộp; muốn sửa thì rút lại khi cơ quan theo dõi chưa kiểm tra.")
    if row.state not in WRITABLE:
        raise AlreadyHandedIn("Báo cáo đang chờ lãnh đạo cơ quan duyệt; muốn sửa thì chuyển lại bản nháp.")


def check_asked_for(row: ReportRow, *, today: date) -> None:
    """Raise PeriodNotOpen when no report is taken for the row: the agency is excused, the period closed or to come."""
    if row.excused_on:
        raise PeriodNotOpen("Cơ quan đã được miễn nộp báo cáo kỳ này nên không cần nộp nữa.")
    if row.closed_on:
        raise PeriodNotOpen(
            f"Kỳ báo cáo này đã khóa ngày {day_text(row.closed_on)}; cần nộp thì đề nghị cơ quan theo dõi mở lại."
        )
    if today < row.opens_on:
        raise PeriodNotOpen(f"Kỳ báo cáo này chưa mở; báo cáo được nhập từ ngày {day_text(row.opens_on)}.")
