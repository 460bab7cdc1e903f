"""Wrapped lines back to paragraphs. Known wrappings: with and without empty lines between them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from tracker.parsing.markers import NO_LEVEL, marker_of
from tracker.parsing.phrases import CLOSING_ORDER

_TERMINAL = re.compile(r"[.;:!?…][\"”')\]]*$")
_HARD_END = re.compile(r"\./\.[\"”)]*$")
_RULE = re.compile(r"^[\W_]+$")
_HYPHENATED = re.compile(
    r"^[-–] (?:Thương binh|Xã hội|TB\s?(?:&|và)?\s?XH|[Tt]ruyền hình|Kế hoạch\b|Hậu cần|Dân tộc|Kỹ thuật|Du lịch)"
)
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
_COUNTED = re.compile(
    r"(?:^|\s)(?:(?<!\d )(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?:ngày|tháng|quý)|số|[Đđ]iều|[Kk]hoản|[Mm]ục|Phụ lục"
    r"|(?:tại|theo|của) điểm|[Cc]hương|Chương trình)$"
)
_NUMBER = re.compile(r"\d|[IVX]{1,4}\b")
_DATE_GOES_ON = re.compile(r"(?:ngày|tháng|năm|số|khoản|trước|đến|từ|và|quý|ít nhất|còn|khoảng)$")
UNFINISHED = re.compile(r"(?:^|\s)(?:ngày|với|của|và|số|các|về|cho|tại|từ|đến|theo|do|trong|những|hoặc|qua|quý)$")
_PREAMBLE = re.compile(
    r"(?:Thực hiện|Căn cứ|Triển khai(?: thực hiện)?|Xét (?:đề nghị|báo cáo)|Theo đề nghị|Để) (?:[A-ZĐ]|các |việc "
    r"|thực hiện|của )"
)
_OWN_LINE = re.compile(r"Kính gửi\b|\((?:Kèm theo|Ban hành kèm|Đính kèm)")
_QUOTES = ("“", "‘", "(", '"')
_LONGEST_HEADING = 160
_LONGEST_TAIL = 70
_STRETCH = 100
_FEWEST_WRAPS = 6
_WIDEST_COLUMN = 130
_LONGEST_SHORT_FORM = 3
_LAST_WORDS = 30


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of this file are broken; `unsure` when the reader does not know whether paragraphs are whole."""

    wrapped: bool
    width: int
    blank_parted: bool
    unsure: bool = False
    column: int = 0
    """The width at which words were sent to the next line, in signs, where the lines agree on one; else 0."""


@dataclass(frozen=True, slots=True)
class _Seam:
    """The place between two lines: `full` when the next word had no room, None where no width is known."""

    line: str
    ahead: Sequence[str]
    blank: bool
    full: bool | None


