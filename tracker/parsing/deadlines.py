"""The deadline grammar. Acts that are cited have dates too, so a cue word ("trước", "chậm nhất", "trong") is required.

"Trước ngày D" is due on D - 1; "chậm nhất", "đến", "trong", "hết" include the day (docs/decisions.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.parsing.dates import DAY_OF_YEAR, FULL_DAY, MONTH, QUARTER, YEAR, Moment, moment_of
from tracker.parsing.draft import NO_DEADLINE, DraftDeadline

_CUE = (
    r"(?P<cue>trước(?:\s+\d{1,2}\s*(?:giờ|h\d{0,2}’?))?|[Tt]rước|[Cc]hậm nhất(?:\s+(?:là|vào|đến|trong))*|"
    r"[Mm]uộn nhất(?:\s+(?:là|vào))*|"
    r"đến hết|[Đđ]ến|[Hh]ết|[Xx]ong|[Tt]rong|[Vv]ào|[Hh]ạn(?: chót| cuối)?(?:\s+là)?:?|[Tt]hời hạn:?|đầu|cuối)"
)

_DAILY = re.compile(r"(?:trước\s+)?\d{1,2}(?:\s*giờ|h\d{0,2}’?)\s+(?:hằng|hàng)\s+ngày")
_WEEKLY = re.compile(
    r"(?:ngày\s+)?[Tt]hứ\s+(?P<weekday>Hai|Ba|Tư|Năm|Sáu|Bảy|hai|ba|tư|năm|sáu|bảy|[2-7])\s+(?:hằng|hàng)\s+tuần"
)
_MONTHLY = re.compile(
    _CUE + r"\s+(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:(?:hằng|hàng|mỗi|của)\s+tháng|của\s+tháng\s+(?:liền kề|sau|"
    r"kế tiếp|đầu))(?P<quarter>[^.;]{0,20}quý)?"
)
_YEARLY_DAY = re.compile(
    _CUE
    + r"\s+"
    + DAY_OF_YEAR
    + r"(?P<more>\s*(?:và|,)\s*(?:trước\s+)?(?:ngày\s+)?(?P<d2>\d{1,2})\s*/\s*(?P<m2>\d{1,2}))?"
    + r"(?:\s*,)?\s*(?:hằng|hàng|mỗi|của)\s+năm|"
    + r"(?:[Hh]ằng|[Hh]àng) năm\s*\(\s*trước\s+"
    + DAY_OF_YEAR.replace("<d>", "<d3>").replace("<m>", "<m3>")
    + r"\)?"
)
_YEARLY_MONTH = re.compile(
    _CUE + r"\s+(?:tháng\s+(?P<m>\d{1,2})|[Qq]uý\s+(?P<q>IV|III|II|I|[1-4]))\s*(?:,\s*)?(?:hằng|hàng|mỗi|của)\s+năm"
)
_NEXT_YEAR = re.compile(_CUE + r"\s+" + DAY_OF_YEAR + r"\s*(?:của\s+)?năm\s+(?:liền kề|sau|kế tiếp|tiếp theo)")
_YEAR_END = re.compile(
    r"(?:trước|vào)\s+(?:ngày\s+)?(?:dịp\s+)?cuối\s+(?P<unit>năm|quý|tháng)\s+(?:hằng|hàng)\s+(?:năm|quý|tháng)"
)

_RANGE = re.compile(
    r"[Tt]ừ\s+(?:ngày\s+|tháng\s+)?[\d/]+(?:\s+(?:tháng|năm)\s+\d+)*\s+đến\s+(?:hết\s+)?(?:"
    + FULL_DAY
    + "|"
    + MONTH.replace("<m>", "<mm>").replace("<y>", "<my>")
    + r")(?!\s*tuổi)"
)
_ON_DAY = re.compile(_CUE + r"\s+" + FULL_DAY)
_IN_MONTH = re.compile(_CUE + r"\s+(?:" + MONTH + r")(?!\s*(?:tuổi|năm))")
_IN_QUARTER = re.compile(_CUE + r"\s+" + QUARTER)
_IN_YEAR = re.compile(
    r"(?P<cue>(?:[Hh]oàn thành|[Xx]ong|[Cc]hậm nhất|[Kk]ết thúc)(?:\s+\w+){0,3}?\s+(?:trong|đến|vào|hết|là)|đến hết|"
    r"đến cuối|[Hh]ết|[Cc]uối|vào cuối|^Trong)\s+(?:hết\s+|cuối\s+)?" + YEAR
)
_SHORT_DAY = re.compile(
    _CUE + r"\s+(?:ngày\s+)" + DAY_OF_YEAR + r"|(?P<cue2>trước|chậm nhất)\s+(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?![\d/])"
)
_PERIOD_END = re.compile(
    r"(?:cuối|hết|kết thúc)\s+(?:kỳ kế hoạch|giai đoạn(?:\s+\d{4}\s*[-–]\s*\d{4})?)|(?:trong|vào|"
    r"đến)\s+(?:cuối|hết)\s+(?:năm(?! \d)|kỳ kế hoạch)(?!\s*(?:trước|học))"
)

_OFFICIAL = (
    r"(?:ban hành|phê duyệt|có (?:văn bản|hướng dẫn|chỉ đạo|ý kiến|quyết định|kế hoạch|thông báo|"
    r"chủ trương|kết quả)|thông qua|"
    r"có hiệu lực|được giao|giao (?:vốn|chỉ tiêu|kế hoạch|dự toán)|nhận được|hoàn thành|kết thúc|phân bổ|"
    r"công bố|được bố trí|kiện toàn)"
)
_EVENT = re.compile(
    rf"(?:[Nn]gay\s+)?(?:[Ss]au khi|[Kk]hi|[Nn]gay khi)\s+(?=[^.;]*?{_OFFICIAL})[^;:.()]*?{_OFFICIAL}[^,;:.()]*"
)
_AFTER = re.compile(
    r"(?:[Tt]rong (?:vòng|thời hạn)|[Ss]au|"
    r"[Cc]hậm nhất(?: là)?)\s+\d{1,3}\s*(?:\([^)]*\)\s*)?(?:ngày làm việc|ngày|tháng|"
    r"tuần)[^,;.]{0,20}?(?:kể )?từ\s+(?:ngày|khi)[^,;.()]*"
)
_UNREADABLE = re.compile(
    r"(?:trước|chậm nhất(?: là| vào)?|đến)\s+ngày(?!\s+(?:càng|nay|đó|này))\s*(?:\.{2,}|…|_{2,}|/|tháng|"
    r"\d{1,2}\s*[/.]\s*\d{1,3}|[\d.]{1,4}\s*tháng)|"
    r"chậm nhất|hạn (?:chót|cuối)|thời hạn hoàn thành"
)
_CITED = re.compile(
    r"(?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Kết luận|Chương trình|Luật|"
    r"Thông báo|Hướng dẫn|Đề án)\s+số\s[^;.]*"
)
_YEARS = re.compile(
    r"(?:năm |giai đoạn |các năm )?(?:(?:19|20)\d{2}\s*(?:[-–;,]|đến)\s*)?(?P<last>(?:19|"
    r"20)\d{2})(?: và (?:các|những) năm tiếp theo)?"
)
_BARE_DAY, _BARE_QUARTER, _BARE_MONTH = (re.compile(rule) for rule in (FULL_DAY, QUARTER, MONTH))
_NO_DAY = re.compile(
    r"thường xuyên|hằng|hàng|cả năm|liên tục|theo |khi |định kỳ|kịp thời|lộ trình|tiến độ|năm tiếp theo|trong năm"
)
_YEAR_FOLLOWS = re.compile(r"\s*(?:[/.-]|năm)\s*(?:19|20)\d{2}")
_GOES_ON = re.compile(r"\s*(?:và|,)\s*(?:ngày\s+)?")
_RHYTHM = re.compile(r"định kỳ|(?:hằng|hàng|mỗi) (?:năm|quý)|(?<!\d)0?6 tháng(?! tuổi| đến)")
_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "năm": 4, "sáu": 5, "bảy": 6, **{str(n): n - 1 for n in range(2, 8)}}


@dataclass(frozen=True, slots=True)
class PlanTime:
    """What the reader knows about time: the first and the last day of the plan, None when unknown."""

    start: date | None = None
    end: date | None = None

    @property
    def only_year(self) -> int | None:
        """The year of a plan for one year, else None."""
        return self.end.year if self.start and self.end and self.start.year == self.end.year else None


def read_deadline(sentence: str, offset: int, time: PlanTime) -> tuple[DraftDeadline, str | None]:
    """Return the deadline of a sentence that stands at `offset` in the text, and why it is unclear (or None)."""
    for rule in (_recurring, _fixed, _event):
        for found, deadline in rule(sentence, time):
            if deadline is None:
                return _quoted(found, offset, "none"), f"Chưa xác định được ngày từ cụm “{found.group().strip()}”."
            placed = _quoted(found, offset, deadline.kind)
            return DraftDeadline(placed.text, deadline.kind, deadline.due_on, deadline.recurs, placed.span), None
    unclear = _UNREADABLE.search(sentence)
    if unclear:
        return NO_DEADLINE, f"Có cụm từ chỉ thời hạn “{unclear.group().strip()}” nhưng không đọc được ngày."
    return NO_DEADLINE, None


def last_stated_day(clause: str, offset: int, time: PlanTime) -> DraftDeadline | None:
    """Return the latest of the full days that a clause at `offset` states, None when it states fewer than two.

    A report with a day for each of its periods is done with the last of them (docs/decisions.md). A day that follows
    another by "và" shares its cue: "trước ngày 20/6/2026 và 05/12/2026".
    """
    days: list[DraftDeadline] = []
    cue, ended = "", 0
    for found in _BARE_DAY.finditer(clause):
        own = next((cued for cued in _ON_DAY.finditer(clause, ended) if cued.end() == found.end()), None)
        goes_on = bool(cue) and bool(_GOES_ON.fullmatch(clause[ended : found.start()]))
        cue = own.group("cue") if own else cue if goes_on else ""
        ended = found.end()
        last = moment_of(found).last_day(time.only_year)
        if cue and last:
            due = last - timedelta(days=1) if cue.lower().startswith("trước") else last
            quoted = _quoted(own or found, offset, "date")
            days.append(DraftDeadline(quoted.text, "date", due_on=due.isoformat(), span=quoted.span))
    return max(days, key=lambda day: day.due_on or "") if len(days) > 1 else None


def read_cell(cell: str, offset: int, time: PlanTime) -> tuple[DraftDeadline, str | None]:
    """Return the deadline of a cell or label that holds nothing else ("Quý IV/2025", "6/2026"): no cue is needed."""
    stated, unclear = read_deadline(cell, offset, time)
    if stated.kind != "none" or unclear:
        return stated, unclear
    place = (offset, offset + len(cell))
    plain = re.sub(r"\b(Tháng|Ngày|Năm|Giai đoạn)\b", lambda word: word.group().lower(), cell)
    years = _YEARS.fullmatch(plain.strip())
    if years:
        return DraftDeadline(cell, "period_end", due_on=f"{years.group('last')}-12-31", span=place), None
    last: DraftDeadline | None = None
    for rule in (_BARE_DAY, _BARE_QUARTER, _BARE_MONTH):
        for found in rule.finditer(plain):
            day = moment_of(found).last_day(time.only_year)
            if day and (last is None or day.isoformat() > (last.due_on or "")):
                last = DraftDeadline(cell, "date", due_on=day.isoformat(), span=place)
        if last:
            return last, None
    if _NO_DAY.search(plain.lower()):
        return NO_DEADLINE, None
    return NO_DEADLINE, f"Chưa đọc được thời hạn “{cell.strip()}”."


Reading = Iterator[tuple["re.Match[str]", DraftDeadline | None]]


def _quoted(found: "re.Match[str]", offset: int, kind: str) -> DraftDeadline:
    words = found.group()
    start = offset + found.start() + len(words) - len(words.lstrip())
    words = words.strip().rstrip(",")
    return DraftDeadline(words, kind, span=(start, start + len(words)))


def _recurring(sentence: str, _: PlanTime) -> Reading:
    for found in _DAILY.finditer(sentence):
        yield found, _rule(freq="daily")
    for found in _WEEKLY.finditer(sentence):
        yield found, _rule(freq="weekly", weekday=_WEEKDAYS[found.group("weekday").lower()])
    for found in _MONTHLY.finditer(sentence):
        day = _last_day_of_month_rule(int(found.group("d")), found.group("cue"))
        yield found, _rule(freq="quarterly" if found.group("quarter") else "monthly", day=day)
    for found in _NEXT_YEAR.finditer(sentence):
        yield found, _yearly(found.group("cue"), int(found.group("m")), int(found.group("d")), year_offset=1)
    for found in _YEARLY_DAY.finditer(sentence):
        month, day = int(found.group("m") or found.group("m3")), int(found.group("d") or found.group("d3"))
        more = {}
        if found.group("more"):
            second = _yearly(found.group("cue"), int(found.group("m2")), int(found.group("d2")))
            more = {"also": [second.recurs]} if second else {}
        yield found, _yearly(found.group("cue") or "trước", month, day, **more)
    for found in _YEARLY_MONTH.finditer(sentence):
        month = int(found.group("m")) if found.group("m") else (moment_of(found).month or 12)
        yield found, _yearly(found.group("cue"), month, None)
    if _RHYTHM.search(sentence.lower()):
        yield from _each_period(sentence)


def _each_period(sentence: str) -> Reading:
    """Days without a year next to a rhythm come back each year: "định kỳ 6 tháng, năm … trước ngày 15/6 và 15/12"."""
    days = [found for found in _SHORT_DAY.finditer(sentence) if not _YEAR_FOLLOWS.match(sentence, found.end())]
    rules = [
        _yearly(
            day.group("cue") or day.group("cue2"),
            int(day.group("m") or day.group("m2")),
            int(day.group("d") or day.group("d2")),
        )
        for day in days
    ]
    if rules and rules[0] is not None:
        also = [rule.recurs for rule in rules[1:] if rule is not None]
        recurs = {**(rules[0].recurs or {}), **({"also": also} if also else {})}
        yield days[0], DraftDeadline("", "recurring", recurs=recurs)


def _rule(**recurs: Any) -> DraftDeadline:
    return DraftDeadline("", "recurring", recurs=recurs)


def _last_day_of_month_rule(day: int, cue: str) -> int:
    """Return the last allowed day of a month; 31 stands for the last day, also for "before the 1st"."""
    last = day - 1 if cue.lower().startswith("trước") else day
    return last if last >= 1 else 31


def _yearly(cue: str, month: int, day: int | None, **more: Any) -> DraftDeadline | None:
    if not 1 <= month <= 12:
        return None
    leap = Moment(2024, month, day).last_day()
    if leap is None:
        return None
    before = cue.lower().startswith("trước")
    if before and day is None:
        leap = date(2024, month, 1)
    last = leap - timedelta(days=1) if before else leap
    return _rule(freq="yearly", month=last.month, day=28 if (last.month, last.day) == (2, 29) else last.day, **more)


def _fixed(sentence: str, time: PlanTime) -> Reading:
    cited = [found.span() for found in _CITED.finditer(sentence)]
    for rule in (_ON_DAY, _RANGE, _IN_QUARTER, _IN_MONTH, _SHORT_DAY, _IN_YEAR):
        for found in rule.finditer(sentence):
            inside_citation = any(start <= found.start() < end for start, end in cited)
            if inside_citation and rule not in (_ON_DAY, _SHORT_DAY):
                continue
            if rule is _IN_MONTH and not found.group("y") and not found.group("y2") and not found.group("m"):
                continue
            yield found, _on(found, time)
    for found in _PERIOD_END.finditer(sentence):
        if not any(start <= found.start() < end for start, end in cited):
            yield found, _at_period_end(found.group(), time)


def _on(found: "re.Match[str]", time: PlanTime) -> DraftDeadline | None:
    parts = found.groupdict()
    if parts.get("mm"):
        moment = Moment(int(parts["my"]) if parts.get("my") else None, int(parts["mm"]))
    elif parts.get("cue2"):
        moment = Moment(None, int(parts["m2"]), int(parts["d2"]))
    else:
        moment = moment_of(found)
    last = moment.last_day(time.only_year)
    if last is None:
        return None
    cue = (parts.get("cue") or parts.get("cue2") or "").lower()
    if cue.startswith("trước"):
        first = last if moment.day else last.replace(day=1)
        last = first - timedelta(days=1)
    return DraftDeadline("", "date", due_on=last.isoformat())


def _at_period_end(words: str, time: PlanTime) -> DraftDeadline | None:
    years = re.findall(r"\d{4}", words)
    if years:
        return DraftDeadline("", "period_end", due_on=f"{years[-1]}-12-31")
    if "năm" in words and time.only_year is None:
        return None
    return DraftDeadline("", "period_end", due_on=time.end.isoformat() if time.end else None)


def _event(sentence: str, _: PlanTime) -> Reading:
    for rule in (_AFTER, _EVENT):
        for found in rule.finditer(sentence):
            yield found, DraftDeadline("", "event")
