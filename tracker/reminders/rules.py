"""Who is due which nudge, and when. A small fixed ladder, pure: `today` and the working calendar are arguments.

| rule          | fires                                                     | goes to                        |
|---------------|-----------------------------------------------------------|--------------------------------|
| upcoming      | 7 days before the due day                                 | clerks                         |
| due_soon      | 3 working days before                                     | clerks                         |
| due_today     | the due day, or the last working day before it            | clerks                         |
| overdue       | the day after                                             | clerks, head                   |
| overdue_week  | 7 days after                                              | head, monitor                  |
| overdue_month | 30 days after                                             | monitor, committee's secretary |
| ask_update    | first working day of June and of December, no deadline    | clerks                         |
| awaiting      | 5 working days after a result or report was handed in     | who judges it                  |

Sources: needs.md 1, 3 and domain B1, D as settled in docs/decisions.md, "Reminders". Requested bodies ("đề nghị") get
`upcoming` and `due_soon` alone. After downtime each reader gets the latest rung that is due, never the earlier ones.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.calendar import WorkingCalendar
from tracker.vietnamese import day_text

UPCOMING_DAYS = 7
SOON_WORKING_DAYS = 3
WEEK_DAYS = 7
MONTH_DAYS = 30
AWAITING_WORKING_DAYS = 5


class Rule(enum.StrEnum):
    """A rung of the ladder; its value is part of the key of a line."""

    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    OVERDUE_WEEK = "overdue_week"
    OVERDUE_MONTH = "overdue_month"
    ASK_UPDATE = "ask_update"
    AWAITING = "awaiting"


class Audience(enum.StrEnum):
    """Who hears a nudge."""

    CLERKS = "clerks"
    HEAD = "head"
    MONITOR = "monitor"
    SECRETARY = "secretary"
    JUDGE = "judge"  # the monitor; for what the standing agency itself did, the committee's secretary


# In the order in which the rungs are reached.
LADDER: tuple[tuple[Rule, frozenset[Audience]], ...] = (
    (Rule.UPCOMING, frozenset({Audience.CLERKS})),
    (Rule.DUE_SOON, frozenset({Audience.CLERKS})),
    (Rule.DUE_TODAY, frozenset({Audience.CLERKS})),
    (Rule.OVERDUE, frozenset({Audience.CLERKS, Audience.HEAD})),
    (Rule.OVERDUE_WEEK, frozenset({Audience.HEAD, Audience.MONITOR})),
    (Rule.OVERDUE_MONTH, frozenset({Audience.MONITOR, Audience.SECRETARY})),
)
BEFORE_DUE = frozenset({Rule.UPCOMING, Rule.DUE_SOON, Rule.DUE_TODAY})
FOR_REQUESTED = frozenset({Rule.UPCOMING, Rule.DUE_SOON})
ESCALATIONS = frozenset({Rule.OVERDUE_MONTH})


@dataclass(frozen=True, slots=True)
class Subject:
    """What may need a nudge: an open task, or a report row, with what the rules look at.

    `awaits_since` is the day it was handed in, when it now waits for who judges it.
    """

    kind: str  # "task" or "report_row"
    id: int
    plan_id: int
    issuer_id: int
    agency_id: int
    agency_name: str
    plan_name: str
    words: str
    due_on: date | None
    is_requested: bool = False
    asks_update: bool = False
    updated_on: date | None = None
    plan_issued_on: date = date.min
    plan_period_end: date = date.max
    awaits_since: date | None = None

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/nhiem-vu/{self.id}" if self.kind == "task" else f"/bao-cao/{self.id}"


@dataclass(frozen=True, slots=True)
class Nudge:
    """One rung that is due for a subject. `due_on` is part of the key: a changed deadline is planned anew."""

    rule: Rule
    due_on: date
    audiences: frozenset[Audience]

    @property
    def is_escalation(self) -> bool:
        """Whether a message in doubt is held for a person rather than resent."""
        return self.rule in ESCALATIONS


def fires_on(rule: Rule, due_on: date, calendar: WorkingCalendar) -> date:
    """Return the day from which a rung of the ladder holds for a deadline."""
    match rule:
        case Rule.UPCOMING:
            return due_on - timedelta(days=UPCOMING_DAYS)
        case Rule.DUE_SOON:
            return calendar.add_working_days(due_on, -SOON_WORKING_DAYS)
        case Rule.DUE_TODAY:
            return calendar.previous_working_day(due_on)
        case Rule.OVERDUE:
            return due_on + timedelta(days=1)
        case Rule.OVERDUE_WEEK:
            return due_on + timedelta(days=WEEK_DAYS)
        case Rule.OVERDUE_MONTH:
            return due_on + timedelta(days=MONTH_DAYS)
    raise ValueError(f"{rule} is no rung of the ladder")


def due_nudges(subject: Subject, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    """Return the nudges that hold today: for each kind of reader the latest rung that is due, no earlier one."""
    if subject.awaits_since is not None:
        return _awaiting(subject.awaits_since, today=today, calendar=calendar)
    if subject.due_on is not None:
        return _ladder(subject, subject.due_on, today=today, calendar=calendar)
    return _ask_update(subject, today=today, calendar=calendar)


def _ladder(subject: Subject, due_on: date, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    latest: dict[Audience, Rule] = {}
    for rule, audiences in LADDER:
        if _holds(rule, subject, due_on, today=today, calendar=calendar):
            latest.update(dict.fromkeys(audiences, rule))
    rules = [rule for rule, _ in LADDER if rule in latest.values()]
    return [Nudge(rule, due_on, frozenset(who for who, last in latest.items() if last is rule)) for rule in rules]


def _holds(rule: Rule, subject: Subject, due_on: date, *, today: date, calendar: WorkingCalendar) -> bool:
    if subject.is_requested and rule not in FOR_REQUESTED:
        return False
    if rule in BEFORE_DUE and today > due_on:
        return False
    return fires_on(rule, due_on, calendar) <= today


def _ask_update(subject: Subject, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    if not subject.asks_update or subject.is_requested:
        return []
    first_half = today.month <= 6
    begins = date(today.year, 1 if first_half else 7, 1)
    asked_on = calendar.next_working_day(date(today.year, 6 if first_half else 12, 1))
    is_updated = subject.updated_on is not None and subject.updated_on >= begins
    is_in_force = subject.plan_issued_on <= asked_on and subject.plan_period_end >= begins
    if today < asked_on or is_updated or not is_in_force:
        return []
    return [Nudge(Rule.ASK_UPDATE, asked_on, frozenset({Audience.CLERKS}))]


def _awaiting(since: date, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    if today <= calendar.add_working_days(since, AWAITING_WORKING_DAYS):
        return []
    return [Nudge(Rule.AWAITING, since, frozenset({Audience.JUDGE}))]


def latest_for_each(nudges: Iterable[tuple[Nudge, Sequence[int]]]) -> dict[int, Nudge]:
    """Return one nudge for each person: somebody reached in two roles hears the later rung alone.

    `nudges` come in the order of the ladder, each with the people that it reaches.
    """
    return {person_id: nudge for nudge, people in nudges for person_id in people}


def sentence(subject: Subject, nudge: Nudge, *, today: date) -> str:
    """Return the one sentence that a reader gets: what, whose, of which plan, how it stands in time."""
    what = _what(subject)
    due = day_text(nudge.due_on)
    late = (today - nudge.due_on).days
    match nudge.rule:
        case Rule.UPCOMING | Rule.DUE_SOON:
            return f"{what} đến hạn ngày {due} (còn {-late} ngày)."
        case Rule.DUE_TODAY:
            return f"{what} đến hạn ngày {due}; hôm nay là ngày làm việc cuối cùng trong hạn."
        case Rule.OVERDUE:
            return f"{what} đã quá hạn {late} ngày (hạn {due})."
        case Rule.OVERDUE_WEEK:
            return f"{subject.agency_name}: {_small(what)} đã quá hạn {late} ngày (hạn {due})."
        case Rule.OVERDUE_MONTH:
            return (
                f"{subject.agency_name}: {_small(what)} đã quá hạn {late} ngày (hạn {due}), đề nghị xem xét, chỉ đạo."
            )
        case Rule.ASK_UPDATE:
            return f"{what} không có thời hạn: đề nghị cập nhật tình hình {_half_year(nudge.due_on)}."
        case Rule.AWAITING:
            waits = f"chờ xem xét quá {AWAITING_WORKING_DAYS} ngày làm việc"
            return f"{subject.agency_name}: {_small(what)} đã nộp ngày {due}, {waits}."


def _what(subject: Subject) -> str:
    words = subject.words.rstrip(" .;:,")
    if len(words) > 160:
        words = words[:159].rpartition(" ")[0] + "…"
    if subject.kind == "task":
        return f"Nhiệm vụ «{words}» ({subject.plan_name})"
    return f"{words} ({subject.plan_name})"


def _small(what: str) -> str:
    return what[0].lower() + what[1:]


def _half_year(day: date) -> str:
    return f"6 tháng đầu năm {day.year}" if day.month <= 6 else f"6 tháng cuối năm {day.year}"
