"""Texts that the system proposes for a report, from what it knows of the agency's work in the plan. Pure.

They are proposals: marked as such in the form, dropped by one press, the agency's own only once it changed them
(docs/decisions.md, "What a report begins with").
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.vietnamese import day_text

DOCUMENTS, OUTLOOK, DIFFICULTIES = "direction_documents", "outlook_general", "difficulties_general"
LONGEST_QUOTE = 300
LEVELS = {
    "standing": "cơ quan thường trực",
    "agency": "sở, ban, ngành liên quan",
    "province": "UBND, Ban Chỉ đạo cấp ban hành kế hoạch",
    "ministry": "Bộ, ngành Trung ương",
    "government": "Chính phủ",
}


class Sort(enum.StrEnum):
    """What a fact is about."""

    LETTER = "letter"  # a letter that proves what was done in a task
    OPEN = "open"  # a task that is not done
    SENT_BACK = "sent_back"  # a task that its agency declined, or that was returned to be done again
    DIFFICULTY = "difficulty"  # one that the agency raised and nobody answered yet


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of the agency's work in the plan.

    `text` is the task, or the difficulty; `more` the letter's number, the reason of a return, or what is asked for;
    `day` the letter's day, or the due day; `level` who is competent for a difficulty.
    """

    sort: Sort
    text: str
    more: str = ""
    day: date | None = None
    level: str = ""


def proposed_texts(facts: Sequence[Fact], *, today: date) -> dict[str, str]:
    """Return the proposed text by section code; sections of which nothing is known are left out."""
    found = {
        DOCUMENTS: documents_text(fact for fact in facts if fact.sort is Sort.LETTER),
        OUTLOOK: outlook_text((fact for fact in facts if fact.sort is Sort.OPEN), today=today),
        DIFFICULTIES: difficulties_text(facts),
    }
    return {code: text for code, text in found.items() if text}


def documents_text(letters: Iterable[Fact]) -> str:
    """Return section I.1: each letter once, with its number, its day, and the work that it was about."""
    about: dict[tuple[str, date | None], list[str]] = {}
    for letter in letters:
        about.setdefault((letter.more, letter.day), []).append(_quoted(letter.text))
    return "\n".join(
        f"- Văn bản số {number} ngày {day_text(day)}: {'; '.join(dict.fromkeys(texts))}"
        for (number, day), texts in about.items()
    )


def outlook_text(tasks: Iterable[Fact], *, today: date) -> str:
    """Return section IV: the open tasks with their days."""
    return "\n".join(f"- {_quoted(task.text)} ({_due_words(task.day, today)})." for task in tasks)


def difficulties_text(facts: Iterable[Fact]) -> str:
    """Return section V: difficulties without an answer, and tasks that were declined or given back."""
    return "\n".join(words for fact in facts if (words := _difficulty(fact)))


def _difficulty(fact: Fact) -> str:
    if fact.sort is Sort.DIFFICULTY:
        asked = f" Kiến nghị: {_quoted(fact.more)} (thuộc thẩm quyền {LEVELS[fact.level]})." if fact.more else ""
        return f"- {_quoted(fact.text)}.{asked}"
    if fact.sort is Sort.SENT_BACK:
        why = f": {_quoted(fact.more)}" if fact.more else ""
        return f"- Nhiệm vụ “{_quoted(fact.text)}” phải trao đổi lại{why}."
    return ""


def _due_words(day: date | None, today: date) -> str:
    if day is None:
        return "không hạn"
    return f"hạn {day_text(day)}, đã quá hạn" if day < today else f"hạn {day_text(day)}"


def _quoted(text: str) -> str:
    """One line without its end mark; a long sentence is cut at a word, with three dots."""
    line = " ".join(text.split()).rstrip(" .;,")
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[: LONGEST_QUOTE - 1].rpartition(" ")[0].rstrip(" .;,") + " …"
