"""Which rungs of the ladder hold for a subject on a day. Pure: `today` and the working calendar are arguments.

The table itself is tracker.reminders.ladder, what is said stands in tracker.reminders.sentences. After downtime each
reader gets the latest rung that has come, never the earlier ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.calendar import WorkingCalendar
from tracker.reminders.ladder import LADDERS, REPEATS_END_DAYS, Audience, Ladder, Rule, Rung, When

ADDRESSES = {
    "task": "/nhiem-vu/{}",
    "report_row": "/bao-cao/{}",
    "extension_request": "/gia-han/{}",
    "difficulty": "/kho-khan/{}",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What may need a nudge: an open task, a report row, a request for more time, a difficulty.

    `due_on` is the day in force, for a difficulty the day by which an answer is owed. `in_time_until` is the last day
    that still counts as in time, where that is later. `awaits_since` is the day it was handed in or asked, when it now
    waits for who decides. `of_higher_level`: the committee's secretary decides, whoever asked.
    """

    kind: str  # a key of ADDRESSES
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
    in_time_until: date | None = None
    of_higher_level: bool = False

    @property
    def path(self) -> str:
        """The address of its page."""
        return ADDRESSES[self.kind].format(self.id)

    @property
    def ladder(self) -> Ladder:
        """Which ladder it stands on now."""
        if self.kind in (Ladder.REQUEST, Ladder.DIFFICULTY):
            return Ladder(self.kind)
        if self.awaits_since is not None:
            return Ladder.RESULT
        if self.due_on is None:
            return Ladder.NO_DEADLINE
        if self.is_requested:
            return Ladder.REQUESTED
        return Ladder.REPORT if self.kind == "report_row" else Ladder.TASK

    @property
    def timing(self) -> tuple[object, ...]:
        """Everything on which its rungs depend; two subjects with the same timing climb side by side."""
        days = (self.due_on, self.in_time_until, self.awaits_since, self.updated_on)
        return self.ladder, days, self.is_requested, self.asks_update, self.plan_issued_on, self.plan_period_end

    @property
    def counts_from(self) -> date:
        """The day after which rungs are counted: handed in, asked, or the last day in time."""
        day = self.awaits_since or self.in_time_until or self.due_on
        assert day is not None, "a subject without any day has no rung after it"
        return day

    @property
    def key_day(self) -> date | None:
        """The day in the key of its lines: a changed deadline is planned anew."""
        return self.awaits_since or self.due_on

    @property
    def repeats_until(self) -> date:
        """The last day on which a rung is repeated."""
        last = max(self.plan_period_end, self.counts_from)
        return min(last, date.max - timedelta(days=REPEATS_END_DAYS)) + timedelta(days=REPEATS_END_DAYS)


@dataclass(frozen=True, slots=True)
class Nudge:
    """A rung that holds for a subject, with the audiences for which it is the latest. `number` counts repeats."""

    rung: Rung
    number: int  # 0 for a rung that comes once
    due_on: date
    audiences: frozenset[Audience]

    @property
    def rule(self) -> Rule:
        """The rung by its name."""
        return self.rung.rule

    @property
    def key(self) -> str:
        """What stands in the key of the line: "overdue", "overdue_again:3"."""
        return f"{self.rule}:{self.number}" if self.number else str(self.rule)

    @property
    def is_escalation(self) -> bool:
        """Whether a message in doubt is held for a person rather than resent."""
        return self.rung.escalates


@dataclass(frozen=True, slots=True)
class _Reached:
    rung: Rung
    number: int
    order: tuple[int, int]


