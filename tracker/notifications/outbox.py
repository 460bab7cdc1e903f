"""The messages that take new lines: a person's digest of the day, the next one when it has left, or an urging.

Never commits. One digest for each person, day and channel, whatever runs at once (docs/decisions.md, "One digest").
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tracker import clock
from tracker.extensions import Base, db
from tracker.notifications.models import Message, MessageKind, MessageState, Weight
from tracker.workdays.queries import working_calendar

# Every transaction that queues takes this lock of PostgreSQL first, so that two never wait for each other in a ring.
QUEUE_LOCK = 7_240_001
SOME = 500  # people named in one statement

Place = tuple[int, str]  # person and channel


def take_queue_lock() -> None:
    """Let one transaction queue at a time; SQLite does so by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(QUEUE_LOCK)))


def insert_new(model: type[Base]) -> Any:
    """Return an INSERT into the model's table that passes over rows whose unique key is taken, on both databases."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    return insert(model).on_conflict_do_nothing()


def message_id_of(person_id: int, day: date, channel: str, kind: MessageKind, number: int) -> str:
    """Return the Message-ID that belongs to the key of a message: every copy carries the same."""
    host = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    return f"<{day:%Y%m%d}.{person_id}.{channel}.{kind}.{number}@{host}>"


def messages_for(places: Mapping[Place, Weight], kind: MessageKind, day: date) -> dict[Place, int]:
    """Return the message that takes new lines for each place, raised to the weight that its heaviest line has.

    The rows stay locked until the caller commits: no sender may take a message while it gets another line.
    """
    if not places:
        return {}
    found = digests_for(places, day) if kind is MessageKind.DIGEST else _urgings_for(places, day)
    heavy = sorted(found[place] for place, weight in places.items() if weight is Weight.ESCALATION)
    for start in range(0, len(heavy), SOME):
        _change(heavy[start : start + SOME], weight=Weight.ESCALATION)
    return found


def digests_for(places: Collection[Place], day: date) -> dict[Place, int]:
    """Return the digest of the day for each place; of the next working day where that of the day has left already."""
    found: dict[Place, int] = {}
    missing = set(places)
    for on in _days_from(day):
        known = {(m.person_id, m.channel): m for m in _kept(missing, on, MessageKind.DIGEST)}
        open_ = {place: m for place, m in known.items() if _takes_lines(m)}
        _reopen([m.id for m in open_.values() if m.state is MessageState.CANCELLED])
        found |= {place: m.id for place, m in open_.items()}
        found |= _made(dict.fromkeys(missing - known.keys(), 1), on, MessageKind.DIGEST)
        missing -= found.keys()
        if not missing:
            break
    return found


def places_with_digest(places: Collection[Place], day: date) -> set[Place]:
    """Return those of the places that have a digest of the day, whatever became of it. Locks it."""
    return {(m.person_id, m.channel) for m in _kept(places, day, MessageKind.DIGEST)}


def _urgings_for(places: Collection[Place], day: date) -> dict[Place, int]:
    """Return for each place the urging of the day that still waits, or a new one."""
    numbers = dict.fromkeys(places, 1)
    waiting: dict[Place, int] = {}
    for message in _kept(places, day, MessageKind.URGING):
        place = (message.person_id, message.channel)
        numbers[place] = max(numbers[place], message.number + 1)
        if message.state is MessageState.PENDING and not message.resent:
            waiting[place] = message.id
    return waiting | _made({place: n for place, n in numbers.items() if place not in waiting}, day, MessageKind.URGING)


def _days_from(day: date) -> Iterator[date]:
    yield day
    calendar = working_calendar()
    while True:
        day = calendar.next_working_day(day + timedelta(days=1))
        yield day


def _takes_lines(message: Row[Any]) -> bool:
    """A digest that waits, or one that was cancelled before any try because no line was true any more."""
    if message.state is MessageState.CANCELLED:
        return bool(message.attempts == 0)
    return message.state is MessageState.PENDING and not message.resent


def _kept(places: Collection[Place], day: date, kind: MessageKind) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    people = sorted({person_id for person_id, _ in places})
    columns = (
        Message.id,
        Message.person_id,
        Message.channel,
        Message.number,
        Message.state,
        Message.resent,
        Message.attempts,
    )
    for start in range(0, len(people), SOME):
        found += db.session.execute(
            select(*columns)
            .where(Message.person_id.in_(people[start : start + SOME]), Message.day == day, Message.kind == kind)
            .order_by(Message.id)
            .with_for_update()
        )
    return [message for message in found if (message.person_id, message.channel) in places]


def _made(numbers: Mapping[Place, int], day: date, kind: MessageKind) -> dict[Place, int]:
    if not numbers:
        return {}
    now = clock.now()
    rows = [_row(place, day, kind, number, now) for place, number in sorted(numbers.items())]
    told = (Message.person_id, Message.channel, Message.id)
    made = db.session.execute(insert_new(Message).returning(*told), rows)
    return {(person_id, channel): id_ for person_id, channel, id_ in made}


def _row(place: Place, day: date, kind: MessageKind, number: int, now: datetime) -> dict[str, Any]:
    person_id, channel = place
    return {
        "person_id": person_id,
        "day": day,
        "channel": channel,
        "kind": kind,
        "weight": Weight.REMINDER,
        "number": number,
        "message_id": message_id_of(person_id, day, channel, kind, number),
        "state": MessageState.PENDING,
        "attempts": 0,
        "resent": False,
        "next_try_at": now,
    }


def _reopen(message_ids: list[int]) -> None:
    _change(message_ids, state=MessageState.PENDING, next_try_at=clock.now(), problem=None)


def _change(message_ids: list[int], **values: Any) -> None:
    if message_ids:
        change = update(Message).where(Message.id.in_(message_ids)).values(**values)
        db.session.execute(change.execution_options(synchronize_session=False))
