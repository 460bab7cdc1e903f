"""The ladder of each kind: who is told what, when. One fixed table on one page (docs/decisions.md, "Ladder"). Pure.

It climbs clerk → head → monitor → committee's secretary, and each gets days of grace before the next one hears. Every
rung falls on a working day: one before or on the due day moves to the working day before, those after it count working
days. The page "Bậc thang nhắc việc" is printed from this table; the planner and the timetable read it.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

REPEATS_END_DAYS = 90
"""Repeats end so many days after the plan's end, or after the day they count from where that is later."""


class Rule(enum.StrEnum):
    """A rung; its value begins the key of a line. Repeats add their number: "overdue_again:3"."""

    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    IN_GRACE = "in_grace"
    OVERDUE = "overdue"
    OVERDUE_HEAD = "overdue_head"
    OVERDUE_WEEK = "overdue_week"
    OVERDUE_AGAIN = "overdue_again"
    OVERDUE_MONTH = "overdue_month"
    ESCALATED_AGAIN = "overdue_escalated_again"
    INVITATION = "invitation"
    ASK_UPDATE = "ask_update"
    ANSWER_SOON = "answer_soon"
    AWAITING = "awaiting"
    AWAITING_LONG = "awaiting_long"
    AWAITING_AGAIN = "awaiting_again"


class Audience(enum.StrEnum):
    """Who hears a nudge."""

    CLERKS = "clerks"
    HEAD = "head"
    MONITOR = "monitor"
    SECRETARY = "secretary"
    JUDGE = "judge"  # who decides: the monitor; the secretary for the standing agency's own, and for higher levels


class When(enum.StrEnum):
    """How the day of a rung is counted."""

    DAYS_BEFORE = "days_before"  # calendar days before the due day, then the working day before where it is off
    WORKING_DAYS_BEFORE = "working_days_before"
    IN_GRACE = "in_grace"  # working days after the due day, while a later day still counts as in time
    WORKING_DAYS_AFTER = "working_days_after"  # after the day the ladder counts from
    HALF_YEAR = "half_year"  # the first working day of June and of December


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: its day, who hears it, and with `every` after how many working days it comes again."""

    rule: Rule
    when: When
    number: int
    to: frozenset[Audience]
    every: int = 0

    @property
    def escalates(self) -> bool:
        """Whether it reaches the committee's secretary: a message in doubt is then held for a person."""
        return Audience.SECRETARY in self.to


class Ladder(enum.StrEnum):
    """The kinds of things that are waited for."""

    TASK = "task"
    REPORT = "report"
    REQUESTED = "requested"  # "đề nghị": invited, never reproved, and never told of to others
    NO_DEADLINE = "no_deadline"
    RESULT = "result"  # a task's result or a report that was handed in
    REQUEST = "extension_request"
    DIFFICULTY = "difficulty"


CLERKS = frozenset({Audience.CLERKS})
HEAD = frozenset({Audience.HEAD})
MONITOR = frozenset({Audience.MONITOR})
SECRETARY = frozenset({Audience.SECRETARY})
JUDGE = frozenset({Audience.JUDGE})

BEFORE = (
    Rung(Rule.UPCOMING, When.DAYS_BEFORE, 7, CLERKS),
    Rung(Rule.DUE_SOON, When.WORKING_DAYS_BEFORE, 3, CLERKS),
)
ON = (Rung(Rule.DUE_TODAY, When.DAYS_BEFORE, 0, CLERKS),)
GRACE = (Rung(Rule.IN_GRACE, When.IN_GRACE, 1, CLERKS),)
AFTER = (
    Rung(Rule.OVERDUE, When.WORKING_DAYS_AFTER, 1, CLERKS),
    Rung(Rule.OVERDUE_HEAD, When.WORKING_DAYS_AFTER, 3, CLERKS | HEAD),
    Rung(Rule.OVERDUE_WEEK, When.WORKING_DAYS_AFTER, 5, HEAD | MONITOR),
    Rung(Rule.OVERDUE_AGAIN, When.WORKING_DAYS_AFTER, 15, CLERKS | HEAD | MONITOR, every=10),
    Rung(Rule.OVERDUE_MONTH, When.WORKING_DAYS_AFTER, 20, MONITOR | SECRETARY),
    Rung(Rule.ESCALATED_AGAIN, When.WORKING_DAYS_AFTER, 40, SECRETARY, every=20),
)
LADDERS: Mapping[Ladder, tuple[Rung, ...]] = {
    Ladder.TASK: BEFORE + ON + AFTER,  # counts from the due day
    Ladder.REPORT: BEFORE + ON + GRACE + AFTER,  # after: from the last day that still counts as in time
    Ladder.REQUESTED: (*BEFORE, Rung(Rule.INVITATION, When.WORKING_DAYS_AFTER, 1, CLERKS)),
    Ladder.NO_DEADLINE: (Rung(Rule.ASK_UPDATE, When.HALF_YEAR, 1, CLERKS),),
    Ladder.RESULT: (  # counts from the day it was handed in
        Rung(Rule.AWAITING, When.WORKING_DAYS_AFTER, 6, JUDGE),
        Rung(Rule.AWAITING_LONG, When.WORKING_DAYS_AFTER, 11, JUDGE | SECRETARY),
        Rung(Rule.AWAITING_AGAIN, When.WORKING_DAYS_AFTER, 21, JUDGE | SECRETARY, every=10),
    ),
    Ladder.REQUEST: (  # counts from the day it was asked
        Rung(Rule.AWAITING, When.WORKING_DAYS_AFTER, 3, JUDGE),
        Rung(Rule.AWAITING_LONG, When.WORKING_DAYS_AFTER, 6, JUDGE | SECRETARY),
        Rung(Rule.AWAITING_AGAIN, When.WORKING_DAYS_AFTER, 11, JUDGE | SECRETARY, every=5),
    ),
    Ladder.DIFFICULTY: (  # counts from the day by which an answer is owed
        Rung(Rule.ANSWER_SOON, When.WORKING_DAYS_BEFORE, 3, JUDGE),
        Rung(Rule.AWAITING, When.WORKING_DAYS_AFTER, 1, JUDGE),
        Rung(Rule.AWAITING_LONG, When.WORKING_DAYS_AFTER, 6, JUDGE | SECRETARY),
        Rung(Rule.AWAITING_AGAIN, When.WORKING_DAYS_AFTER, 16, JUDGE | SECRETARY, every=10),
    ),
}
