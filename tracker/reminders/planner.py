"""Decide who is due which nudge today and queue it. Sends nothing. May run at any time, any number of times at once.

What is due is computed from the deadline at each run, so a changed deadline needs no repair: its day is in the key.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from tracker.extensions import db, writing
from tracker.notifications.issue import Line, notify_each
from tracker.notifications.models import Weight
from tracker.reminders import queries
from tracker.reminders.day_index import indexed
from tracker.reminders.nudge_table import NudgeTable
from tracker.reminders.readers import reached, readers_on
from tracker.reminders.rules import Nudge, Subject
from tracker.reminders.sentences import sentence
from tracker.rights import SYSTEM, Actor
from tracker.workdays.queries import working_calendar

PEOPLE_A_BATCH = 200

Occurrence = tuple[int, Line]


@dataclass(frozen=True, slots=True)
class PlannedCounts:
    """What a run of the planner found due, and what of it was new."""

    planned: int = 0
    queued: int = 0
    people: int = 0


def plan_reminders(*, today: date, by: Actor = SYSTEM) -> PlannedCounts:
    """Queue every nudge that is due today and was not queued before. One commit for each batch of people.

    A person's new lines go into one message. Raises PermissionError unless `by` is a machine.
    """
    if not by.is_machine:
        raise PermissionError("reminders are planned by the worker or the command line")
    due, fresh = _due_and_fresh(today)
    db.session.rollback()  # the reading is over; each batch opens its own transaction to write
    by_person = [list(lines) for _, lines in groupby(sorted(fresh, key=_order), key=lambda pair: pair[0])]
    queued = 0
    for start in range(0, len(by_person), PEOPLE_A_BATCH):
        queued += _queue(
            [pair for lines in by_person[start : start + PEOPLE_A_BATCH] for pair in _as_one(lines)], today
        )
    return PlannedCounts(len(due), queued, len(by_person))


def missing_reminders(*, on: date) -> list[Occurrence]:
    """Return what is due by the rules on a day and has never been queued. It should be empty (reconciliation)."""
    return sorted(_due_and_fresh(on)[1], key=_order)


def _queue(pairs: list[Occurrence], today: date) -> int:
    with writing():
        queued = notify_each(pairs, day=today)
        db.session.commit()
        return queued


def _as_one(lines: list[Occurrence]) -> list[Occurrence]:
    """Give the lines of a person one weight, so that they travel in one message; the heavier decides."""
    if any(line.weight is Weight.ESCALATION for _, line in lines):
        return [(person_id, replace(line, weight=Weight.ESCALATION)) for person_id, line in lines]
    return lines


def _due_and_fresh(today: date) -> tuple[list[Occurrence], list[Occurrence]]:
    subjects = queries.subjects_to_nudge(today=today)
    table = NudgeTable(indexed(working_calendar()))
    readers = readers_on(today)
    due: list[Occurrence] = []
    for subject in subjects:
        told = reached(subject, readers, today=today, table=table)
        due += [(person_id, line_of(subject, nudge, today)) for person_id, nudge in told.items()]
    kept = queries.lines_kept(subjects)
    return due, [pair for pair in due if key_of(pair) not in kept]


def line_of(subject: Subject, nudge: Nudge, today: date) -> Line:
    """Return the line that a reader gets when a rung comes on a day."""
    return Line(
        subject=subject.kind,
        subject_id=subject.id,
        rule=nudge.key,
        due_on=nudge.due_on,
        text=sentence(subject, nudge, today=today),
        path=subject.path,
        weight=Weight.ESCALATION if nudge.is_escalation else Weight.REMINDER,
    )


def key_of(pair: Occurrence) -> tuple[int, str, int, str, date]:
    """Return what is told once, ever: person, subject, id, rung, day."""
    person_id, line = pair
    return person_id, line.subject, line.subject_id, line.rule, line.due_on


def _order(pair: Occurrence) -> tuple[int, date, str, int]:
    """By person; within a letter what is due first stands first."""
    person_id, line = pair
    return person_id, line.due_on, line.subject, line.subject_id
