"""Figures to reach in the parts on aims: one target for each figure with a unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.parsing.deadlines import PlanTime, read_deadline
from tracker.parsing.draft import Span, Target
from tracker.parsing.figures import Figure, figures_of
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of
from tracker.parsing.outline import Outline, Part

_TITLE = re.compile(r"(?<!trình )mục tiêu|chỉ tiêu", re.IGNORECASE)
_NOT_TITLE = re.compile(r"chung$|tổng quát|mục đích", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:[^;.]|\.(?!\s))+")
_PER_YEAR = re.compile(r"bình quân(?: mỗi| hằng| hàng)?[^,;]*(?:/năm|năm)|(?:mỗi|hằng|hàng) năm", re.IGNORECASE)
_DIMENSION = re.compile(r"^Chiều (?:thiếu hụt )?(?:về )?(?P<name>[^:]{2,60}):\s*", re.IGNORECASE)
_SHARE = re.compile(r"trong đó|trong số đó", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:tỷ lệ|số hộ|giảm|tăng|100)\b", re.IGNORECASE)
_NOT_COUNTED = re.compile(r"^.*(?:trong đó|riêng|trở lên\d?|\((?![^)]*\))|\),)(?:,? có)?\s*", re.IGNORECASE | re.DOTALL)
_STRIVING = re.compile(r"(?:^|\s)phấn đấu(?=\s)", re.IGNORECASE)
_WEAK_END = re.compile(
    r"(?:(?:^|\s+)(?:ít nhất|tối thiểu|trên|hơn|từ|là|đạt|khoảng|còn|xuống|lên|dưới|không quá|dự kiến|có))+$|"
    r"\s+(?:bình quân|cho)$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:thực sự )?có nhu cầu|(?:đủ|bảo đảm|đáp ứng) (?:các )?(?:điều kiện|tiêu chuẩn)|có khả năng lao động|"
    r"trong độ tuổi lao động|(?<!\w)(?:nếu|trường hợp)\s[^,;.()]{3,60}"
)
_FOLLOWS = re.compile(
    r"^(?:(?:và\s+)?(?:tương ứng|tức là|nghĩa là)(?:\s+với)?|"
    r"(?:đến|vào)?\s*(?:hết|cuối)\s+(?:năm|kỳ)(?:\s+\d{4})?)\s*",
    re.IGNORECASE,
)
_OWN_CHANGE = re.compile(r"(?:giảm|tăng|còn(?: lại)?|đạt|được|\s)*", re.IGNORECASE)
_NONE_LEFT = re.compile(
    r"(?P<words>không còn|không để(?: (?:phát sinh|xảy ra|có|còn))?)\s+"
    r"(?P<unit>hộ|huyện|xã|thôn|bản|ấp|nhà|người)(?!\w)",
    re.IGNORECASE,
)
_SEAM = re.compile(r",\s+(?:và\s+)?|\s+và\s+(?=\S*\s*$)")
_CHANGE_FIRST = re.compile(r"^(?:tiếp tục\s+|từng bước\s+)?(?:kéo giảm|giảm|hạ|nâng|tăng)\s+(?=\S+\s)", re.IGNORECASE)
_CHANGE_LAST = re.compile(r"\s+(?:giảm|tăng|hạ|nâng)$")
_REST = re.compile(r"[(]|\s(?:trong đó|xuống(?=\s+(?:còn|dưới|mức|\d))|trở lên)|,\s(?:đến hết|đến cuối|phấn đấu|tỷ lệ)")
_NEW_SUBJECT = re.compile(r"^.*,\s+(?=tỷ lệ)", re.DOTALL)
_SELF_SPEAKING = 12
_LONGEST_INDICATOR = 240
_LONGEST_TITLE = 160
_DEEPEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clause stands and what its paragraph said before it."""

    start: int
    dimension: str | None
    due_on: str | None
    item: bool


def read_targets(lines: Sequence[Line], outline: Outline, time: PlanTime) -> list[Target]:
    """Return the targets in their order; "trong đó" makes a figure a part of the one before it."""
    targets: list[Target] = []
    read_to = -1
    for part in outline.parts:
        if part.index <= read_to or part.marker.level > 3 or not _TITLE.search(part.section.title):
            continue
        read_to = part.last
        general = _general_lines(part, outline)
        due = _due(lines[part.index].text, time)
        for index in range(part.index, part.last + 1):
            line = lines[index]
            if line.kind != "text" or index in general:
                continue
            marker = marker_of(line.text)
            if _TITLE.search(line.text) and len(line.text) <= _LONGEST_TITLE and marker.level <= _DEEPEST_TITLE:
                due = _due(line.text, time)
            else:
                targets += _of_paragraph(line, marker.length, due, len(targets), time)
    return targets


def _general_lines(part: Part, outline: Outline) -> set[int]:
    """Return the lines below headings like "Mục tiêu chung": they hold no figures to reach."""
    inside = [p for p in outline.parts if part.index < p.index <= part.last and _is_general(p.section.title)]
    return {index for inner in inside for index in range(inner.index, inner.last + 1)}


def _is_general(title: str) -> bool:
    return bool(_TITLE.search(title) and _NOT_TITLE.search(title))


def _due(words: str, time: PlanTime) -> str | None:
    stated, _ = read_deadline(words, 0, time)
    return stated.due_on or (time.end.isoformat() if time.end else None)


