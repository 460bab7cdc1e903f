"""The head of a list without a document around it: an Excel file or an annex that says to which plan it belongs.

Above the table stand who issues, what the list is, and "(Kèm theo Kế hoạch số … ngày … của …)".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.parsing.citations import read_citations
from tracker.parsing.letterhead import UNIT, Issuer, is_letterhead, issuer_of, named_issuer
from tracker.parsing.lines import Line, text_of

_ATTACHED = re.compile(r"kèm theo\b", re.IGNORECASE)
_ANNEX = re.compile(r"(?:PHỤ LỤC|BIỂU|MẪU|PHỤ BIỂU)\s*(?:SỐ\s*)?(?:\d{1,2}|[IVX]+|[A-Z])?\s*[.:]?$", re.IGNORECASE)
_FEWEST_CELLS = 3
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class ListHead:
    """What the lines above the table of a list say; None where they do not."""

    kind: str | None
    number: str | None
    issued_on: date | None
    issuer: Issuer
    title: str


def first_table_row(lines: Sequence[Line]) -> int | None:
    """Return the first row of a table: three filled cells, or two that are no letterhead; None without one."""
    return next((at for at, line in enumerate(lines) if line.kind == "row" and _is_row(line)), None)


def _is_row(line: Line) -> bool:
    filled = sum(bool(cell.strip()) for cell in re.split(r"\t|\|", line.text))
    return filled >= _FEWEST_CELLS or ("\t" in line.text and filled == 2 and not is_letterhead(line.text))


def read_list_head(lines: Sequence[Line], top: int) -> ListHead | None:
    """Return the head of a list whose table begins at line `top`, None when no line there says what it belongs to."""
    above = [line for line in lines[:top] if line.text]
    caption = next((line for line in above if _ATTACHED.search(line.text)), None)
    if caption is None:
        return None
    opening = text_of(above)
    begin = opening.find(caption.text)
    acts = [act for act in read_citations(opening, (0, 0)) if begin <= act.span[0] <= begin + len(caption.text)]
    if not acts:
        return None
    act = acts[0]
    issuer = issuer_of([line.text for line in above if line is not caption])
    if not issuer.name and act.issuer:
        named = UNIT.search(act.issuer)
        committee = re.match(r"(?:UBND|[ỦU][ỷy] ban nhân dân)", act.issuer)
        issuer = named_issuer(named) if named and committee else Issuer(act.issuer, None, None, is_committee=False)
        if named and not committee:
            unit = named_issuer(named)
            issuer = Issuer(act.issuer, unit.level, unit.unit, is_committee=False)
    day = date.fromisoformat(act.issued_on) if act.issued_on else None
    return ListHead(act.kind, act.number, day, issuer, _title(above, caption))


def _title(above: Sequence[Line], caption: Line) -> str:
    """Return what the list is, without who issues it and without "Phụ lục 1" above it."""
    words = [
        line.text
        for line in above
        if line is not caption and line.kind == "text" and not is_letterhead(line.text) and not _ANNEX.match(line.text)
    ]
    return " ".join(words)[:_LONGEST_TITLE].strip()
