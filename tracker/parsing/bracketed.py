"""Tasks whose agency stands in brackets behind them: "Mở lớp dạy nghề (Sở Nội vụ chủ trì, phối hợp với …)"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tracker.parsing.agencies import agency_end
from tracker.parsing.clauses import partners_of
from tracker.parsing.draft import Span
from tracker.parsing.lines import Line
from tracker.parsing.markers import marker_of
from tracker.parsing.outline import Outline, section_at
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.unit import WORK, Unit

_BRACKET = re.compile(r"\s*\((?:[Gg]iao |[Dd]o |[Pp]hân công )?(?P<inner>[^()]{5,400})\)\s*[.;,]?$")
_LEADS = re.compile(r"[\s,]*(?:là (?:cơ quan|đơn vị) )?chủ trì\b")
_TIME = re.compile(r"[;,]\s*(?:thời gian|thời hạn|hoàn thành|xong|tiến độ)[^;]*$", re.IGNORECASE)
_FEWEST_WORDS = 4


def bracketed_units(text: str, lines: Sequence[Line], outline: Outline, taken: Collection[int]) -> Iterator[Unit]:
    """Yield one task for each paragraph that ends with its leading agency in brackets; lines `taken` are left out."""
    for index in (i for first, last in outline.bodies for i in range(first, last + 1)):
        line = lines[index]
        if line.kind != "text" or index in taken or not line.text.rstrip(" .;,").endswith(")"):
            continue
        bracket = _BRACKET.search(line.text)
        end = agency_end(line.text, bracket.start("inner")) if bracket else 0
        if not bracket or end <= bracket.start("inner"):
            continue
        begin = marker_of(line.text).length
        task = line.text[begin : bracket.start()]
        alone = end == bracket.end("inner") and begin > 0
        if len(task.split()) < _FEWEST_WORDS or AGENCY_HEAD.match(task) or not (alone or _LEADS.match(line.text, end)):
            continue
        unit = _unit(text, line, (begin, bracket.start()), (bracket.start("inner"), end), index, outline)
        yield replace(unit, guessed=alone)


def _unit(text: str, line: Line, task: Span, lead: Span, index: int, outline: Outline) -> Unit:
    inner = line.text[lead[1] : line.text.rindex(")")]
    time = _TIME.search(inner)
    at = line.start + lead[1]
    return Unit(
        kind=WORK,
        start=line.start + task[0],
        end=line.start + task[1],
        agency=line.text[slice(*lead)],
        mode="ordered",
        section=section_at(outline, index),
        leads=True,
        partners=tuple(partners_of(inner)),
        also_time=(at + time.start() + 1, at + time.end()) if time else None,
    )