def _of_paragraph(line: Line, begin: int, due: str | None, count: int, time: PlanTime) -> list[Target]:
    found: list[Target] = []
    dimension = _DIMENSION.match(line.text[begin:])
    name = dimension.group("name").strip() if dimension else None
    start = begin + (dimension.end() if dimension else 0)
    for clause in _CLAUSE.finditer(line.text, start):
        stated, _ = read_deadline(clause.group(), 0, time)
        place = _Place(line.start + clause.start(), name, stated.due_on or due, item=begin > 0)
        for target in _of_clause(clause.group(), place, count + len(found)):
            found.append(target)
    return found


def _of_clause(clause: str, place: _Place, count: int) -> Iterator[Target]:
    figures = figures_of(clause, item=place.item) or _none_left(clause)
    parent: str | None = None
    named: Target | None = None
    listed = False
    for number, (figure, reach) in enumerate(zip(figures, _reaches(clause, figures), strict=True), start=count + 1):
        between = clause[reach[0] : figure.start]
        share = bool(_SHARE.search(between)) or (listed and figure.is_share and not _SUBJECT.search(between))
        target = _target(f"t{number}", clause, figure, reach, place)
        if named is not None and _FOLLOWS.match(between.strip(" ,")):
            target = replace(target, indicator=_of_the_same(named.indicator, between, figure))
        else:
            named = target
        if share and parent:
            target = replace(target, of=parent)
        elif not share:
            parent = target.id
        listed = share
        yield target


def _none_left(clause: str) -> list[Figure]:
    """Return the aim that nothing is left ("không còn hộ …") as a figure of zero."""
    found = _NONE_LEFT.search(clause)
    if not found:
        return []
    return [Figure(found.start("words"), found.end("unit"), 0.0, found.group("unit").lower(), "=")]


def _reaches(clause: str, figures: Sequence[Figure]) -> list[Span]:
    """Return for each figure where the words about it stand: the words between two figures part at a comma."""
    reaches = []
    begin = 0
    for figure, following in pairwise(figures):
        seam = _seam(clause, figure.end, following.start)
        reaches.append((begin, following.start if seam is None else seam))
        begin = figure.end if seam is None else seam
    return [*reaches, (begin, len(clause))] if figures else []


def _seam(clause: str, start: int, end: int) -> int | None:
    """Return where the words between two figures part, None when no comma or "và" outside brackets parts them.

    "trong đó" begins what the second counts, and so do words that name a change; a number right behind a comma has all
    its words after it; else what stands behind the first comma is the subject of the second figure.
    """
    share = _SHARE.search(clause, start, end)
    if share and clause.count("(", start, share.start()) <= clause.count(")", start, share.start()):
        return share.start()
    seams = []
    for found in _SEAM.finditer(clause, start, end):
        if clause.count("(", start, found.start()) <= clause.count(")", start, found.start()):
            seams.append(found.end())
    if not seams:
        return None
    named = [seam for seam in seams if _FOLLOWS.match(clause[seam:end]) or _SUBJECT.match(clause[seam:end])]
    return named[0] if named else seams[-1] if not clause[seams[-1] : end].strip() else seams[0]


def _of_the_same(indicator: str, between: str, figure: Figure) -> str:
    """Name a figure that only tells the one before it in another unit ("tương ứng giảm 40 hộ", "cuối năm còn …")."""
    own = _FOLLOWS.sub("", between.strip(" ,"))
    own = own if _OWN_CHANGE.fullmatch(own.replace("khoảng", "")) else ""
    words = " ".join(f"{own} {figure.unit}".replace("khoảng", "").split())
    return f"{indicator}: {words}"[:_LONGEST_INDICATOR]


def _target(number: str, clause: str, figure: Figure, reach: Span, place: _Place) -> Target:
    """Build the target of a figure; the words about it stand in clause[reach]."""
    lead = len(clause) - len(clause.lstrip())
    words = clause.strip()
    return Target(
        id=number,
        text=words,
        indicator=_indicator(clause, figure, reach),
        comparator=figure.comparator,
        value=figure.value,
        unit="%" if figure.unit == "phần trăm" else figure.unit,
        baseline=figure.baseline,
        per_year=figure.each_year or bool(_PER_YEAR.search(clause[: figure.start][-60:])),
        due_on=place.due_on,
        dimension=place.dimension,
        of=None,
        span=(place.start + lead, place.start + lead + len(words)),
        upper=figure.upper,
        condition=_condition(clause[reach[0] : reach[1]]),
    )


def _condition(words: str) -> str | None:
    found = _CONDITION.search(words)
    return " ".join(found.group().split()) if found else None


def _indicator(clause: str, figure: Figure, reach: Span) -> str:
    """Return what is counted: the words before the figure and those after it, up to the next figure."""
    before = clause[reach[0] : figure.start]
    if reach[0]:
        before = _NEW_SUBJECT.sub("", before)
    before = _STRIVING.sub("", _NOT_COUNTED.sub("", before)).strip()
    before = _WEAK_END.sub("", before.strip(" ,;:(")).strip()
    if figure.level:
        before = _CHANGE_LAST.sub("", _CHANGE_FIRST.sub("", before))
    after = _REST.split(clause[figure.end : reach[1]], maxsplit=1)[0].strip(" ,.)")
    counted = after if figure.is_share else f"{figure.unit} {after}"
    speaks = bool(before) if figure.level else len(before) >= _SELF_SPEAKING and figure.names_no_thing
    indicator = before if speaks else f"{before} {counted}".strip()
    return indicator[:_LONGEST_INDICATOR] or clause.strip()[:_LONGEST_INDICATOR]
