"""Deadlines that wait for something: "sau khi … được ban hành", "trong vòng 15 ngày kể từ ngày nhận được …".

Counted from the plan's own issuing day they are dates; from anything else they are events, dormant until a person
records the day. The first day of a count is the day after (Civil Code 2015, art. 147).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tracker.catalogue.calendar import WorkingCalendar, shipped_calendar
from tracker.parsing.dates import first_full_day
from tracker.parsing.deadlines.mention import Mention, Weight, on_day
from tracker.parsing.deadlines.plan_time import PlanTime
from tracker.parsing.draft import DraftDeadline

After = dict[str, int]

_OFFICIAL = (
    r"(?:ban hành|phê duyệt|có (?:văn bản|hướng dẫn|chỉ đạo|ý kiến|quyết định|kế hoạch|thông báo|chủ trương|kết quả)|"
    r"thông qua|có hiệu lực|được giao|giao (?:vốn|chỉ tiêu|kế hoạch|dự toán)|nhận được|hoàn thành|kết thúc|phân bổ|"
    r"công bố|được bố trí|kiện toàn)"
)
_EVENT = re.compile(
    rf"(?<![Tt]ừ )(?<![Tt]rước )(?:ngay\s+)?(?:sau khi|khi|sau)\s+[^,;:.()]{{0,200}}?{_OFFICIAL}[^,;:.()]*",
    re.IGNORECASE,
)
_TERM_OF_ACT = re.compile(
    r"theo (?:đúng )?(?:các )?(?:mốc thời gian|thời hạn|thời gian|lộ trình)(?: được)?(?: quy định| nêu| ghi)? "
    r"(?:tại|trong) [^,;()]{4,120}",
    re.IGNORECASE,
)
_COUNT = r"(?P<n>\d{1,3})\s*(?:\([^)]{1,30}\)\s*)?(?P<unit>ngày làm việc|ngày|tuần|tháng|năm)"
_AFTER = re.compile(
    r"(?:trong(?:\s+(?:vòng|thời hạn|thời gian))?|sau|chậm nhất(?:\s+(?:là|sau|trong|vòng))*|không quá|tối đa)\s+"
    + _COUNT
    + r"\s*,?\s*(?:(?:(?:kể|tính)\s+)?từ\s+(?:ngày|khi|thời điểm|lúc)|(?:kể|tính)\s+từ|sau\s+(?:khi|ngày))\s+"
    r"(?P<event>[^,;()]{0,200}?)(?=[,;()]|\.\s|\.?$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"trước\s+(?:ngày|khi)\s+(?P<event>[^,;.()\d]{3,80}?)\s+(?:ít nhất\s+|tối thiểu\s+)?"
    + _COUNT
    + r"(?!\s*(?:công|tuổi))"
    + r"(?:\s+theo\s+[^,;.()]{0,80})?",
    re.IGNORECASE,
)
_BEFOREHAND = re.compile(
    r"(?:trước|chậm nhất(?:\s+là)?|ít nhất|tối thiểu)\s+"
    + _COUNT
    + r"\s+trước\s+(?:khi|ngày)\s+(?P<event>[^,;.()]{3,120})",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:(?:ký\s+)?(?:và\s+)?ban hành|ký|(?:ký|ban hành) (?:kế hoạch|quyết định|chỉ thị|văn bản))\s*$"
    r"|(?!.*(?:nhận|tiếp nhận)).*\b(?:Kế hoạch|Quyết định|Chỉ thị|Nghị quyết|Chương trình|Công văn|văn bản|Thông báo|"
    r"Hướng dẫn|Kết luận) này",
    re.IGNORECASE,
)
_PERIOD_OVER = re.compile(
    r"(?:kết thúc|hết)\s+(?:mỗi\s+|kỳ\s+)?(?P<unit>tháng|quý|năm)(?!\s*(?:\d|[IVX]+\b|học))", re.IGNORECASE
)
_STATED_DAY = re.compile(r"(?:ngày\s+)?\d{1,2}(?:/|\s*tháng)")


def waiting(text: str, time: PlanTime) -> Iterator[Mention]:
    """Return what a sentence says that its work waits for, counts of days first."""
    for rule in (_AFTER, _BEFORE, _BEFOREHAND):
        for found in rule.finditer(text):
            mention = _counted(text, found, time, before=rule is not _AFTER)
            if mention:
                yield mention
    for rule in (_EVENT, _TERM_OF_ACT):
        for found in rule.finditer(text):
            yield Mention(found.start(), found.end(), DraftDeadline("", "event"), Weight.WAITING)


def waiting_time(words: str) -> After | None:
    """Return how long after the event the words say ("Sau 03 tháng kể từ khi …": {"months": 3}), None if they do not.

    A time before the event ("trước ngày bầu cử 95 ngày") is negative.
    """
    for rule in (_AFTER, _BEFORE, _BEFOREHAND):
        found = rule.search(words)
        if found:
            return _after(found, before=rule is not _AFTER)
    return None


def due_after(after: Mapping[str, int], day: date, calendar: WorkingCalendar) -> date:
    """Return the last day of a time that begins with the event on `day`; `after` as waiting_time gives it."""
    if "working_days" in after:
        return calendar.add_working_days(day, after["working_days"])
    if "months" in after:
        year, month = divmod(day.year * 12 + day.month - 1 + after["months"], 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=after["days"])


def _after(found: "re.Match[str]", *, before: bool) -> After:
    count = -int(found.group("n")) if before else int(found.group("n"))
    unit = found.group("unit").lower()
    if unit == "ngày làm việc":
        return {"working_days": count}
    if unit in ("tháng", "năm"):
        return {"months": count * (12 if unit == "năm" else 1)}
    return {"days": count * (7 if unit == "tuần" else 1)}


def _counted(text: str, found: "re.Match[str]", time: PlanTime, *, before: bool) -> Mention | None:
    after, event = _after(found, before=before), found.group("event")
    start, end = found.span()
    if before:
        return Mention(start, end, DraftDeadline("", "event", after=after), Weight.WAITING)
    over = _PERIOD_OVER.match(event)
    if over and "days" in after and after["days"] < 29:
        return Mention(
            start, end, DraftDeadline("", "recurring", recurs=_each(over.group("unit").lower(), after["days"]))
        )
    stated = first_full_day(event) if _STATED_DAY.match(event) else None
    begin = stated or (time.issued_on if _OWN.match(event) else None)
    if begin:
        return on_day(text, start, end, due_after(after, begin, shipped_calendar()), time.issued_on)
    unclear = None
    if _OWN.match(event):
        unclear = f"Thời hạn “{found.group().strip()}” tính từ ngày ban hành, mà văn bản chưa ghi đủ ngày ban hành."
    return Mention(start, end, DraftDeadline("", "event", after=after), Weight.WAITING, unclear)


def _each(unit: str, days: int) -> dict[str, object]:
    if unit == "năm":
        return {"freq": "yearly", "month": 1, "day": days, "year_offset": 1}
    return {"freq": "monthly" if unit == "tháng" else "quarterly", "month_offset": 1, "day": days}
