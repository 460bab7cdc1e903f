"""For what time a plan is made: by its title, the sentence of its scope, else the year of its day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.parsing.draft import Period

_DIRECTS = {"CV", "CT", "TB", "KL", "CĐ"}
_Y = r"(?:19|20)\d{2}"
_CITED_DAY = re.compile(r"(?:ngày\s+)?\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4}", re.IGNORECASE)
_CITED_NUMBER = re.compile(r"số:?\s*\d+[^\s,;.]*", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<![\d/])(?P<named>(?:giai đoạn|thời kỳ|(?:trong )?các năm|từ năm)\s*)?(?P<a>{_Y})\s*"
    rf"(?:[-–—]|đến năm|đến)\s*(?P<b>{_Y})(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"(?<!đến )(?<!từ )(?<!trước )(?<!sau )(?<!cuối )(?<!đầu )(?<!giữa )"
    rf"(?:(?<!\d )|(?<=\d{{4}} ))(?:năm|năm học|vụ)\s+(?P<y>{_Y})"
    rf"(?!\s*[-–—]\s*\d)(?!\d)(?!\s*(?:đến|/))",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"đến\s+(?:hết\s+)?năm\s+(?P<y>{_Y})(?!\d)", re.IGNORECASE)
_AND = re.compile(r"[\s,]*(?:và|,)\s*(?:kế hoạch\s+)?$", re.IGNORECASE)
_SCOPE = re.compile(
    r"(?<!về )(?<!về việc )(?:ban hành|xây dựng|triển khai|lập|Phê duyệt)\s+(?:và\s+[^\s.]+(?:\s+[^\s.]+){0,3}\s+)?"
    r"(?:[Kk]ế hoạch|[Cc]hương trình|[Đđ]ề án|[Pp]hương án)[^.;\n]*"
)
_BASIS = re.compile(r"\W*(?:Căn cứ|Xét)\b")
_CITES = re.compile(r"\W*(?:Căn cứ|Thực hiện|Theo|Triển khai|Xét|Trên cơ sở)\b")


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    first: int
    last: int
    named: bool


def read_period(kind: str, title: str, preamble: str, issued_on: date | None, year: int | None) -> Period | None:
    """Return the time of the plan; `year` is that of its day where the rest of the day is left blank.

    A letter, a directive or a meeting's conclusion has none, unless its title names it. The time of an act that the
    plan only cites is not its own.
    """
    directs = kind in _DIRECTS
    issued = issued_on.year if issued_on else year
    for words in (title,) if directs else (title, *_scopes(preamble)):
        found = _stated(words, issued)
        if found:
            return Period(f"{found[0]}-01-01", f"{found[1]}-12-31")
    return Period(f"{issued}-01-01", f"{issued}-12-31") if issued and not directs else None


def _scopes(preamble: str) -> Iterator[str]:
    """Yield the sentences that say what is issued, then the lines of the opening that cite nothing."""
    lines = preamble.split("\n")
    scopes = [found.group() for line in lines if not _BASIS.match(line) for found in _SCOPE.finditer(line)]
    yield from reversed(scopes)
    yield from (line for line in lines if not _CITES.match(line))


def _stated(words: str, issued: int | None) -> tuple[int, int] | None:
    """Return first and last year that the words name, None when they name none.

    "Chương trình giai đoạn 2021 - 2025 năm 2023" is of 2023; "giai đoạn 2026 - 2030 và năm 2026" of all five years.
    """
    plain = _CITED_NUMBER.sub(" ", _CITED_DAY.sub(" ", " ".join(words.split())))
    ranges = [
        _Range(found.start(), found.end(), int(found.group("a")), int(found.group("b")), bool(found.group("named")))
        for found in _RANGE.finditer(plain)
        if int(found.group("a")) < int(found.group("b"))
    ]
    years = list(_YEAR.finditer(plain))
    if years and not any(_AND.fullmatch(plain[one.end : years[0].start()]) for one in ranges):
        first = last = int(years[0].group("y"))
        if len(years) > 1 and _AND.fullmatch(plain[years[0].end() : years[1].start()]):
            last = max(last, int(years[1].group("y")))
        return first, last
    if ranges:
        own = _own(ranges, issued)
        return own.first, own.last
    until = _UNTIL.search(plain)
    if until and issued and issued <= int(until.group("y")):
        return issued, int(until.group("y"))
    return None


def _own(ranges: list[_Range], issued: int | None) -> _Range:
    """Return the range of the plan itself: of several the shortest that holds the year of issue, or the next one."""
    now = [one for one in ranges if issued is None or one.first <= issued + 1 <= one.last + 1]
    return min(now or ranges, key=lambda one: one.last - one.first)
