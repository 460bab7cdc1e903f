"""States of a task and how it stands in time: two things that never mix (domain B2)."""

import enum
from dataclasses import dataclass
from datetime import date

from tracker.errors import DomainError


class Mode(enum.StrEnum):
    """Ordered bodies are counted and overdue; requested ones ("đề nghị") are neither."""

    ORDERED = "ordered"
    REQUESTED = "requested"


class Nature(enum.StrEnum):
    """A bounded piece of work, a routine function, or a standing role (commands-and-counts, "Deadlines")."""

    SPECIFIC = "specific"
    CONTINUOUS = "continuous"
    STANDING = "standing"


class DeadlineOrigin(enum.StrEnum):
    """Where a deadline comes from."""

    STATED = "stated"
    PLAN_END = "plan_end"
    RECURRING = "recurring"
    EVENT = "event"
    NONE = "none"


class State(enum.StrEnum):
    """Workflow state of a task (domain B2, axis 1)."""

    ASSIGNED = "assigned"
    DECLINED = "declined"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    REDO = "redo"
    DONE = "done"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"


class EventKind(enum.StrEnum):
    """What happened to a task."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    UPDATED = "updated"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    HANDED_OVER = "handed_over"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    EVENT_CAME = "event_came"
    AMENDED = "amended"
    EXTENDED = "extended"


WORKING_STATES = frozenset({State.ASSIGNED, State.NOT_STARTED, State.IN_PROGRESS, State.REDO})

MOVES: dict[State, frozenset[State]] = {
    State.ASSIGNED: WORKING_STATES | {State.DECLINED, State.AWAITING_CONFIRMATION, State.SUSPENDED, State.CANCELLED},
    State.DECLINED: frozenset({State.ASSIGNED, State.HANDED_OVER, State.CANCELLED}),
    State.NOT_STARTED: frozenset(
        {
            State.NOT_STARTED,
            State.IN_PROGRESS,
            State.DECLINED,
            State.AWAITING_CONFIRMATION,
            State.SUSPENDED,
            State.CANCELLED,
        }
    ),
    State.IN_PROGRESS: frozenset(
        {State.IN_PROGRESS, State.AWAITING_CONFIRMATION, State.SUSPENDED, State.CANCELLED, State.HANDED_OVER}
    ),
    State.REDO: frozenset(
        {State.REDO, State.IN_PROGRESS, State.AWAITING_CONFIRMATION, State.SUSPENDED, State.CANCELLED}
    ),
    State.AWAITING_CONFIRMATION: frozenset({State.IN_PROGRESS, State.REDO, State.DONE}),
    State.DONE: frozenset(),
    State.SUSPENDED: frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.HANDED_OVER: frozenset(),
}

OPEN_STATES = WORKING_STATES | {State.AWAITING_CONFIRMATION}
UNCOUNTED_STATES = frozenset({State.DECLINED, State.CANCELLED, State.HANDED_OVER})


class MoveRefused(DomainError):
    """The task is in a state from which this step cannot be taken."""


def check_move(old: State, new: State) -> None:
    """Raise MoveRefused when a task in state `old` cannot become `new`."""
    if new not in MOVES[old]:
        raise MoveRefused(
            "Trạng thái hiện nay của nhiệm vụ không cho phép bước này; hãy tải lại trang để xem bản mới nhất."
        )


class Timing(enum.StrEnum):
    """How a task stands in time (domain B2, axis 2)."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    IN_GRACE = "in_grace"  # of reports alone: after the due day, within the days that still count as in time
    NO_DEADLINE = "no_deadline"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE = "done_no_deadline"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """A timing with its number of calendar days: left, overdue, or late."""

    code: Timing
    days: int | None = None


DUE_SOON_WORKING_DAYS = 3


def timeliness(
    *, due_on: date | None, completed_on: date | None, today: date, soon_until: date, is_paused: bool = False
) -> Timeliness:
    """Return how a task stands on `today`. Overdue begins the day after the due day.

    `soon_until` is the last day that lies at most three working days ahead (tracker.workdays). A paused task has no
    deadline.
    """
    if completed_on:
        return _done(due_on, completed_on)
    if due_on is None or is_paused:
        return Timeliness(Timing.NO_DEADLINE)
    if today > due_on:
        return Timeliness(Timing.OVERDUE, (today - due_on).days)
    if today == due_on:
        return Timeliness(Timing.DUE_TODAY, 0)
    left = (due_on - today).days
    return Timeliness(Timing.DUE_SOON if due_on <= soon_until else Timing.IN_TIME, left)


def _done(due_on: date | None, completed_on: date) -> Timeliness:
    if due_on is None:
        return Timeliness(Timing.DONE)
    if completed_on > due_on:
        return Timeliness(Timing.DONE_LATE, (completed_on - due_on).days)
    return Timeliness(Timing.DONE_ON_TIME)