def join_wrapped(
    lines: Sequence[str], shape: Shape, headings: set[int], lengths: Sequence[int] = ()
) -> Iterator[tuple[int, str]]:
    """Yield (index of the first line, paragraph) of a run of text lines; an empty line is an empty string.

    `lengths` are the lengths of the lines as they stand in the file, with their indents; without them those of `lines`.
    """
    lengths = lengths or [len(line) for line in lines]
    columns = _columns(lines, lengths, shape)
    parts: list[str] = []
    first = last = 0
    for index, line in enumerate(lines):
        if not line:
            continue
        full = _is_column_full(lengths[last], line, columns[last // _STRETCH])
        seam = _Seam(line, lines[index + 1 : index + 4], blank=index > last + 1, full=full)
        joins = bool(parts) and first not in headings and index not in headings
        if joins and _continues(parts, seam, shape):
            parts.append(line)
        else:
            if parts:
                yield first, " ".join(parts)
            first, parts = index, [line]
        last = index
    if parts:
        yield first, " ".join(parts)


def shape_of(lines: Sequence[str], wrapped: bool | None, lengths: Sequence[int] = ()) -> Shape:
    """Return how the text lines of a file are broken; `wrapped` None means that the reader does not know."""
    texts = [line for line in lines if line]
    ordered = sorted(len(text) for text in texts)
    width = ordered[int(len(ordered) * 0.95)] if ordered else 0
    unknown = wrapped is None
    column = 0 if wrapped is False else _column(lines, lengths or [len(line) for line in lines])
    if wrapped is None:
        follows = sum(b[:1].islower() and len(a) > 10 and not _TERMINAL.search(a) for a, b in pairwise(texts))
        wrapped = len(texts) >= 8 and width <= 120 and follows >= len(texts) * 0.2
        wrapped = wrapped or 0 < column <= _WIDEST_COLUMN
    items = [i for i, line in enumerate(lines) if i and marker_of(line).level != NO_LEVEL]
    parted = sum(not lines[i - 1] for i in items)
    blank_parted = len(items) >= 4 and parted >= len(items) * 0.8
    return Shape(wrapped, width, blank_parted, unsure=unknown, column=column)


def _columns(lines: Sequence[str], lengths: Sequence[int], shape: Shape) -> list[int]:
    """Return the width of each stretch of lines; where a stretch shows none, that of the whole file."""
    if not shape.wrapped:
        return [0] * (len(lines) // _STRETCH + 1)
    starts = range(0, len(lines) + 1, _STRETCH)
    return [_column(lines[at : at + _STRETCH], lengths[at : at + _STRETCH]) or shape.column for at in starts]


def _column(lines: Sequence[str], lengths: Sequence[int]) -> int:
    """Return the one width that explains where nearly all lines were broken inside a sentence; 0 where none does."""
    changes: Counter[int] = Counter()
    wraps = 0
    for above, below, length in zip(lines, lines[1:], lengths, strict=False):
        if below[:1].islower() and len(above) > 10 and not _TERMINAL.search(above):
            wraps += 1
            changes[length] += 1
            changes[length + 1 + len(below.split(" ", 1)[0])] -= 1
    if wraps < _FEWEST_WRAPS:
        return 0
    widths = sorted(changes)
    explained = list(accumulate(changes[width] for width in widths))
    most = max(explained)
    return widths[explained.index(most)] if most >= wraps * 0.9 else 0


def _is_column_full(length: int, line: str, column: int) -> bool | None:
    """Tell whether the first word of `line` had no room on the line above; None when the width is not known there."""
    if not column or length > column:
        return None
    return length + 1 + len(line.split(" ", 1)[0]) > column


def _continues(parts: list[str], seam: _Seam, shape: Shape) -> bool:
    """Decide whether a line goes on with the paragraph that `parts` began."""
    last, line = parts[-1], seam.line
    if _RULE.match(line) or _RULE.match(last) or _HARD_END.search(last):
        return False
    open_end = not _TERMINAL.search(last)
    if not seam.blank and open_end and (shape.unsure or shape.wrapped) and _goes_on_inside(last, seam, shape):
        return True
    if not shape.wrapped or (seam.blank and not shape.blank_parted):
        return _continues_whole(parts, seam, open_end, shape)
    if seam.blank:
        unfinished = open_end and (UNFINISHED.search(last) or (len(last) >= 60 and line[:1].islower()))
        after_clause = last.endswith(";") and line[:1].islower() and len(last) >= 40
        return bool(unfinished or after_clause) and marker_of(line).level == NO_LEVEL
    if _starts_item(line, open_end, parts):
        return False
    if seam.full is not None:
        return _continues_in_column(parts, seam, open_end, shape)
    return _continues_in_lines(parts, seam, open_end, shape)


def _goes_on_inside(last: str, seam: _Seam, shape: Shape) -> bool:
    """Tell a sentence that its last word leaves open: "trước ngày" / "10/6", in a full line "quý" / "I. Sau đó"."""
    end = last[-_LAST_WORDS:]
    if marker_of(seam.line).level == NO_LEVEL:
        return bool(UNFINISHED.search(end) or (_DATE_GOES_ON.search(end) and _NUMBER.match(seam.line)))
    full = (shape.wrapped and _is_full(last, seam.line, shape)) if seam.full is None else seam.full
    return full and bool(_COUNTED.search(end)) and marker_of(seam.line).kind not in ("dash", "plus")


def _continues_whole(parts: list[str], seam: _Seam, open_end: bool, shape: Shape) -> bool:
    """Decide where paragraphs stand on one line each, or an empty line parts two pieces of text."""
    last, line, blank = parts[-1], seam.line, seam.blank
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


def _continues_in_column(parts: list[str], seam: _Seam, open_end: bool, shape: Shape) -> bool:
    """Decide by the width of the column: a line with room left ended on purpose, a full one before its sentence not."""
    last, line = parts[-1], seam.line
    if _OWN_LINE.match(line):
        return False
    above = _all_capitals(last, when_no_letters=len(parts) == 1)
    below = _all_capitals(line, when_no_letters=above)
    if not seam.full:
        heading = _is_heading(parts) and ((above and below) or bool(_DANGLING.search(last)))
        return line[:1].islower() or heading
    if above or below:
        short_form = not above and len(line.split()) <= _LONGEST_SHORT_FORM
        return (above and below) or (open_end and short_form)
    if line[:1].islower() or shape.blank_parted:
        return True
    if not open_end:
        return _continues_after_stop(parts, seam, shape)
    return len(parts) > 1 or not _is_heading(parts) or not _BODY_START.match(line) or bool(_DANGLING.search(last))


def _continues_after_stop(parts: list[str], seam: _Seam, shape: Shape) -> bool:
    """Decide whether a sentence behind a full line that ended one belongs to the same paragraph."""
    if _is_closing_order(seam) or _PREAMBLE.match(seam.line):
        return False
    if parts[-1].endswith((":", ";")):
        return len(parts) > 1 or not (_is_heading(parts) and _BODY_START.match(seam.line))
    return len(seam.line) >= shape.width * 0.75


def _is_closing_order(seam: _Seam) -> bool:
    """Tell the order to everybody that stands behind the last list, however its lines are broken."""
    return seam.line[:1].isupper() and bool(CLOSING_ORDER.match(" ".join([seam.line, *seam.ahead])))


def _continues_in_lines(parts: list[str], seam: _Seam, open_end: bool, shape: Shape) -> bool:
    """Decide where lines are broken at no common width, as by the fonts of a page."""
    last, line = parts[-1], seam.line
    if _PREAMBLE.match(line) and not _is_full(last, line, shape):
        return False
    above = _all_capitals(last, when_no_letters=len(parts) == 1)
    below = _all_capitals(line, when_no_letters=above)
    if above or below:
        return above and below and marker_of(parts[0]).level != NO_LEVEL
    if line[:1].islower() or shape.blank_parted:
        return True
    if last.endswith((":", ";")):
        return not _is_closing_order(seam)
    if not open_end:
        full = _is_full(last, line, shape) and len(line) >= shape.width * 0.75
        return full and not _is_closing_order(seam)
    full = _is_full(last, line, shape) and (len(parts) > 1 or not _BODY_START.match(line))
    cut_inside = not line[:1].isalpha() or full
    return cut_inside or not _is_heading(parts) or _is_heading_tail(parts, line, seam.ahead)


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
