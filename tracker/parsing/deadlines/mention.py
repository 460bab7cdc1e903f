"""One deadline as a text mentions it, before several mentions are weighed against each other."""

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from tracker.parsing.draft import DraftDeadline

_HISTORY_DAYS = 3 * 366  # nearer, a year may be a slip of the hand, and a person is asked


class Weight(IntEnum):
    """What counts when a sentence mentions several: a day or a rhythm, else a year or an end, else an event."""

    DATED = 0
    LOOSE = 1
    WAITING = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """Words at [start, end) with what they mean; `unclear` is a Vietnamese sentence when that needs a person.

    `strong` words can only be a deadline ("chậm nhất"), so that they are asked about even beside a readable one.
    """

    start: int
    end: int
    deadline: DraftDeadline
    weight: Weight = Weight.DATED
    unclear: str | None = None
    strong: bool = False

    @property
    def is_read(self) -> bool:
        """Whether a meaning was found."""
        return self.deadline.kind != "none"

    def quoted(self, text: str, offset: int) -> DraftDeadline:
        """Return the deadline with its words and their place, the text standing at `offset`."""
        words = text[self.start : self.end]
        start = offset + self.start + len(words) - len(words.lstrip())
        words = words.strip().rstrip(",")
        return replace(self.deadline, text=words, span=(start, start + len(words)))


def unread(text: str, start: int, end: int, *, strong: bool = False) -> Mention:
    """Return a mention that names no day: one without a year, or one that no calendar has."""
    words = text[start:end].strip()
    sentence = f"Chưa xác định được ngày từ cụm “{words}”."
    return Mention(start, end, DraftDeadline("", "none"), unclear=sentence, strong=strong)


def on_day(text: str, start: int, end: int, due: date, issued_on: date | None) -> Mention | None:
    """Return the mention of a day. One before the plan's issuing day is asked about; years before it, it is history."""
    deadline = DraftDeadline("", "date", due_on=due.isoformat())
    if issued_on is None or due >= issued_on:
        return Mention(start, end, deadline)
    if (issued_on - due).days > _HISTORY_DAYS:
        return None
    return Mention(start, end, deadline, unclear=too_early(text[start:end].strip(), issued_on))


def both_ways(text: str, mention: Mention) -> Mention:
    """Return the mention of a moment that comes back each year, too, with the question which time is the first."""
    words = text[mention.start : mention.end].strip()
    sentence = f"Thời hạn “{words}” vừa nêu một mốc, vừa lặp lại hằng năm; cần xác nhận kỳ đầu tiên."
    return replace(mention, unclear=sentence)


def too_early(words: str, issued_on: date) -> str:
    """Return the sentence about a deadline that lies before the day the plan was issued on."""
    return f"Thời hạn “{words}” sớm hơn ngày ban hành văn bản ({issued_on:%d/%m/%Y})."


def recurring(start: int, end: int, **recurs: Any) -> Mention:
    """Return the mention of a rhythm."""
    return Mention(start, end, DraftDeadline("", "recurring", recurs=recurs))