def due_nudges(subject: Subject, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    """Return the nudges that hold today: for each kind of reader the latest rung that has come, no earlier one."""
    if subject.ladder is Ladder.NO_DEADLINE:
        return _ask_update(subject, today=today, calendar=calendar)
    day = subject.key_day
    assert day is not None
    latest: dict[Audience, _Reached] = {}
    for reached in _reached(subject, today, calendar):
        latest.update(dict.fromkeys(reached.rung.to, reached))
    kept = sorted(set(latest.values()), key=lambda one: one.order)
    return [
        Nudge(one.rung, one.number, day, frozenset(who for who, last in latest.items() if last == one)) for one in kept
    ]


def _reached(subject: Subject, today: date, calendar: WorkingCalendar) -> list[_Reached]:
    """The rungs that have come, in the order in which they are reached."""
    passed = calendar.working_days_between(subject.counts_from, today)
    repeating = passed
    if today > subject.repeats_until:
        repeating = calendar.working_days_between(subject.counts_from, subject.repeats_until)
    found = []
    for rung in LADDERS[subject.ladder]:
        if rung.when is When.WORKING_DAYS_AFTER:
            number = _times(rung, repeating)
            if passed >= rung.number and (number or not rung.every):
                found.append(_Reached(rung, number, order_of(rung, number, subject.ladder)))
        elif fires_on(rung, subject, calendar) <= today <= _ends_on(rung, subject):
            found.append(_Reached(rung, 0, order_of(rung, 0, subject.ladder)))
    return sorted(found, key=lambda one: one.order)


def order_of(rung: Rung, number: int, ladder: Ladder) -> tuple[int, int]:
    """Return how far up the ladder a rung is: those up to the due day by the table, then by working days after it."""
    if rung.when is When.WORKING_DAYS_AFTER:
        return 1, rung.number + rung.every * max(number - 1, 0)
    return 0, LADDERS[ladder].index(rung)


def _times(rung: Rung, passed: int) -> int:
    """How often a repeating rung has come after so many working days; 0 for one that comes once."""
    return max((passed - rung.number) // rung.every + 1, 0) if rung.every else 0


def _ends_on(rung: Rung, subject: Subject) -> date:
    """The last day on which a rung before, on or just after the due day is still worth saying."""
    assert subject.due_on is not None
    return subject.counts_from if rung.when is When.IN_GRACE else subject.due_on


def fires_on(rung: Rung, subject: Subject, calendar: WorkingCalendar, number: int = 0) -> date:
    """Return the working day on which a rung comes, for a repeating one its `number`-th time."""
    match rung.when:
        case When.WORKING_DAYS_AFTER:
            return calendar.add_working_days(subject.counts_from, rung.number + rung.every * max(number - 1, 0))
        case When.DAYS_BEFORE:
            return calendar.previous_working_day(_due(subject) - timedelta(days=rung.number))
        case When.WORKING_DAYS_BEFORE:
            return calendar.add_working_days(_due(subject), -rung.number)
        case When.IN_GRACE:
            return calendar.add_working_days(_due(subject), rung.number)
    raise ValueError(f"{rung.rule} has no day without a half-year")


def _due(subject: Subject) -> date:
    assert subject.due_on is not None
    return subject.due_on


def fire_days(subject: Subject, *, since: date, until: date, calendar: WorkingCalendar) -> set[date]:
    """Return every day from `since` to `until` on which some rung of the subject comes."""
    if subject.ladder is Ladder.NO_DEADLINE:
        years = range(since.year, until.year + 1)
        days = {_asked_on(date(year, month, 1), calendar) for year in years for month in (6, 12)}
        return {day for day in days if since <= day <= until}
    days = set()
    for rung in LADDERS[subject.ladder]:
        number = 1
        day = fires_on(rung, subject, calendar, number)
        while rung.every and day <= min(until, subject.repeats_until):
            days.add(day)
            number += 1
            day = fires_on(rung, subject, calendar, number)
        if not rung.every:
            days.add(day)
    return {day for day in days if since <= day <= until}


def _asked_on(month: date, calendar: WorkingCalendar) -> date:
    return calendar.next_working_day(month)


def _ask_update(subject: Subject, *, today: date, calendar: WorkingCalendar) -> list[Nudge]:
    if not subject.asks_update or subject.is_requested or today.month not in (6, 12):
        return []
    begins = date(today.year, 1 if today.month == 6 else 7, 1)
    asked_on = _asked_on(today.replace(day=1), calendar)
    is_updated = subject.updated_on is not None and subject.updated_on >= begins
    is_in_force = subject.plan_issued_on <= asked_on and subject.plan_period_end >= begins
    if today < asked_on or is_updated or not is_in_force:
        return []
    (rung,) = LADDERS[Ladder.NO_DEADLINE]
    return [Nudge(rung, 0, asked_on, rung.to)]


def latest_for_each(nudges: Iterable[tuple[Nudge, Sequence[int]]]) -> Mapping[int, Nudge]:
    """Return one nudge for each person: somebody reached in two roles hears the later rung alone.

    `nudges` come in the order of the ladder, each with the people that it reaches.
    """
    return {person_id: nudge for nudge, people in nudges for person_id in people}
