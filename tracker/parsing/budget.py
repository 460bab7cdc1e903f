"""Amounts of money in the part on funding and in tables: lines, their sources, and what adds up to what.

A unit that the plan does not name is never guessed: the figure is kept with an empty unit, and a finding says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.budget_tables import table_budget
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import BudgetLine, BudgetPart, Finding
from tracker.parsing.lines import Line
from tracker.parsing.markers import NO_LEVEL, marker_of
from tracker.parsing.numbers import NUMBER_TEXT, parse_number
from tracker.parsing.outline import Outline

IN_DONG = {"": 0.0, "đồng": 1.0, "nghìn đồng": 1e3, "triệu đồng": 1e6, "tỷ đồng": 1e9}
_TITLE = re.compile(r"kinh phí|nguồn vốn|nguồn lực|dự toán|ngân sách", re.IGNORECASE)
_UNIT = r"(?:nghìn|ngàn|triệu|tỷ|tỉ)(?: đồng)?|đồng"
_AMOUNT = re.compile(rf"(?<![\d.,/])(?P<number>{NUMBER_TEXT})\s*(?P<unit>{_UNIT})(?!\w)")
_BARE = re.compile(
    r"(?P<item>(?:kinh phí|vốn|ngân sách|dự toán|nguồn|tổng)[^.;:\d\n]{0,70})[:\s]\s*(?:là\s+|khoảng\s+)?"
    r"(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?)(?=\s*(?:[;)(]|,\s|\.(?!\d)|$))",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"tổng (?:cộng|kinh phí|mức|nhu cầu|nguồn|số|vốn|dự toán)", re.IGNORECASE)
_PART_LEAD = re.compile(r"\(\s*(?P<inner>[Tt]rong đó:?|[Gg]ồm:?|[Bb]ao gồm:?)?|,?\s*[Tt]rong đó:?|,?\s*(?:bao )?gồm:?")
_PART_JOINT = re.compile(r"^[,;]\s*(?:và\s+)?|^\s*và\s+")
_ITEM_END = re.compile(r"[\s:,;(–-]+(?:là|khoảng|dự kiến|dự kiến khoảng)?[\s:]*$")
_OPENS = re.compile(r"(?::|trong đó:?|gồm:?)\s*$", re.IGNORECASE)
_DEEPEST_TITLE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A budget line with its paragraph: `level` of its marker, whether it opens a list, and how its parts are led.

    `partial`: its parts are told by "trong đó", which may leave some out.
    """

    line: BudgetLine
    paragraph: int
    level: int
    opens: bool
    partial: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total with the lines that it is the sum of."""

    total: Entry
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ReadBudget:
    """The printed lines in their order, what adds up, and the amounts whose unit is missing."""

    lines: list[BudgetLine]
    entries: list[Entry]
    breakdowns: list[Breakdown]
    findings: list[Finding]


def read_budget(lines: Sequence[Line], outline: Outline, tables: Sequence[CheckedTable]) -> ReadBudget:
    """Return the amounts of the parts whose title speaks of funding, then those of the tables of money."""
    entries: list[Entry] = []
    breakdowns: list[Breakdown] = []
    findings: list[Finding] = []
    read_to = -1
    for part in outline.parts:
        if part.marker.level > _DEEPEST_TITLE or part.index <= read_to or not _TITLE.search(part.section.title):
            continue
        read_to = part.last
        found = [entry for index in range(part.index, part.last + 1) for entry in _entries(lines[index], index)]
        entries += found
        breakdowns += _breakdowns(found, lines, part.last)
        findings += [_unit_missing(entry.line) for entry in found if not entry.line.unit]
    in_tables, unclear = table_budget(tables)
    return ReadBudget([*(entry.line for entry in entries), *in_tables], entries, breakdowns, [*findings, *unclear])


def _entries(line: Line, index: int) -> Iterator[Entry]:
    if line.kind != "text":
        return
    marker = marker_of(line.text)
    opens = bool(_OPENS.search(line.text))
    found = list(_amounts(line, marker.length))
    for number, (budget_line, partial) in enumerate(found):
        yield Entry(budget_line, index, marker.level, opens and number == len(found) - 1, partial)


def _amounts(line: Line, begin: int) -> Iterator[tuple[BudgetLine, bool]]:
    """Yield one budget line for each amount that stands outside brackets and inside no enumeration of parts."""
    text = line.text
    at = begin
    while (amount := _next(text, at)) is not None:
        opened = text.rfind("(", at, amount.start("number"))
        if opened > text.rfind(")", at, amount.start("number")):
            close = text.find(")", amount.end())
            at = close + 1 if close > 0 else len(text)
            continue
        unit = unit_name(amount.groupdict().get("unit") or "")
        end, parts, partial = _parts(text, amount.end(), unit)
        item = _ITEM_END.sub("", text[begin : amount.start("number")]).strip(" -–;,.")
        value = parse_number(amount.group("number")) or 0.0
        yield BudgetLine(item, value, unit, parts, (line.start + begin, line.start + end)), partial
        at = end
        begin = min(end + len(text[end:]) - len(text[end:].lstrip(" ;,.")), len(text))


def _next(text: str, at: int) -> "re.Match[str] | None":
    """Return the next amount: a number with a unit, or after a word for money a large one without any."""
    found = [rule.search(text, at) for rule in (_AMOUNT, _BARE)]
    known = [match for match in found if match is not None]
    return min(known, key=lambda match: match.start("number")) if known else None


def _parts(text: str, at: int, unit: str) -> tuple[int, list[BudgetPart], bool]:
    """Return where the parts after an amount end, the sources named in them, and whether some may be left out."""
    rest = text[at:].lstrip(" .")
    led = _PART_LEAD.match(rest)
    if not led:
        return at, [], False
    start = at + len(text[at:]) - len(rest) + led.end()
    bracket = led.group().startswith("(")
    close = text.find(")", start) if bracket else len(text)
    close = len(text) if close < 0 else close
    parts = []
    previous = start
    for amount in _AMOUNT.finditer(text, start, close):
        source = _PART_JOINT.sub("", _ITEM_END.sub("", text[previous : amount.start()]))
        value, own = parse_number(amount.group("number")) or 0.0, unit_name(amount.group("unit"))
        parts.append(BudgetPart(source.strip(" :;,-–"), _in_unit(value, own, unit)))
        previous = amount.end()
    if not parts:
        return at, [], False
    return (close + 1 if bracket and close < len(text) else previous), parts, "rong đó" in led.group()


def _in_unit(value: float, own: str, unit: str) -> float:
    """Return an amount in the unit of its line; the same unit is left alone so that no digit changes."""
    return value if own == unit or not unit else round(value * IN_DONG[own] / IN_DONG[unit], 6)


def unit_name(words: str) -> str:
    """Return the unit of money as it is kept: "tỉ" → "tỷ đồng", "" where none is printed."""
    plain = words.replace("tỉ", "tỷ").replace("ngàn", "nghìn")
    return plain if not plain or plain.endswith("đồng") else f"{plain} đồng"


def _breakdowns(entries: Sequence[Entry], lines: Sequence[Line], last: int) -> Iterator[Breakdown]:
    """Yield each total or list-opening amount with the amounts of the list below it, or, at the end, above it."""
    for at, entry in enumerate(entries):
        is_total = bool(_TOTAL.search(entry.line.item))
        if not entry.line.unit or entry.line.parts or not (is_total or entry.opens):
            continue
        below = _below(entries, at, lines, last)
        if len(below) < 2 and is_total and at == len(entries) - 1:
            below = _above(entries, at)
        if len(below) >= 2 and all(one.line.unit for one in below):
            yield Breakdown(entry, tuple(below))


def _below(entries: Sequence[Entry], at: int, lines: Sequence[Line], last: int) -> list[Entry]:
    """Return the amounts of the list that follows: paragraphs of one level, up to one that stands higher."""
    found: list[Entry] = []
    own = entries[at]
    for entry in entries[at + 1 :]:
        level = found[0].level if found else entry.level
        between = range((found[-1] if found else own).paragraph + 1, min(entry.paragraph, last + 1))
        if entry.paragraph == own.paragraph or _breaks(lines, between, level) or entry.level < level:
            break
        if own.level != NO_LEVEL and level <= own.level and not _TOTAL.search(own.line.item):
            break
        if entry.level == level and (not found or entry.paragraph != found[-1].paragraph):
            found.append(entry)
    return found


def _breaks(lines: Sequence[Line], between: range, level: int) -> bool:
    """Tell whether a list ends between two amounts: a paragraph that stands higher, or one that opens another list."""
    for index in between:
        text = lines[index].text
        if lines[index].kind == "text" and text and (marker_of(text).level < level or text.endswith(":")):
            return True
    return False


def _above(entries: Sequence[Entry], at: int) -> list[Entry]:
    level = min((entry.level for entry in entries[:at]), default=NO_LEVEL)
    return [entry for entry in entries[:at] if entry.level == level]


def _unit_missing(line: BudgetLine) -> Finding:
    return Finding(
        code="budget_unit_missing",
        severity="warning",
        message=f"“{line.item[:80]}” ghi số tiền không có đơn vị (đồng, nghìn đồng, triệu đồng, tỷ đồng); cần bổ sung.",
        places=[line.span],
    )
