"""What a clock that ran ahead put off comes back as soon as a right clock looks: at the next tick, not hours later."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications.models import ChannelPause, Message, MessageKind, MessageState
from tracker.notifications.outbox import message_id_of, places_with_digest, take_queue_lock
from tracker.notifications.pauses import longest_wait

TOLERANCE = timedelta(minutes=1)  # clocks of two machines never agree to the second


def bring_back() -> int:
    """Let messages and channels be tried now that only a wrong clock makes wait; return how many messages.

    A message never tried has nothing to wait for; one tried "in the future" was put off by a wrong clock; and no pause
    is longer than its failures explain. Trying early is harmless, as a message is still sent by one sender only.
    """
    now = clock.now()
    with writing():
        for pause in db.session.scalars(select(ChannelPause).with_for_update()):
            if pause.until > now + longest_wait(pause.failures) + TOLERANCE:
                pause.until = now
        _give_back_their_day(now)
        brought = db.session.execute(
            update(Message)
            .where(Message.state == MessageState.PENDING, Message.next_try_at > now, _was_put_off_wrongly(now))
            .values(next_try_at=now, claimed_at=None)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()
        return int(brought.rowcount)  # type: ignore[attr-defined]


def _give_back_their_day(now: datetime) -> None:
    """Make digests that a wrong clock tried on a day to come today's again, where today has none."""
    today = clock.today()
    tried_ahead = and_(Message.state == MessageState.PENDING, Message.claimed_at > now + TOLERANCE)
    is_ahead = and_(Message.day > today, Message.kind == MessageKind.DIGEST, Message.resent.is_(False))
    ahead = db.session.scalars(select(Message).where(tried_ahead, is_ahead).order_by(Message.id)).all()
    if not ahead:
        return
    take_queue_lock()
    taken = places_with_digest({(message.person_id, message.channel) for message in ahead}, today)
    for message in ahead:
        if (message.person_id, message.channel) not in taken:
            taken.add((message.person_id, message.channel))
            message.day = today
            message.message_id = message_id_of(message.person_id, today, message.channel, message.kind, message.number)


def _was_put_off_wrongly(now: datetime) -> ColumnElement[bool]:
    never_tried = and_(Message.attempts == 0, Message.next_try_at > now + TOLERANCE)
    return or_(never_tried, Message.claimed_at > now + TOLERANCE)
