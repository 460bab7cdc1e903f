"""How two versions of a report differ, for people: words that went and came, figures old and new, files, letter. Pure.

Texts are compared by paragraph first and by word inside a paragraph that changed, so that a long report stays quick.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.reports.drafting import Draft
from tracker.reports.outline import OUTLINE, TEXT_CODES
from tracker.reports.results import ResultLine, TypedLine

_WORD = re.compile(r"\S+")
MOST_WORDS = 3000
"""A changed stretch with more words on a side is shown as replaced whole: nobody reads such a one word by word."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed ("same"), went ("out") or came ("in")."""

    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A section whose text differs, as paragraphs of runs."""

    title: str
    paragraphs: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A section that somebody else saved otherwise than it is typed here."""

    title: str
    kept: str
    typed: str


def changed_texts(before: Mapping[str, str], after: Mapping[str, str]) -> list[TextChange]:
    """Return the sections that differ, in the order of the outline."""
    return [
        TextChange(title, tuple(paragraph_runs(before.get(code, ""), after.get(code, ""))))
        for code, title in section_titles().items()
        if before.get(code, "") != after.get(code, "")
    ]


def section_titles() -> dict[str, str]:
    """Return the full title of every text by its code; "Không phát sinh" of a part stands under the part's code."""
    titles: dict[str, str] = {}
    for part in OUTLINE:
        titles[part.code] = part.title
        for section in part.sections:
            titles[section.code] = f"{part.title} – {section.title}"
    return titles


def paragraph_runs(before: str, after: str) -> list[tuple[Run, ...]]:
    """Return the text by paragraphs with what went and what came. Equal paragraphs are one run that stayed."""
    old, new = _lines(before), _lines(after)
    found: list[tuple[Run, ...]] = []
    for sort, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sort == "equal":
            found.extend((Run("same", line),) for line in new[c:d])
        elif sort == "replace":
            found.append(tuple(word_runs("\n".join(old[a:b]), "\n".join(new[c:d]))))
        else:
            found.extend((Run("out", line),) for line in old[a:b])
            found.extend((Run("in", line),) for line in new[c:d])
    return found


def word_runs(before: str, after: str) -> list[Run]:
    """Return the new words with what went and what came, in reading order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Run("out", before), Run("in", after)]
    runs: list[Run] = []
    for sort, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if sort == "equal":
            runs.append(Run("same", " ".join(new[c:d])))
            continue
        if b > a:
            runs.append(Run("out", " ".join(old[a:b])))
        if d > c:
            runs.append(Run("in", " ".join(new[c:d])))
    return runs


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of figures that differs; None on the side where it does not stand."""

    label: str
    unit: str
    before: ResultLine | None
    after: ResultLine | None


def changed_lines(before: Sequence[ResultLine], after: Sequence[ResultLine]) -> list[LineChange]:
    """Return the lines that came, went, or have another figure, plan or estimate mark."""
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    keys = dict.fromkeys([*old, *new])
    found = [(old.get(key), new.get(key)) for key in keys]
    return [
        LineChange(shown.label, shown.unit, was, now)
        for was, now in found
        if was != now and (shown := now or was) is not None
    ]


@dataclass(frozen=True, slots=True)
class SmallChange:
    """A number, a day or a name that differs; "" where there was none."""

    label: str
    before: str
    after: str


def small_changes(pairs: Iterable[tuple[str, str, str]]) -> list[SmallChange]:
    """Return those of (label, before, after) that differ."""
    return [SmallChange(label, before, after) for label, before, after in pairs if before != after]


def conflicts(kept: Draft, typed: Draft) -> list[Conflict]:
    """Return where the draft that stands differs from what is typed: texts, lines of figures, the letter."""
    titles = section_titles()
    texts = [
        Conflict(titles[code], kept.content.get(code, ""), typed.content.get(code, ""))
        for code in dict.fromkeys((*TEXT_CODES, *titles))
        if kept.content.get(code, "") != typed.content.get(code, "")
    ]
    old, new = {line.key: line for line in kept.results}, {line.key: line for line in typed.results}
    lines = [
        Conflict((new.get(key) or old[key]).label or "Dòng thêm", _figures(old.get(key)), _figures(new.get(key)))
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]
    letter = Conflict("Số, ngày văn bản", _letter(kept), _letter(typed))
    return texts + lines + ([letter] if letter.kept != letter.typed else [])


def _figures(line: TypedLine | None) -> str:
    if line is None:
        return ""
    parts = [line.unit, f"kế hoạch {line.planned}" if line.planned else "", f"thực hiện {line.actual}"]
    return ", ".join(part for part in (*parts, "ước" if line.is_estimate else "") if part)


def _letter(draft: Draft) -> str:
    return " ngày ".join(part for part in (draft.letter_number, draft.letter_on) if part)
