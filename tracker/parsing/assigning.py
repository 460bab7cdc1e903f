"""Which lines of a plan hand out work: a part called so, one whose items speak to agencies, or all."""

import re
from collections.abc import Iterator, Sequence

from tracker.parsing.agencies import heads_agency
from tracker.parsing.lines import Line
from tracker.parsing.markers import NO_LEVEL, marker_of
from tracker.parsing.outline import Outline, Part
from tracker.parsing.phrases import ASSIGNING, is_assigning_title

_LONGEST_TITLE = 160
_SHARE = 0.6
_OUTER = 1
_DEEPEST = 6
_FEWEST_BULLETS = 3
_AMENDS = re.compile(r"(?:Sửa đổi|Bổ sung|Thay thế|Điều chỉnh)\b.*\bnhư sau\s*:?$")

LineRange = tuple[int, int]


def assigning_ranges(lines: Sequence[Line], outline: Outline) -> list[LineRange]:
    """Return (first line, last line) of the parts that hand out work, without headings, never overlapping."""
    return [found for body in outline.bodies for found in _of_body(lines, outline, body)]


def _of_body(lines: Sequence[Line], outline: Outline, body: LineRange) -> list[LineRange]:
    parts = [part for part in outline.parts if body[0] <= part.index <= body[1]]
    below = _children(outline, parts)
    ranges: list[LineRange] = []
    for part in parts:
        if ranges and part.index <= ranges[-1][1]:
            continue
        if _assigns(part, below.get(part.index, []), lines):
            ranges.append((part.index + 1, part.last))
    ranges = sorted([*ranges, *_unnumbered(lines, parts, body, ranges)])
    if not parts:
        ranges += _bare_list(lines, body)
    if not ranges and parts and _speaks_to_agencies(_outermost(parts), lines, fewest=2):
        ranges.append((parts[0].index, body[1]))
    return ranges


def _children(outline: Outline, parts: Sequence[Part]) -> dict[int, list[Part]]:
    """Return for the line of each part the parts directly below it."""
    below: dict[int, list[Part]] = {}
    for part in parts:
        if part.above >= 0:
            below.setdefault(outline.parts[part.above].index, []).append(part)
    return below


def _assigns(part: Part, inside: Sequence[Part], lines: Sequence[Line]) -> bool:
    title = lines[part.index].text[part.marker.length :]
    if len(title) <= _LONGEST_TITLE and is_assigning_title(title):
        return True
    if _AMENDS.match(title) and _speaks_to_agencies(inside, lines, fewest=1):
        return True
    if not inside and not heads_agency(title) and _bullets_speak(part, lines):
        return True
    if part.marker.level <= _OUTER:
        named = len(title) <= _LONGEST_TITLE and bool(ASSIGNING.search(title.lower()))
        return named or _speaks_to_agencies(inside, lines, fewest=3)
    return part.marker.level < _DEEPEST and not heads_agency(title) and _speaks_to_agencies(inside, lines, fewest=3)


def _bullets_speak(part: Part, lines: Sequence[Line]) -> bool:
    """Tell a part whose first kind of bullets names agencies in most of its lines, three at least."""
    marked = [
        (marker, lines[at].text[marker.length :])
        for at in range(part.index + 1, part.last + 1)
        if lines[at].kind == "text" and (marker := marker_of(lines[at].text)).level != NO_LEVEL
    ]
    sign = marked[0][0].sign if marked else ""
    outer = [body for marker, body in marked if marker.sign == sign and marker.level == marked[0][0].level]
    return len(outer) >= _FEWEST_BULLETS and sum(map(heads_agency, outer)) >= _SHARE * len(outer)


def _bare_list(lines: Sequence[Line], body: LineRange) -> list[LineRange]:
    """Return the bullets of a document without numbers, from the colon above them, where most name agencies."""
    opening = next((at for at in range(body[0], body[1]) if lines[at].text.endswith(":") and _is_list(lines, at)), None)
    if opening is None:
        return []
    bullets = [at for at in range(opening + 1, body[1] + 1) if marker_of(lines[at].text).kind == "dash"]
    bodies = [lines[at].text[marker_of(lines[at].text).length :] for at in bullets]
    speak = len(bodies) >= _FEWEST_BULLETS and sum(map(heads_agency, bodies)) >= _SHARE * len(bodies)
    return [(opening + 1, body[1])] if speak else []


def _is_list(lines: Sequence[Line], at: int) -> bool:
    following = next((line for line in lines[at + 1 : at + 3] if line.text), None)
    return following is not None and marker_of(following.text).kind == "dash" and not lines[at].text.startswith("Kính")


def _speaks_to_agencies(parts: Sequence[Part], lines: Sequence[Line], *, fewest: int) -> bool:
    if len(parts) < fewest:
        return False
    return sum(heads_agency(lines[p.index].text[p.marker.length :]) for p in parts) >= _SHARE * len(parts)


def _outermost(parts: Sequence[Part]) -> list[Part]:
    top = min(part.marker.level for part in parts)
    return [part for part in parts if part.marker.level == top and part.marker.kind != "article"]


def _unnumbered(
    lines: Sequence[Line], parts: Sequence[Part], body: LineRange, taken: Sequence[LineRange]
) -> Iterator[LineRange]:
    """Yield the lines below a title that lost its number, up to the next outer part or the end of the body."""
    outer = [part.index for part in parts if part.marker.level <= _OUTER]
    end = -1
    for index in range(*body):
        line = lines[index]
        if index <= end or not _is_bare_title(line) or any(first <= index <= last for first, last in taken):
            continue
        first = min((start for start, _ in taken if start > index), default=body[1] + 2)
        end = min([at - 1 for at in outer if at > index] + [body[1], first - 2])
        if end > index:
            yield index + 1, end


def _is_bare_title(line: Line) -> bool:
    words = line.text.strip()
    return (
        line.kind == "text"
        and 0 < len(words) <= _LONGEST_TITLE
        and words[-1] not in ".;,"
        and words[:1].isupper()
        and marker_of(words).level == NO_LEVEL
        and is_assigning_title(words)
    )
