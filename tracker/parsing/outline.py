"""The numbered parts of a plan, and which of them hand out work."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.parsing.agencies import heads_agency
from tracker.parsing.draft import Section
from tracker.parsing.lines import Line
from tracker.parsing.markers import BULLET_LEVEL, NO_LEVEL, Marker, marker_of
from tracker.parsing.phrases import CLOSING_ORDER

_ASSIGNING = re.compile(
    r"tổ chức (?:triển khai )?thực hiện|phân công|trách nhiệm (?:của|thực hiện|các|thi hành|tổ chức)|giao nhiệm vụ"
    r"|nhiệm vụ (?:cụ thể )?(?:của|cho) (?:các )?(?:sở|cơ quan|đơn vị|ngành|phòng|địa phương|cấp)"
)
_ASSIGNING_WHOLE = re.compile(
    r"(?:tổ chức (?:triển khai )?thực hiện|phân công (?:nhiệm vụ|trách nhiệm|thực hiện|tổ chức thực hiện).{0,50}"
    r"|trách nhiệm (?:của các|thực hiện|các).{0,60}|giao nhiệm vụ.{0,50})\W*"
)
_END = re.compile(r"(?:Nơi nhận|NƠI NHẬN)\s*:?|(?:TM\.|T/M|KT\.|Q\.|TL\.|TUQ\.)\s?[A-ZĐỦ ]|CHỦ TỊCH$|PHÓ CHỦ TỊCH$")
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered paragraph: lines[index], reaching to lines[last] inclusive."""

    index: int
    last: int
    marker: Marker
    section: Section


@dataclass(frozen=True, slots=True)
class Outline:
    """All numbered parts, and the number of lines that belong to the body (before recipients and annexes)."""

    parts: tuple[Part, ...]
    body_end: int

    @property
    def sections(self) -> list[Section]:
        """The parts as they stand in the draft."""
        return [part.section for part in self.parts]


def build_outline(lines: Sequence[Line]) -> Outline:
    """Return the numbered parts of the body."""
    body_end = _body_end(lines)
    marked = [
        (i, marker)
        for i in range(body_end)
        if lines[i].kind == "text" and (marker := marker_of(lines[i].text)).level < BULLET_LEVEL
    ]
    lasts = _before_closing_orders(lines, marked, _lasts(marked, body_end))
    parts: list[Part] = []
    labels: list[tuple[int, str]] = []
    for (index, marker), last in zip(marked, lasts, strict=True):
        while labels and labels[-1][0] >= marker.level:
            labels.pop()
        labels.append((marker.level, _label(labels, marker)))
        section = Section(
            id=f"s{len(parts) + 1}",
            label=labels[-1][1],
            title=_title(lines[index].text[marker.length :]),
            level=len(labels),
            span=(lines[index].start, lines[last].end),
        )
        parts.append(Part(index, last, marker, section))
    return Outline(tuple(parts), body_end)


def _body_end(lines: Sequence[Line]) -> int:
    first = next((i for i, line in enumerate(lines) if marker_of(line.text).kind in ("roman", "decimal")), 0)
    closed = None
    for index in range(first, len(lines)):
        line = lines[index]
        if line.kind == "text" and _END.match(line.text):
            return index
        if closed is None and line.text.endswith(("./.", "./")):
            closed = index + 1
    return closed or len(lines)


def _lasts(marked: Sequence[tuple[int, Marker]], body_end: int) -> list[int]:
    """Return for each marked line the last line that belongs to it, in one pass from the end."""
    lasts = [body_end - 1] * len(marked)
    open_parts: list[int] = []
    for position, (index, marker) in enumerate(marked):
        while open_parts and marked[open_parts[-1]][1].level >= marker.level:
            lasts[open_parts.pop()] = index - 1
        open_parts.append(position)
    return lasts


def _before_closing_orders(
    lines: Sequence[Line], marked: Sequence[tuple[int, Marker]], lasts: Sequence[int]
) -> list[int]:
    """End an agency's part before an order to everybody that follows its last number: it belongs to the part above."""
    ends = list(lasts)
    numbers = [index for index, _ in marked]
    ended, outermost = -1, NO_LEVEL
    for position, (index, marker) in enumerate(marked):
        outermost = min(outermost, marker.level)
        if index <= ended:  # stands in an agency's part that was looked at
            ends[position] = min(ends[position], ended)
            continue
        if marker.level <= max(outermost, 1) or not _is_of_agency(lines[index].text[marker.length :]):
            continue
        last = lasts[position]
        numbered = numbers[bisect_right(numbers, last) - 1]
        order = next((i for i in range(numbered + 1, last + 1) if _is_closing_order(lines[i])), last + 1)
        ended = ends[position] = order - 1
    return ends


def _is_of_agency(heading: str) -> bool:
    return heads_agency(heading) and not _ASSIGNING_WHOLE.fullmatch(heading.lower())


def _is_closing_order(line: Line) -> bool:
    return line.kind == "text" and marker_of(line.text).level == NO_LEVEL and bool(CLOSING_ORDER.match(line.text))


def _label(parents: Sequence[tuple[int, str]], marker: Marker) -> str:
    if not parents or marker.level <= 1:
        return marker.label
    parent_level, parent = parents[-1]
    if marker.kind == "decimal" and "." in marker.label:
        outer = next((label for level, label in reversed(parents) if level <= 1), "")
        return f"{outer}.{marker.label}" if outer else marker.label
    return f"{parent}.{marker.label}" if parent_level >= 0 else marker.label


def _title(body: str) -> str:
    body = body.strip()
    if len(body) <= _LONGEST_TITLE and not body.endswith("."):
        return body.rstrip(" :;")
    head = body.split(":", 1)[0]
    if len(head) <= _LONGEST_TITLE and head != body:
        return head.strip()
    short = body.split(". ", 1)[0]
    return short.rstrip(".") if len(short) <= _LONGEST_TITLE else body[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def assigning_ranges(lines: Sequence[Line], outline: Outline) -> list[tuple[int, int]]:
    """Return (first line, last line) of the parts that hand out work, without headings, never overlapping."""
    ranges: list[tuple[int, int]] = []
    for part in outline.parts:
        if ranges and part.index <= ranges[-1][1]:
            continue
        if _assigns(part, lines, outline):
            ranges.append((part.index + 1, part.last))
    if not ranges and _agency_share(outline.parts, lines) >= 0.6:
        ranges.append((outline.parts[0].index, outline.body_end - 1))
    return ranges


def _assigns(part: Part, lines: Sequence[Line], outline: Outline) -> bool:
    title = lines[part.index].text[part.marker.length :].lower()
    if part.marker.level <= 1:
        if len(title) <= _LONGEST_TITLE and _ASSIGNING.search(title):
            return True
        inside = [p for p in outline.parts if part.index < p.index <= part.last]
        top = min((p.marker.level for p in inside), default=0)
        return _agency_share([p for p in inside if p.marker.level == top], lines) >= 0.6
    return len(title) <= _LONGEST_TITLE and bool(_ASSIGNING_WHOLE.fullmatch(title))


def _agency_share(parts: Sequence[Part], lines: Sequence[Line]) -> float:
    if len(parts) < 3:
        return 0.0
    return sum(heads_agency(lines[p.index].text[p.marker.length :]) for p in parts) / len(parts)


def section_at(outline: Outline, line_index: int) -> str | None:
    """Return the id of the innermost part that holds the line, None outside all parts."""
    found = None
    for part in outline.parts:
        if part.index > line_index:
            break
        if part.last >= line_index:
            found = part.section.id
    return found
