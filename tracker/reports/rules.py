"""States of a report, the table of its moves, and how a row counts and looks on a day."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from tracker.errors import DomainError


class PeriodKind(enum.StrEnum):
    """Rhythm of a report."""

    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    ONCE = "once"


class DueOrigin(enum.StrEnum):
    """Where the due day of a report row comes from."""

    STATED = "stated"
    REGIME = "regime"


class DutyOrigin(enum.StrEnum):
    """Who ordered the reports: a clause of the plan, a person who wrote the duty down, or one call of the monitor."""

    PLAN = "plan"
    ADDED = "added"
    CALL = "call"


class RollRule(enum.StrEnum):
    """Where the due day of a regime goes when it is a day off (domain D: fixed dates stay)."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class Step(enum.IntEnum):
    """Step of the reporting chain (domain A3): each hands its report to the next."""

    COMMUNE = 1
    DEPARTMENT = 2  # districts, and the departments of a province
    STANDING = 3
    PROVINCE = 4


class ReportState(enum.StrEnum):
    """Workflow state of a report row. "Excused" belongs to the row, not to the report."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"  # only where the agency's head approves before submission
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONSOLIDATED = "consolidated"  # a consolidated report that was handed in rests on it


# What is with those who follow the plan: the agency owes it no more.
HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.CONSOLIDATED)

MOVES: dict[ReportState, frozenset[ReportState]] = {
    ReportState.NOT_STARTED: frozenset({ReportState.DRAFT, ReportState.AWAITING_APPROVAL, ReportState.SUBMITTED}),
    ReportState.DRAFT: frozenset({ReportState.DRAFT, ReportState.AWAITING_APPROVAL, ReportState.SUBMITTED}),
    ReportState.AWAITING_APPROVAL: frozenset({ReportState.DRAFT, ReportState.SUBMITTED}),
    # Back to draft: withdrawn, only while nobody has read it.
    ReportState.SUBMITTED: frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.RETURNED, ReportState.AWAITING_APPROVAL, ReportState.SUBMITTED}),
    ReportState.ACCEPTED: frozenset({ReportState.RETURNED, ReportState.CONSOLIDATED}),
    # Released only when the consolidated report is withdrawn or returned.
    ReportState.CONSOLIDATED: frozenset({ReportState.ACCEPTED}),
}


class Channel(enum.StrEnum):
    """The way a report came. Paper and e-mail are entered on behalf of the agency by whoever follows the plan."""

    SYSTEM = "system"
    LINK = "link"  # from a signed link in a message
    PAPER = "paper"
    EMAIL = "email"


ON_BEHALF = (Channel.PAPER, Channel.EMAIL)


class Outcome(enum.StrEnum):
    """What became of one submission."""

    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class ReportMoveRefused(DomainError):
    """The report is in a state from which this step cannot be taken."""


def check_move(old: ReportState, new: ReportState) -> None:
    """Raise ReportMoveRefused when a report in state `old` cannot become `new`."""
    if new not in MOVES[old]:
        raise ReportMoveRefused(
            "Báo cáo đang ở trạng thái không cho phép bước này; hãy tải lại trang để xem trạng thái mới nhất."
        )


class ReportStanding(enum.StrEnum):
    """How a row counts on a day (commands-and-counts, "flask status"). Ahead: not yet due, so not yet expected."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    EXCUSED = "excused"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Rows due by a day: expected = received + missing + excused, received = on_time + late."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    excused: int = 0

    @classmethod
    def of(cls, rows: Mapping[str, int]) -> "ReportCounts":
        """Return the counts made of how many rows stand in each class; rows ahead are not expected yet."""
        on_time, late, missing, excused = (rows.get(name, 0) for name in ("on_time", "late", "missing", "excused"))
        received = on_time + late
        return cls(received + missing + excused, received, on_time, late, missing, excused)

    def __add__(self, other: "ReportCounts") -> "ReportCounts":
        return ReportCounts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def as_dict(self) -> dict[str, int]:
        """Return the six counts by their names in `flask status --json`."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class ReportCell:
    """What one cell of agencies × periods says: a code of the `report_cell` macro, with its day or number of days.

    `is_soon`: due within the working days that are called soon; only then it is orange.
    """

    code: str
    day: date | None = None
    days: int = 0
    is_soon: bool = False


def cell_as_of(
    *,
    on: date,
    soon_until: date,
    opens_on: date,
    due_on: date,
    grace_until: date,
    submitted_on: date | None,
    accepted: bool,
    returned_on: date | None,
    is_excused: bool,
) -> ReportCell:
    """Return how a row looks on a day: `submitted_on` of the standing submission, `returned_on` of the last return.

    Days of grace after the due day still count as in time; overdue begins after them, counted from the due day.
    `soon_until` is the last day that is due soon, by working days.
    """
    if submitted_on and submitted_on > grace_until:
        return ReportCell("late", submitted_on, (submitted_on - due_on).days)
    if submitted_on:
        return ReportCell("on_time" if accepted or on > grace_until else "awaiting", submitted_on)
    if is_excused:
        return ReportCell("excused")
    if returned_on:
        return ReportCell("returned", returned_on, (on - due_on).days if on > grace_until else 0)
    if on > grace_until:
        return ReportCell("missing_overdue", None, (on - due_on).days)
    if on > due_on:
        return ReportCell("missing_grace", grace_until, (grace_until - on).days)
    if on < opens_on:
        return ReportCell("not_open", opens_on)
    return ReportCell("missing_due", None, (due_on - on).days, due_on <= soon_until)
