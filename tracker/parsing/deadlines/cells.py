"""The deadline of a cell or label that holds nothing else ("Quý IV/2025", "6/2026", "Hằng quý"): no cue is needed."""

import re
from dataclasses import replace

from tracker.parsing.deadlines.dated import Dated
from tracker.parsing.deadlines.mention import Mention, too_early
from tracker.parsing.deadlines.plan_time import PlanTime
from tracker.parsing.deadlines.reading import one_series
from tracker.parsing.deadlines.recurring import cell_rhythm, daily
from tracker.parsing.deadlines.traps import Cited, readable
from tracker.parsing.deadlines.waiting import waiting
from tracker.parsing.draft import NO_DEADLINE, DraftDeadline

_ROUTINE = re.compile(
    r"thường xuyên|liên tục|kịp thời|định kỳ|hằng|hàng|đột xuất|khi |theo (?:yêu cầu|nhu cầu|quy định|định kỳ|thực tế|"
    r"chức năng|nhiệm vụ|phát sinh)|trong năm|cả năm|toàn (?:khóa|kỳ)|từ |bắt đầu",
    re.IGNORECASE,
)
_RHYTHM_WORDS = re.compile(r"hằng|hàng|mỗi|từng|định kỳ|lần", re.IGNORECASE)
_OTHER_ACT = re.compile(
    r"(?:(?:đảm bảo|bảo đảm|thực hiện)\s+)?(?:theo|phù hợp với)\s+(?!yêu cầu|nhu cầu|quy định\s*$|định kỳ|thực tế|"
    r"chức năng|nhiệm vụ|phát sinh)|sau |ngay sau",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:trong\s+|cả\s+|hết\s+|cuối\s+)+năm(?:\s+(?:kế hoạch|nay))?\.?|"
    r"(?:cả|hết|trong|cuối) (?:giai đoạn|kỳ(?: kế hoạch)?)\.?",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s\-–—.…/]*")


def read_cell(cell: str, offset: int, time: PlanTime) -> tuple[DraftDeadline, str | None]:
    """Return the deadline of a cell that stands at `offset`, and why it is unclear (or None).

    Of several days the last counts: the cell names the time of one piece of work. "Theo …" another act waits for it.
    """
    text = readable(cell)
    if _BLANK.fullmatch(text) or text.lower().lstrip(" -+").startswith("thường xuyên"):
        return NO_DEADLINE, None
    mentions = one_series(text, _mentions(text, time))
    if mentions:
        deadline, unclear = _last(cell, offset, mentions, time)
        return deadline, unclear or _lost_rhythm(text, deadline)
    if _WHOLE.fullmatch(text.strip()):
        return _whole(cell, offset, time)
    if _OTHER_ACT.match(text.strip()):
        return _placed(cell, offset, DraftDeadline("", "event")), None
    if _ROUTINE.search(text):
        return NO_DEADLINE, None
    return NO_DEADLINE, f"Chưa đọc được thời hạn “{cell.strip()}”."


def _lost_rhythm(text: str, deadline: DraftDeadline) -> str | None:
    """Return the doubt about a rhythm beside a day ("30/6/2026, hằng quý"): one deadline cannot hold both."""
    rhythm = None if deadline.recurs or deadline.kind != "date" else cell_rhythm(text)
    words = text[rhythm.start : rhythm.end].strip() if rhythm else ""
    if not _RHYTHM_WORDS.search(words):
        return None
    return f"Thời hạn “{deadline.text}” có cả nhịp lặp lại “{words}”; đề xuất chỉ lấy mốc ngày."


def _mentions(text: str, time: PlanTime) -> list[Mention]:
    cited = Cited(text)
    waits = list(waiting(text, time))
    dated = [mention for mention in Dated(text, time, bare=True).mentions() if not cited.names(mention.start)]
    if any(mention.is_read for mention in dated):
        return [mention for mention in dated if mention.is_read]
    rhythm = cell_rhythm(text)
    return [*waits, *daily(text)] or dated or ([rhythm] if rhythm else [])


def _last(cell: str, offset: int, mentions: list[Mention], time: PlanTime) -> tuple[DraftDeadline, str | None]:
    chosen = next((mention for mention in mentions if mention.deadline.recurs), None)
    chosen = chosen or max(mentions, key=lambda mention: mention.deadline.due_on or "")
    deadline = _placed(cell, offset, chosen.deadline)
    if time.issued_on and deadline.due_on and deadline.due_on < time.issued_on.isoformat():
        return deadline, too_early(deadline.text, time.issued_on)
    return deadline, chosen.unclear


def _whole(cell: str, offset: int, time: PlanTime) -> tuple[DraftDeadline, str | None]:
    if "năm" in cell.lower() and time.only_year is None:
        return NO_DEADLINE, None
    due = time.end.isoformat() if time.end else None
    return _placed(cell, offset, DraftDeadline("", "period_end", due_on=due)), None


def _placed(cell: str, offset: int, deadline: DraftDeadline) -> DraftDeadline:
    start = offset + len(cell) - len(cell.lstrip())
    words = cell.strip()
    return replace(deadline, text=words, span=(start, start + len(words)))
