"""Who will be told what, when: the future of a plan's reminders, by the very functions that the planner asks.

It says what happens if nothing changes. Whatever is done, extended, answered or handed over ends its lines; who comes
into office, or leaves it on a day that is known, is counted in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.reminders import queries
from tracker.reminders.day_index import indexed
from tracker.reminders.ladder import Audience
from tracker.reminders.nudge_table import NudgeTable
from tracker.reminders.readers import Offices, offices_since, reached
from tracker.reminders.rules import Nudge, Subject
from tracker.reminders.sentences import sentence
from tracker.workdays.queries import working_calendar

QUARTER, YEAR = timedelta(days=92), timedelta(days=366)  # how far a page looks ahead, and how far it can

Key = tuple[int, str, int, str, date]


@dataclass(frozen=True, slots=True)
class Send:
    """One person who will be told of one subject on a day."""

    day: date
    person_id: int
    person: str
    subject: Subject
    nudge: Nudge

    @property
    def key(self) -> Key:
        """What the planner will keep of it: person, subject, id, rung, day."""
        return self.person_id, self.subject.kind, self.subject.id, self.nudge.key, self.nudge.due_on


@dataclass(frozen=True, slots=True)
class Announced:
    """What stands in one line of the timetable: a day, a subject, a rung, and everybody who hears it."""

    day: date
    subject: Subject
    nudge: Nudge
    people: tuple[str, ...]
    text: str


def sends_ahead(plan_id: int, *, today: date, until: date) -> list[Send]:
    """Return every line that the planner will queue for a plan from today on, by day, if nothing changes."""
    subjects = queries.subjects_of_plan(plan_id)
    table, offices = NudgeTable(indexed(working_calendar())), offices_since(today)
    changes = offices.changes_between(today, until)
    told = queries.lines_kept(subjects)
    sends: list[Send] = []
    for subject in subjects:
        days = _days_of(subject, table, changes, today=today, until=until)
        sends += _sends_of(subject, days, offices, told, table)
    return sorted(sends, key=lambda s: (s.day, s.nudge.due_on, s.subject.kind, s.subject.id, s.nudge.key, s.person_id))


def _days_of(subject: Subject, table: NudgeTable, changes: set[date], *, today: date, until: date) -> list[date]:
    """The working days on which the answer can change: a rung comes, or somebody comes into office or leaves it."""
    asked = {today} | table.days(subject, since=today, until=until) | changes
    days = {table.calendar.next_working_day(max(day, subject.plan_issued_on)) for day in asked}
    return sorted(day for day in days if day <= until)


def _sends_of(
    subject: Subject, days: Sequence[date], offices: Offices, told: set[Key], table: NudgeTable
) -> list[Send]:
    sends = []
    for day in days:
        for person_id, nudge in reached(subject, offices.readers_on(day), today=day, table=table).items():
            send = Send(day, person_id, offices.names[person_id], subject, nudge)
            if send.key not in told:
                told.add(send.key)
                sends.append(send)
    return sends


def announced(
    sends: Sequence[Send], *, agency_ids: Collection[int] | None, audience: Audience | None
) -> list[Announced]:
    """Return the lines of the timetable, one for each day, subject and rung; of the agencies, for the audience."""
    wanted = [
        send
        for send in sends
        if (agency_ids is None or send.subject.agency_id in agency_ids)
        and (audience is None or audience in send.nudge.audiences)
    ]
    lines: dict[tuple[date, str, int, str], list[Send]] = {}
    for send in wanted:
        lines.setdefault((send.day, send.subject.kind, send.subject.id, send.nudge.key), []).append(send)
    return [_announced(found) for found in lines.values()]


def _announced(sends: Sequence[Send]) -> Announced:
    first = sends[0]
    people = tuple(sorted(send.person for send in sends))
    return Announced(
        first.day, first.subject, first.nudge, people, sentence(first.subject, first.nudge, today=first.day)
    )
