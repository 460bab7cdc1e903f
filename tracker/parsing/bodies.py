"""Where the body of a document stands: before its recipients, and again in the plan or annex attached behind them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.parsing.agencies import heads_agency
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of

_END = re.compile(
    r"(?:Nơi nhận|NƠI NHẬN)\s*:?|(?:TM\.|T/M|KT\.|Q\.|TL\.|TUQ\.)\s?[A-ZĐỦ ]|"
    r"(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG (?:PHÒNG|BAN)(?: THƯỜNG TRỰC)?|CỤC TRƯỞNG|THỨ "
    r"TRƯỞNG)$"
)
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ\s+|số\s+)?(?:\d{1,2}|[IVX]{1,4}|[A-Z]))?\s*[.:]?(?:\s*\(.*)?$|PHỤ LỤC\b"
)
_ATTACHED = re.compile(r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|NỘI DUNG)(?![\w-])")
_OPENS = ("roman", "decimal", "article", "part")
_FEWEST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Bodies:
    """Ranges of lines (first, last) that hold text of the document, and the line behind the signed part."""

    ranges: tuple[tuple[int, int], ...]
    signed_at: int


def find_bodies(lines: Sequence[Line]) -> Bodies:
    """Return the signed part and, behind its signature, the attached plan or the annex that speaks to agencies."""
    numbered = [at for at, line in enumerate(lines) if line.kind == "text" and marker_of(line.text).kind in _OPENS]
    signed_at = _end_of(lines, 0, numbered)
    ranges = [(0, signed_at - 1)] if signed_at else []
    at = signed_at
    while at < len(lines):
        opening = next((i for i in range(at, len(lines)) if _opens_attached(lines[i])), None)
        if opening is None:
            break
        end = _end_of(lines, opening + 1, numbered)
        if _speaks(lines, opening, end):
            ranges.append((opening, end - 1))
        at = max(end, opening + 1)
    return Bodies(tuple(ranges), signed_at)


def _end_of(lines: Sequence[Line], at: int, numbered: Sequence[int]) -> int:
    """Return the line behind the body that begins at `at`: recipients, signature, annex, else behind "./."."""
    place = bisect_left(numbered, at)
    first = numbered[place] if place < len(numbered) else at
    closed = None
    for index in range(first, len(lines)):
        line = lines[index]
        if line.kind in ("text", "row") and _END.match(line.text):
            return index
        if line.kind == "text" and index > first and _ANNEX.match(line.text):
            return index
        if closed is None and line.text.endswith(("./.", "./")):
            closed = index + 1
    return closed or len(lines)


def _opens_attached(line: Line) -> bool:
    return line.kind == "text" and bool(_ATTACHED.match(line.text) or _ANNEX.match(line.text))


def _speaks(lines: Sequence[Line], first: int, end: int) -> bool:
    """Tell a part of running text that hands out work: numbered paragraphs, of which one at least names who acts."""
    numbered = [
        line.text[marker.length :]
        for line in lines[first:end]
        if line.kind == "text" and (marker := marker_of(line.text)).kind in _OPENS
    ]
    words = sum(len(line.text.split()) for line in lines[first:end] if line.kind == "text")
    return len(numbered) >= 2 and words >= _FEWEST_WORDS and any(heads_agency(body) for body in numbered)
