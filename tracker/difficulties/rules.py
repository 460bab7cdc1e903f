"""Levels, states and moves of a difficulty (khó khăn, vướng mắc). Pure.

Source: needs.md 3 and domain A2 ("difficulties, as they arise, to UBND tỉnh, qua Sở"): raised by the agency, answered
by whoever is competent, beyond that handed on by a letter with number and day (docs/decisions.md, "Difficulties").
"""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.errors import DomainError


class CompetentLevel(enum.StrEnum):
    """Who is competent to remove the difficulty, from near to far."""

    STANDING = "standing"  # cơ quan thường trực
    AGENCY = "agency"  # sở, ban, ngành khác
    PROVINCE = "province"  # UBND, Ban Chỉ đạo cấp ban hành kế hoạch
    MINISTRY = "ministry"  # Bộ, ngành Trung ương
    GOVERNMENT = "government"  # Chính phủ, Quốc hội


class DifficultyState(enum.StrEnum):
    """Where a difficulty stands. Forwarded: handed on to a higher level, still without an answer."""

    OPEN = "open"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    CLOSED = "closed"


WAITING_STATES = frozenset({DifficultyState.OPEN, DifficultyState.FORWARDED})
# Answered by the committee's secretary; the others by the monitor (cơ quan thường trực).
HIGHER_LEVELS = frozenset({CompetentLevel.PROVINCE, CompetentLevel.MINISTRY, CompetentLevel.GOVERNMENT})


class StepKind(enum.StrEnum):
    """What happened to a difficulty."""

    RAISED = "raised"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"


MOVES: dict[DifficultyState, frozenset[DifficultyState]] = {
    DifficultyState.OPEN: frozenset({DifficultyState.FORWARDED, DifficultyState.ANSWERED, DifficultyState.CLOSED}),
    DifficultyState.FORWARDED: frozenset({DifficultyState.FORWARDED, DifficultyState.ANSWERED, DifficultyState.CLOSED}),
    DifficultyState.ANSWERED: frozenset({DifficultyState.OPEN, DifficultyState.FORWARDED, DifficultyState.CLOSED}),
    DifficultyState.CLOSED: frozenset(),
}
LEVEL_ORDER = tuple(CompetentLevel)
BY_LETTER = frozenset({CompetentLevel.MINISTRY, CompetentLevel.GOVERNMENT})  # they are no users: a letter goes there
ANSWER_WORKING_DAYS = 10
LONGEST_WAIT = timedelta(days=366)
LONGEST_WORDS = 5000


class DifficultyRefused(DomainError):
    """The difficulty cannot be raised, handed on, answered or closed like this."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter that carried a difficulty or its answer, by number and day; or none."""

    number: str | None = None
    on: date | None = None

    def check(self, today: date, *, is_needed: bool) -> None:
        """Raise DifficultyRefused when half of it is missing, its day has not come, or it is needed and not there."""
        if bool(self.number) != bool(self.on):
            raise DifficultyRefused("Văn bản cần cả số và ngày ban hành.")
        if self.on and self.on > today:
            raise DifficultyRefused("Ngày ban hành văn bản không thể sau ngày hôm nay.")
        if is_needed and not self.number:
            raise DifficultyRefused("Cấp này nhận kiến nghị bằng văn bản: hãy ghi số và ngày của văn bản đã gửi.")


NO_LETTER = Letter()


def check_move(old: DifficultyState, new: DifficultyState) -> None:
    """Raise DifficultyRefused when a difficulty in state `old` cannot become `new`."""
    if new not in MOVES[old]:
        raise DifficultyRefused(
            "Trạng thái hiện nay không cho phép bước này; hãy tải lại trang để xem diễn biến mới nhất."
        )


def check_answer_by(day: date, *, today: date) -> None:
    """Raise DifficultyRefused unless an answer by this day can be expected."""
    if day <= today:
        raise DifficultyRefused("Ngày cần trả lời phải sau ngày hôm nay.")
    if day > today + LONGEST_WAIT:
        raise DifficultyRefused("Ngày cần trả lời muộn hơn một năm; hãy kiểm tra lại năm.")


def stated(words: str | None, sentence: str) -> str:
    """Return the words as they are kept, or raise DifficultyRefused with the sentence."""
    if not words or not words.strip():
        raise DifficultyRefused(sentence)
    return words.strip()


def levels_above(level: CompetentLevel) -> tuple[CompetentLevel, ...]:
    """Return the levels to which a difficulty can be handed on from this one, the nearest first."""
    return LEVEL_ORDER[LEVEL_ORDER.index(level) + 1 :]
