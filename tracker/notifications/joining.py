"""After a standstill one digest comes, not seven: what was left waiting of earlier days goes into today's."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, update

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications.models import Message, MessageKind, MessageLine, MessageState, Weight
from tracker.notifications.outbox import Place, digests_for, message_id_of, places_with_digest, take_queue_lock

AT_ONCE = 500


def join_earlier_days(channel: str) -> int:
    """Move the lines of earlier digests that still wait into today's, or into the next where today's has left.

    Where there is none for today the newest becomes it. Returns how many were joined or moved. One that was in doubt
    keeps its Message-ID and goes by itself.
    """
    joined = 0
    if db.session.execute(_left_over(channel).limit(1)).first() is None:
        db.session.rollback()
        return 0
    while number := _join_some(channel):
        joined += number
    return joined


def _join_some(channel: str) -> int:
    today = clock.today()
    with writing():
        db.session.rollback()
        take_queue_lock()
        rows = db.session.execute(_left_over(channel).with_for_update(skip_locked=True)).all()
        newest = {(row.person_id, channel): row.id for row in rows}
        without = newest.keys() - places_with_digest(newest, today)
        for place in without:
            _change([newest[place]], day=today, message_id=message_id_of(*_key(place, today)))
        older = [row for row in rows if row.id not in newest.values() or (row.person_id, channel) not in without]
        targets = digests_for({(row.person_id, channel) for row in older}, today)
        for row in older:
            _join(row, targets[row.person_id, channel])
        db.session.commit()
        return len(rows)


def _key(place: Place, day: date) -> tuple[int, date, str, MessageKind, int]:
    return place[0], day, place[1], MessageKind.DIGEST, 1


def _left_over(channel: str) -> Select[tuple[int, int, Weight, int]]:
    return (
        select(Message.id, Message.person_id, Message.weight, Message.attempts)
        .where(
            Message.state == MessageState.PENDING,
            Message.channel == channel,
            Message.kind == MessageKind.DIGEST,
            Message.resent.is_(False),
            Message.day < clock.today(),
        )
        .order_by(Message.id)
        .limit(AT_ONCE)
    )


def _join(row: Row[Any], target: int) -> None:
    """Move the lines, and keep weight and tries: what nobody takes is given up after 72 hours, however often joined."""
    lines = update(MessageLine).where(MessageLine.message_id == row.id).values(message_id=target)
    db.session.execute(lines.execution_options(synchronize_session=False))
    words = f"đã gộp vào thư ngày {clock.today():%d/%m/%Y}"
    _change([row.id], state=MessageState.CANCELLED, problem=words)
    if row.weight is Weight.ESCALATION:
        _change([target], weight=Weight.ESCALATION)
    if row.attempts:
        _change([target], Message.attempts < row.attempts, attempts=row.attempts)


def _change(message_ids: list[int], *where: ColumnElement[bool], **values: Any) -> None:
    change = update(Message).where(Message.id.in_(message_ids), *where).values(**values)
    db.session.execute(change.execution_options(synchronize_session=False))
