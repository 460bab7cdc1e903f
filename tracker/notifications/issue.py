"""Queue what people must hear: the notice in the inbox, and a line for each channel that they hear by.

In the caller's transaction. Whatever asks (a service, the planner, four planners at once): a line is kept once, ever,
by its unique key. Adds, never commits (docs/decisions.md, "Reminders").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.extensions import db
from tracker.notifications.channels.inbox.notices import Key, key_columns, put_notices
from tracker.notifications.models import MessageKind, MessageLine, Weight
from tracker.notifications.outbox import Place, insert_new, messages_for, take_queue_lock
from tracker.notifications.wishes import wishes_of

LONGEST_RULE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell: about which subject ("task" or "report_row" …), by which rule, for which due day.

    The key is (subject, subject_id, rule, due_on) for each person: the same key is told once. Rules that begin with
    "overdue" speak of what is late, "upcoming" and "due_…" of what falls due; others tell of an event, such as
    "returned:12". `path` is a path of ours; `text` one Vietnamese sentence. It waits for the digest of its reader's
    day, or goes at once as an urging, because a person pressed a button.
    """

    subject: str
    subject_id: int
    rule: str
    due_on: date
    text: str
    path: str
    weight: Weight = Weight.REMINDER
    kind: MessageKind = MessageKind.DIGEST


def notify(person_ids: Iterable[int], line: Line, *, day: date) -> int:
    """Tell `line` to each person; return for how many it was new. Never commits."""
    return notify_each([(person_id, line) for person_id in person_ids], day=day)


def notify_each(pairs: Iterable[tuple[int, Line]], *, day: date) -> int:
    """Put each (person, line) into the inbox and the messages of `day`; return how many were new. Never commits.

    A line goes into the person's digest of the day by each channel, or of the next working day when that has left. A
    few statements, however many lines.
    """
    wanted = {_key(person_id, line): line for person_id, line in pairs}
    if not wanted:
        return 0
    take_queue_lock()
    fresh = _add_notices(wanted, day)
    if not fresh:
        return 0
    wishes = wishes_of({key[0] for key in fresh}, on=day)
    told = {(key, channel): wanted[key] for key in sorted(fresh) for channel in wishes.of(key[0])}
    rows: list[dict[str, Any]] = []
    for kind in MessageKind:
        lines = {where: line for where, line in told.items() if line.kind is kind}
        messages = messages_for(_heaviest(lines), kind, day)
        rows += [_row(key, channel, line, messages[key[0], channel]) for (key, channel), line in lines.items()]
    if rows:
        db.session.execute(insert_new(MessageLine), rows)
    return len(fresh)


def alert(person_ids: Iterable[int], line: Line, *, day: date) -> int:
    """Put `line` into the inbox alone, for what cannot go by a channel (it is broken itself). Never commits."""
    wanted = {_key(person_id, line): line for person_id in person_ids}
    return len(_add_notices(wanted, day)) if wanted else 0


def _heaviest(lines: dict[tuple[Key, str], Line]) -> dict[Place, Weight]:
    places: dict[Place, Weight] = {}
    for (key, channel), line in lines.items():
        place = (key[0], channel)
        places[place] = Weight.ESCALATION if line.weight is Weight.ESCALATION else places.get(place, line.weight)
    return places


def _key(person_id: int, line: Line) -> Key:
    if len(line.rule) > LONGEST_RULE:
        raise ValueError(f"rule longer than {LONGEST_RULE}: {line.rule}")
    return person_id, line.subject, line.subject_id, line.rule, line.due_on


def _add_notices(wanted: dict[Key, Line], day: date) -> set[Key]:
    return put_notices({key: (line.text, line.path) for key, line in wanted.items()}, day)


def _row(key: Key, channel: str, line: Line, message_id: int) -> dict[str, Any]:
    return {
        **key_columns(key),
        "message_id": message_id,
        "channel": channel,
        "text": line.text,
        "path": line.path,
        "is_stale": False,
    }
