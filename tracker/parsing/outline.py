"""The numbered parts of a plan."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.parsing.agencies import heads_agency
from tracker.parsing.bodies import find_bodies
from tracker.parsing.draft import Section
from tracker.parsing.lines import Line
from tracker.parsing.markers import BULLET_LEVEL, NO_LEVEL, Marker, marker_of
from tracker.parsing.phrases import CLOSING_ORDER, is_assigning_title

_LONGEST_TITLE = 160
_OUTERMOST = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered paragraph: lines[index], up to lines[last] inclusive; `above` is the place of the part around."""

    index: int
    last: int
    marker: Marker
    section: Section
    above: int = -1


@dataclass(frozen=True, slots=True)
class Outline:
    """All numbered parts, the ranges of lines that hold the bodies, and the line behind the signed one."""

    parts: tuple[Part, ...]
    bodies: tuple[tuple[int, int], ...]
    signed_at: int

    @property
    def sections(self) -> list[Section]:
        """The parts as they stand in the draft."""
        return [part.section for part in self.parts]


def build_outline(lines: Sequence[Line]) -> Outline:
    """Return the numbered parts of the bodies: of the document itself and of what is attached behind its signature."""
    bodies = find_bodies(lines)
    parts: list[Part] = []
    for first, last in bodies.ranges:
        parts += _parts(lines, first, last, len(parts))
    return Outline(tuple(parts), bodies.ranges, bodies.signed_at)


def _parts(lines: Sequence[Line], first: int, end: int, before: int) -> list[Part]:
    marked = [
        (i, marker)
        for i in range(first, end + 1)
        if lines[i].kind == "text" and (marker := marker_of(lines[i].text)).level < BULLET_LEVEL
    ]
    marked = _nested(marked)
    lasts = _before_closing_orders(lines, marked, _lasts(marked, end))
    parts: list[Part] = []
    labels: list[tuple[int, str]] = []
    around: list[int] = []
    for (index, marker), last in zip(marked, lasts, strict=True):
        while labels and labels[-1][0] >= marker.level:
            labels.pop()
            around.pop()
        above = around[-1] if around else -1
        around.append(before + len(parts))
        labels.append((marker.level, _label(labels, marker)))
        section = Section(
            id=f"s{before + len(parts) + 1}",
            label=labels[-1][1],
            title=_title(lines[index].text[marker.length :]),
            level=len(labels),
            span=(lines[index].start, lines[last].end),
        )
        parts.append(Part(index, last, marker, section, above))
    return parts


def _nested(marked: Sequence[tuple[int, Marker]]) -> list[tuple[int, Marker]]:
    """Set letters in capitals above Roman numbers, or below them, as their order says; alone, each is outermost."""
    kinds = [marker.kind for _, marker in marked if marker.kind in ("roman", "capital")]
    if len(set(kinds)) < 2:
        return list(marked)
    outer = kinds[0]
    return [(i, replace(marker, level=_OUTERMOST) if marker.kind == outer else marker) for i, marker in marked]


def _lasts(marked: Sequence[tuple[int, Marker]], end: int) -> list[int]:
    """Return for each marked line the last line that belongs to it, in one pass; `end` is the last line of the body."""
    lasts = [end] * len(marked)
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
    return heads_agency(heading) and not is_assigning_title(heading)


def _is_closing_order(line: Line) -> bool:
    return line.kind == "text" and marker_of(line.text).level == NO_LEVEL and bool(CLOSING_ORDER.match(line.text))


def _label(parents: Sequence[tuple[int, str]], marker: Marker) -> str:
    if not parents or marker.level <= 1:
        return marker.label
    parent = parents[-1][1]
    if marker.kind == "decimal" and "." in marker.label:
        outer = next((label for level, label in reversed(parents) if level <= 1), "")
        return f"{outer}.{marker.label}" if outer else marker.label
    return f"{parent}.{marker.label}"


def _title(body: str) -> str:
    body = body.strip()
    if len(body) <= _LONGEST_TITLE and not body.endswith("."):
        return body.rstrip(" :;")
    head = body.split(":", 1)[0]
    if len(head) <= _LONGEST_TITLE and head != body:
        return head.strip()
    short = body.split(". ", 1)[0]
    return short.rstrip(".") if len(short) <= _LONGEST_TITLE else body[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def section_at(outline: Outline, line_index: int) -> str | None:
    """Return the id of the innermost part that holds the line, None outside all parts."""
    at = bisect_right(outline.parts, line_index, key=lambda part: part.index) - 1
    while at >= 0 and outline.parts[at].last < line_index:
        at = outline.parts[at].above
    return outline.parts[at].section.id if at >= 0 else None
