"""Wrapped lines back to paragraphs. Known wrappings: with and without empty lines between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.parsing.markers import NO_LEVEL, marker_of

_TERMINAL = re.compile(r"[.;:!?…][\"”')\]]*$")
_HARD_END = re.compile(r"\./\.[\"”)]*$")
_RULE = re.compile(r"^[\W_]+$")
_HYPHENATED = re.compile(r"^[-–] (?:Thương binh|Xã hội|[Tt]ruyền hình|Kế hoạch\b|Hậu cần|Dân tộc|Kỹ thuật|Du lịch)")
_DANGLING = re.compile(
    r"(?:^|\s)(?:Sở|Ban|Bộ|Phòng|Văn phòng|Chi nhánh|Chi cục|Cục|Hội|Hiệp hội|UBND|các|và|của|số|,|-|–)$"
)
_BODY_START = re.compile(
    r"(?:Chủ trì|Chủ động|Phối hợp|Tham mưu|Thực hiện|Tổ chức|Tiếp tục|Tăng cường|Đẩy mạnh|Triển khai|"
    r"Chỉ đạo|Hướng dẫn|Là |"
    r"Căn cứ|Theo |Trên cơ sở|Xây dựng (?!$)|Rà soát|Tuyên truyền|Nghiên cứu|Đề xuất|Tập trung|Chịu|"
    r"Có trách nhiệm|Vận động|"
    r"Huy động|Cân đối|Bố trí|Thẩm định|Kiểm tra|Giám sát|Đôn đốc|Tham gia|Quản lý|Lồng ghép|Trong |"
    r"Định kỳ|Hằng |Hàng )"
)
_LONGEST_HEADING = 160
_LONGEST_TAIL = 70


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of this file are broken."""

    wrapped: bool
    width: int
    blank_parted: bool


def join_wrapped(lines: Sequence[str], shape: Shape, headings: set[int]) -> Iterator[tuple[int, str]]:
    """Yield (index of the first line, paragraph) of a run of text lines; an empty line is an empty string."""
    parts: list[str] = []
    first = 0
    blank = False
    for index, line in enumerate(lines):
        if not line:
            blank = True
            continue
        joins = bool(parts) and first not in headings and index not in headings
        if joins and _continues(parts, line, lines[index + 1 : index + 4], blank, shape):
            parts.append(line)
        else:
            if parts:
                yield first, " ".join(parts)
            first, parts = index, [line]
        blank = False
    if parts:
        yield first, " ".join(parts)


def shape_of(lines: Sequence[str], wrapped: bool | None) -> Shape:
    """Return how the text lines of a file are broken; `wrapped` None means that the reader does not know."""
    texts = [line for line in lines if line]
    lengths = sorted(len(text) for text in texts)
    width = lengths[int(len(lengths) * 0.95)] if lengths else 0
    if wrapped is None:
        follows = sum(b[:1].islower() and len(a) > 10 and not _TERMINAL.search(a) for a, b in pairwise(texts))
        wrapped = len(texts) >= 8 and width <= 120 and follows >= len(texts) * 0.2
    items = [i for i, line in enumerate(lines) if i and marker_of(line).level != NO_LEVEL]
    parted = sum(not lines[i - 1] for i in items)
    return Shape(wrapped, width, blank_parted=len(items) >= 4 and parted >= len(items) * 0.8)


def _continues(parts: list[str], line: str, ahead: Sequence[str], blank: bool, shape: Shape) -> bool:
    """Decide whether `line` goes on with the paragraph that `parts` began."""
    last = parts[-1]
    if _RULE.match(line) or _RULE.match(last) or _HARD_END.search(last):
        return False
    open_end = not _TERMINAL.search(last)
    if not shape.wrapped or (blank and not shape.blank_parted):
        long_enough = len(last) >= 60 or shape.wrapped
        return open_end and long_enough and line[:1].islower() and marker_of(line).level == NO_LEVEL
    if blank:
        return open_end and len(last) >= 60 and line[:1].islower() and marker_of(line).level == NO_LEVEL
    if _starts_item(line, open_end, parts):
        return False
    above = _all_capitals(last, when_no_letters=len(parts) == 1)
    below = _all_capitals(line, when_no_letters=above)
    if above or below:
        return above and below and marker_of(parts[0]).level != NO_LEVEL
    if line[:1].islower() or shape.blank_parted or last.endswith((":", ";")):
        return True
    if not open_end:
        return _is_full(last, line, shape) and len(line) >= shape.width * 0.75
    cut_inside = not line[:1].isalpha() or (len(parts) > 1 and _is_full(last, line, shape))
    return cut_inside or not _is_heading(parts) or _is_heading_tail(parts, line, ahead)


def _starts_item(line: str, open_end: bool, parts: list[str]) -> bool:
    marker = marker_of(line)
    if marker.level == NO_LEVEL:
        return False
    hyphen = bool(_HYPHENATED.match(line)) or line[marker.length : marker.length + 1].islower()
    inside = open_end and marker.kind == "dash" and hyphen
    return not inside or _is_finished_heading(parts)


def _is_finished_heading(parts: list[str]) -> bool:
    return _is_heading(parts) and _all_capitals(" ".join(parts))


def _all_capitals(text: str, *, when_no_letters: bool = False) -> bool:
    if not any(letter.isalpha() for letter in text):
        return when_no_letters
    return not any(letter.islower() for letter in text)


def _is_full(last: str, line: str, shape: Shape) -> bool:
    return len(last) + 1 + len(line.split(" ", 1)[0]) >= shape.width


def _is_heading(parts: list[str]) -> bool:
    """Tell a numbered paragraph that is still short enough to be a heading."""
    return marker_of(parts[0]).level < 8 and sum(map(len, parts)) <= _LONGEST_HEADING


def _is_heading_tail(parts: list[str], line: str, ahead: Sequence[str]) -> bool:
    """Tell the second line of a heading ("10. Chi nhánh Ngân hàng" / "Chính sách xã hội tỉnh") from its body."""
    if _DANGLING.search(parts[-1]):
        return True
    if _BODY_START.match(line) or len(line) > _LONGEST_TAIL:
        return False
    run = line
    for later in ahead:
        if not later or marker_of(later).level != NO_LEVEL or not later[:1].islower():
            break
        run = f"{run} {later}"
    return len(run) <= _LONGEST_TAIL and not _TERMINAL.search(run)
