"""Wrapped lines back to paragraphs. Known wrappings: with and without empty lines between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.parsing.markers import NO_LEVEL, marker_of
from tracker.parsing.phrases import CLOSING_ORDER

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
_NUMBER = re.compile(r"\d|[IVX]{1,4}\b")
_DATE_GOES_ON = re.compile(r"(?:ngày|tháng|năm|số|khoản|trước|đến|từ|và|quý|ít nhất|còn|khoảng)$")
UNFINISHED = re.compile(r"(?:^|\s)(?:ngày|với|của|và|số|các|về|cho|tại|từ|đến|theo|do|trong|những|hoặc)$")
_PREAMBLE = re.compile(
    r"(?:Thực hiện|Căn cứ|Triển khai(?: thực hiện)?|Xét (?:đề nghị|báo cáo)|Theo đề nghị|Để) (?:[A-ZĐ]|các |việc "
    r"|thực hiện)"
)
_QUOTES = ("“", "‘", "(", '"')
_LONGEST_HEADING = 160
_LONGEST_TAIL = 70


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of this file are broken; `unsure` when the reader does not know whether paragraphs are whole."""

    wrapped: bool
    width: int
    blank_parted: bool
    unsure: bool = False


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
    unknown = wrapped is None
    if wrapped is None:
        follows = sum(b[:1].islower() and len(a) > 10 and not _TERMINAL.search(a) for a, b in pairwise(texts))
        wrapped = len(texts) >= 8 and width <= 120 and follows >= len(texts) * 0.2
    items = [i for i, line in enumerate(lines) if i and marker_of(line).level != NO_LEVEL]
    parted = sum(not lines[i - 1] for i in items)
    return Shape(wrapped, width, blank_parted=len(items) >= 4 and parted >= len(items) * 0.8, unsure=unknown)


def _continues(parts: list[str], line: str, ahead: Sequence[str], blank: bool, shape: Shape) -> bool:
    """Decide whether `line` goes on with the paragraph that `parts` began."""
    last = parts[-1]
    if _RULE.match(line) or _RULE.match(last) or _HARD_END.search(last):
        return False
    open_end = not _TERMINAL.search(last)
    if not shape.wrapped or (blank and not shape.blank_parted):
        long_enough = len(last) >= (60 if blank else 40) or shape.wrapped
        if marker_of(line).level != NO_LEVEL:
            torn = shape.unsure and not blank and len(last) >= shape.width * 0.75
            return torn and not _starts_item(line, open_end, parts)
        if open_end and _DATE_GOES_ON.search(last) and _NUMBER.match(line):
            return True
        if blank and shape.unsure and open_end and UNFINISHED.search(last):
            return True
        after_clause = shape.unsure and last.endswith(";") and len(last) >= 40
        inside = line[:1].islower() or (not blank and shape.unsure and open_end and line[:1] in _QUOTES)
        return (open_end or after_clause) and long_enough and inside
    if blank:
        unfinished = open_end and (UNFINISHED.search(last) or (len(last) >= 60 and line[:1].islower()))
        after_clause = last.endswith(";") and line[:1].islower() and len(last) >= 40
        return bool(unfinished or after_clause) and marker_of(line).level == NO_LEVEL
    if _starts_item(line, open_end, parts):
        return False
    if _PREAMBLE.match(line) and not _is_full(last, line, shape):
        return False
    above = _all_capitals(last, when_no_letters=len(parts) == 1)
    below = _all_capitals(line, when_no_letters=above)
    if above or below:
        return above and below and marker_of(parts[0]).level != NO_LEVEL
    if line[:1].islower() or shape.blank_parted or last.endswith((":", ";")):
        return True
    if not open_end:
        full = _is_full(last, line, shape) and len(line) >= shape.width * 0.75
        return full and not CLOSING_ORDER.match(line)
    full = _is_full(last, line, shape) and (len(parts) > 1 or not _BODY_START.match(line))
    cut_inside = not line[:1].isalpha() or full
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
