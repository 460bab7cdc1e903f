"""The messages that take new lines: one waits for each person and day, or the next one is made. Never commits."""

from datetime import date, datetime
from email.utils import parseaddr
from typing import Any

from flask import current_app
from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from tracker import clock
from tracker.extensions import Base, db
from tracker.notifications.models import Message, MessageState, Weight

EMAIL = "email"
# Every transaction that queues takes this lock of PostgreSQL first, so that two never wait for each other in a ring.
QUEUE_LOCK = 7_240_001
SOME = 500  # people named in one statement

Owner = tuple[int, Weight]


def take_queue_lock() -> None:
    """Let one transaction queue at a time; SQLite does so by itself."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(QUEUE_LOCK)))


def insert_new(model: type[Base]) -> Any:
    """Return an INSERT into the model's table that passes over rows whose unique key is taken, on both databases."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    return insert(model).on_conflict_do_nothing()


def message_id_of(person_id: int, day: date, channel: str, weight: Weight, number: int) -> str:
    """Return the Message-ID that belongs to the key of a message: every copy carries the same."""
    host = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    return f"<{day:%Y%m%d}.{person_id}.{channel}.{weight}.{number}@{host}>"


def messages_for(owners: set[Owner], day: date) -> dict[Owner, int]:
    """Return the message that takes new lines for each (person, weight): the one that waits, or a new one.

    The rows stay locked until the caller commits: no sender may take a message while it gets another line.
    """
    known = _messages_of({person_id for person_id, _ in owners}, day)
    numbers = {owner: max((m.number for m in known if (m.person_id, m.weight) == owner), default=0) for owner in owners}
    waiting = {(m.person_id, m.weight): m.id for m in known if m.state is MessageState.PENDING and not m.resent}
    missing = sorted(owners - waiting.keys())
    if not missing:
        return waiting
    now = clock.now()
    rows = [_message_row(person_id, weight, numbers[person_id, weight] + 1, day, now) for person_id, weight in missing]
    db.session.execute(insert_new(Message), rows)
    made = _messages_of({person_id for person_id, _ in missing}, day)
    return waiting | {
        (m.person_id, m.weight): m.id for m in made if m.number == numbers.get((m.person_id, m.weight), -1) + 1
    }


def _messages_of(people: set[int], day: date) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    ordered = sorted(people)
    for start in range(0, len(ordered), SOME):
        found += db.session.execute(
            select(Message.id, Message.person_id, Message.weight, Message.number, Message.state, Message.resent)
            .where(Message.person_id.in_(ordered[start : start + SOME]), Message.day == day, Message.channel == EMAIL)
            .order_by(Message.id)
            .with_for_update()
        )
    return found


def _message_row(person_id: int, weight: Weight, number: int, day: date, now: datetime) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "day": day,
        "channel": EMAIL,
        "weight": weight,
        "number": number,
        "message_id": message_id_of(person_id, day, EMAIL, weight, number),
        "state": MessageState.PENDING,
        "attempts": 0,
        "resent": False,
        "next_try_at": now,
    }
