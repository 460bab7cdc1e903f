"""The title of a document: the lines below its kind, ended where the first paragraph begins."""

import re
from collections.abc import Sequence

from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of

_SHORTEST = 25
_LONGEST = 350
_CAPITAL_WORDS = 4
_PROSE = re.compile(r"[.;:]\s*$|[.;]\s+\w")
_OPENING = re.compile(
    r"(?<=[^\W_]|[)”\"’])\s+(?=(?:Thực hiện|Căn cứ|Triển khai|Theo|Xét|Để|Nhằm|Hưởng ứng|Tiếp tục|Phát huy|Những năm|"
    r"Năm (?:19|20)\d\d|(?:Trong\s+)?(?:(?:nhiều|các|những)\s+năm|[Tt]hời gian)\s+(?:qua|gần đây|vừa qua|tới)|Trong|"
    r"Qua|Từ|Đến nay|Hiện nay|Vừa qua|Ngày \d|Sau khi|Sau \d|Thời gian qua|Công tác|Giảm nghèo|"
    r"(?:UBND|[ỦU][ỷy] ban nhân dân|Chủ tịch)\s[^.;]{3,80}?(?:ban hành|xây dựng|yêu cầu|chỉ thị|đề nghị))\s)"
)
_HELD = re.compile(r"(?:việc|của|và|về|các|cho|với|kế hoạch|đề án|chương trình|chiến dịch|phong trào|tháng)$", re.I)


def read_title(lines: Sequence[Line], at: int, top: int, rest: str | None) -> str:
    """Return the title below lines[at], before lines[top]; `rest` are the words behind the kind in its own line.

    Capitals go on over several lines; a line in small letters is the last, unless the next goes on in small letters.
    """
    parts = [rest] if rest else []
    for line in lines[at + 1 : top]:
        capitals = _is_capital(line.text)
        goes_on = bool(parts) and line.text[:1].islower() and not line.text.endswith((".", ";", ":"))
        if not line.text or line.kind != "text" or marker_of(line.text).kind == "roman":
            break
        if parts and not (capitals and _is_capital(parts[-1])) and not goes_on:
            break
        if not any(letter.isalnum() for letter in line.text):
            break
        parts.append(line.text)
    return ended(" ".join(parts))


def ended(title: str) -> str:
    """Return a title without the first paragraph that a file without line ends runs into it; at most 350 signs."""
    if _PROSE.search(title):
        capitals = _end_of_capitals(title)
        opening = next((found.start() for found in _OPENING.finditer(title) if _may_end(title[: found.start()])), None)
        ends = [end for end in (capitals, opening) if end]
        title = title[: min(ends)].rstrip() if ends else title
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]}…"


def _may_end(words: str) -> bool:
    return len(words) >= _SHORTEST and not _HELD.search(words)


def _end_of_capitals(title: str) -> int | None:
    """Return where a title in capitals stops and small letters begin, None for another one."""
    small = next((found for found in re.finditer(r"\S+", title) if not _is_capital(found.group())), None)
    if small is None or len(title[: small.start()].split()) < _CAPITAL_WORDS:
        return None
    return small.start()


def _is_capital(words: str) -> bool:
    return not any(letter.islower() for letter in words)
