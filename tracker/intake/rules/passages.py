"""Passages of the document that become proposals by hand: several joined, or one marked by an officer. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.intake.rules.leads import Lead
from tracker.intake.rules.reading import Extraction
from tracker.tasks.rules import DeadlineOrigin
from tracker.vietnamese import tidy

LONGEST_PASSAGE = 2000
SHORTEST_PASSAGE = 8
_LABEL = 12
_MARKER = re.compile(r"^(?:[\s+•*–-]+|(?:\d+(?:\.\d+)*[.)]|[a-zđ]\)|[IVX]+\.)\s+)+")
_TWO_DEADLINES = "Các đoạn được gộp có hạn khác nhau ({days}); cần chọn một hạn."


def find_passage(text: str, words: str, near: int | None = None) -> tuple[int, int] | None:
    """Return where the words stand in the text, however the lines are wrapped; of several places the one next to
    `near` (else the first), without the mark of a list in front. None when they stand nowhere."""
    pieces = tidy(words).split()
    if not pieces:
        return None
    found = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, pieces)), text)]
    if not found:
        return None
    start, end = min(found, key=lambda span: abs(span[0] - near)) if near is not None else found[0]
    marker = _MARKER.match(text[start:end])
    return (start + marker.end() if marker and start + marker.end() < end else start), end


def sections_around(sections: Sequence[Extraction], place: int) -> list[Extraction]:
    """Return the numbered parts that hold this place of the text, the innermost first."""
    holding = [section for section in sections if section["span"][0] <= place < section["span"][1]]
    return sorted(holding, key=lambda section: (-section["level"], -section["span"][0]))


def label_of_parts(label: str, count: int) -> list[str]:
    """Return the labels of the parts: 11 becomes 11a, 11b …; a part of a part gets a second letter."""
    return [f"{label}{chr(ord('a') + place)}"[:_LABEL] for place in range(count)]


def joined_label(labels: Sequence[str]) -> str:
    """Return the label of a merged proposal: "11+12", or with more than fit "11+…"."""
    whole = "+".join(labels)
    return whole if len(whole) <= _LABEL else f"{labels[0]}+…"


def joined_drafted(text: str, drafted: Sequence[Extraction]) -> dict[str, Any]:
    """Return the reading of several passages as one, in the order of the text.

    Passages with nothing but space between them become one quote; else the quote is the first, and the others are kept
    under `more_spans`. The deadline is the first that its words state.
    """
    ordered = sorted(drafted, key=lambda one: one["span"][0])
    first, spans = ordered[0], [list(one["span"]) for one in ordered]
    quote, more = spans[0], spans[1:]
    while more and not text[quote[1] : more[0][0]].strip(" \n\t.;,-+•–"):
        quote = [quote[0], max(quote[1], more.pop(0)[1])]
    stated = next((one["deadline"] for one in ordered if one["deadline"]["kind"] != "none"), first["deadline"])
    partners = list(dict.fromkeys(name for one in ordered for name in one["partners"]))
    words = text[quote[0] : quote[1]] if not more else "\n".join(one["text"] for one in ordered)
    return {
        **first,
        "span": quote,
        "more_spans": more,
        "text": words,
        "deadline": stated,
        "further_deadlines": [],
        "partners": partners,
        "confidence": min(one["confidence"] for one in ordered),
    }


@dataclass(frozen=True, slots=True)
class JoinedDeadline:
    """The deadline of a merged proposal; `clash` says in words that the passages had different days."""

    origin: DeadlineOrigin
    due_on: date | None
    clash: str | None = None


def joined_deadline(deadlines: Sequence[tuple[DeadlineOrigin, date | None]]) -> JoinedDeadline:
    """Return the one deadline that the passages have in common; one that is stated goes before a mere plan's end."""
    stated = [one for one in deadlines if one[0] not in (DeadlineOrigin.NONE, DeadlineOrigin.PLAN_END)]
    origin, due_on = (stated or list(deadlines))[0]
    if len(set(stated)) < 2:
        return JoinedDeadline(origin, due_on)
    days = ", ".join(day.strftime("%d/%m/%Y") for day in sorted({day for _, day in stated if day}))
    origin, due_on = max(stated, key=lambda one: (one[1] is not None, one[1] or date.min))
    return JoinedDeadline(origin, due_on, _TWO_DEADLINES.format(days=days or "xem văn bản"))


def same_leads(leads: Sequence[Sequence[Lead]]) -> bool:
    """Tell whether the same agencies are to do all of it."""
    return len({frozenset((lead["name"], lead["agency_id"]) for lead in one if lead["kept"]) for one in leads}) == 1
