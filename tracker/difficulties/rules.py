"""Levels, states and moves of a difficulty (khó khăn, vướng mắc). Pure.

Source: needs.md 3 and domain A2 ("difficulties, as they arise, to UBND tỉnh, qua Sở"): raised by the agency, answered
by whoever is competent, beyond that handed on by a letter with number and day (docs/decisions.md, "Difficulties").
"""

import enum


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
