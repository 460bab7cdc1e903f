"""Queue what people must hear: the notice in the inbox and the line of an e-mail, in the caller's transaction.

Whatever asks (a service, the planner, four planners at once): a line is kept once, ever, by its unique key. Adds, never
commits (docs/decisions.md, "Reminders").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import clock
from tracker.extensions import db
from tracker.notifications.models import MessageLine, Notice, Weight
from tracker.notifications.outbox import EMAIL, insert_new, messages_for, take_queue_lock

LONGEST_RULE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell: about which subject ("task" or "report_row"), by which rule, for which due day.

    The key is (subject, subject_id, rule, due_on) for each person: the same key is told once. Rules that begin with
    "overdue" speak of what is late, "upcoming" and "due_…" of what falls due; others tell of an event, such as
    "returned:12". `path` is a path of ours; `text` one Vietnamese sentence.
    """

    subject: str
    subject_id: int
    rule: str
    due_on: date
    text: str
    path: str
    weight: Weight = Weight.REMINDER


def notify(person_ids: Iterable[int], line: Line, *, day: date) -> int:
    """Put `line` into the inbox and the e-mail of each person; return for how many it was new. Never commits."""
    return notify_each([(person_id, line) for person_id in person_ids], day=day)


def notify_each(pairs: Iterable[tuple[int, Line]], *, day: date) -> int:
    """Put each (person, line) into the inbox and the e-mail of `day`; return how many were new. Never commits.

    A line goes into the person's message of the day that still waits, else into the next one. A few statements,
    however many lines.
    """
    wanted = {_key(person_id, line): line for person_id, line in pairs}
    if not wanted:
        return 0
    take_queue_lock()
    fresh = _add_notices(wanted, day)
    if not fresh:
        return 0
    messages = messages_for({(key[0], wanted[key].weight) for key in fresh}, day)
    rows = [_line_row(key, wanted[key], messages[key[0], wanted[key].weight]) for key in sorted(fresh)]
    db.session.execute(insert_new(MessageLine), rows)
    return len(fresh)


def alert(person_ids: Iterable[int], line: Line, *, day: date) -> int:
    """Put `line` into the inbox alone, for what cannot go by mail (mail itself is broken). Never commits."""
    wanted = {_key(person_id, line): line for person_id in person_ids}
    return len(_add_notices(wanted, day)) if wanted else 0


Key = tuple[int, str, int, str, date]


def _key(person_id: int, line: Line) -> Key:
    if len(line.rule) > LONGEST_RULE:
        raise ValueError(f"rule longer than {LONGEST_RULE}: {line.rule}")
    return person_id, line.subject, line.subject_id, line.rule, line.due_on


def _add_notices(wanted: dict[Key, Line], day: date) -> set[Key]:
    now = clock.now()
    rows = [
        {**_key_columns(key), "at": now, "on_day": day, "text": wanted[key].text, "path": wanted[key].path}
        for key in sorted(wanted)
    ]
    told = (Notice.person_id, Notice.subject, Notice.subject_id, Notice.rule, Notice.due_on)
    return {tuple(row) for row in db.session.execute(insert_new(Notice).returning(*told), rows)}


def _key_columns(key: Key) -> dict[str, Any]:
    return dict(zip(("person_id", "subject", "subject_id", "rule", "due_on"), key, strict=True))


def _line_row(key: Key, line: Line, message_id: int) -> dict[str, Any]:
    return {
        **_key_columns(key),
        "message_id": message_id,
        "channel": EMAIL,
        "text": line.text,
        "path": line.path,
        "is_stale": False,
    }
