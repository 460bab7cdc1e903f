"""Amounts of money in the part on funding: lines, their sources in brackets, and the total."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.draft import BudgetLine, BudgetPart
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of
from tracker.parsing.numbers import NUMBER_TEXT, parse_number
from tracker.parsing.outline import Outline

_TITLE = re.compile(r"kinh phí|nguồn vốn|nguồn lực|dự toán|ngân sách", re.IGNORECASE)
_AMOUNT = re.compile(rf"(?P<number>{NUMBER_TEXT})\s*(?P<unit>(?:nghìn|triệu|tỷ|tỉ)(?: đồng)?|đồng)(?!\w)")
_TOTAL = re.compile(r"tổng (?:cộng|kinh phí|mức|nhu cầu|nguồn|số|vốn|dự toán)", re.IGNORECASE)
_PART_JOINT = re.compile(r"[,;]\s*(?:và\s+)?|\s+và\s+")
_ITEM_END = re.compile(r"[\s:,;(–-]+(?:là|khoảng|dự kiến|dự kiến khoảng)?[\s:]*$")


@dataclass(frozen=True, slots=True)
class ReadBudget:
    """The printed lines in their order, and the one that is the total of the lines below it."""

    lines: list[BudgetLine]
    total: BudgetLine | None


def read_budget(lines: Sequence[Line], outline: Outline) -> ReadBudget:
    """Return the amounts of the parts whose title speaks of funding."""
    found: list[BudgetLine] = []
    total: BudgetLine | None = None
    read_to = -1
    for part in outline.parts:
        if part.marker.level > 2 or part.index <= read_to or not _TITLE.search(part.section.title):
            continue
        read_to = part.last
        for line in lines[part.index : part.last + 1]:
            if line.kind != "text":
                continue
            for budget_line in _amounts(line):
                found.append(budget_line)
                if total is None and _TOTAL.search(budget_line.item):
                    total = budget_line
    return ReadBudget(found, total)


def _amounts(line: Line) -> Iterator[BudgetLine]:
    """Yield one budget line for each amount that stands outside brackets and inside no enumeration of parts."""
    text = line.text
    begin = marker_of(text).length
    at = begin
    while (amount := _AMOUNT.search(text, at)) is not None:
        opened = text.rfind("(", at, amount.start())
        if opened > text.rfind(")", at, amount.start()):
            close = text.find(")", amount.end())
            at = close + 1 if close > 0 else len(text)
            continue
        end, parts = _parts(text, amount.end())
        yield BudgetLine(
            item=_ITEM_END.sub("", text[begin : amount.start()]).strip(" -–;,"),
            amount=parse_number(amount.group("number")) or 0.0,
            unit=_unit(amount.group("unit")),
            parts=parts,
            span=(line.start + begin, line.start + end),
        )
        at = end
        begin = min(end + len(text[end:]) - len(text[end:].lstrip(" ;,.")), len(text))


def _parts(text: str, at: int) -> tuple[int, list[BudgetPart]]:
    """Return where the brackets after an amount end, and the sources named in them."""
    rest = text[at:].lstrip()
    led = re.match(r"\(|,?\s*[Tt]rong đó:?|,?\s*gồm:?", rest)
    if not led:
        return at, []
    start = at + len(text[at:]) - len(rest) + led.end()
    bracket = led.group().startswith("(")
    close = text.find(")", start) if bracket else len(text)
    close = len(text) if close < 0 else close
    parts = []
    previous = start
    for amount in _AMOUNT.finditer(text, start, close):
        source = _ITEM_END.sub("", text[previous : amount.start()])
        source = _PART_JOINT.sub(" ", source, count=1) if _PART_JOINT.match(source) else source
        parts.append(BudgetPart(source.strip(" :;,-–"), parse_number(amount.group("number")) or 0.0))
        previous = amount.end()
    if not parts:
        return at, []
    return (close + 1 if bracket and close < len(text) else previous), parts


def _unit(words: str) -> str:
    words = words.replace("tỉ", "tỷ")
    return words if words.endswith("đồng") else f"{words} đồng"
