"""What the administrator's page of channels reads."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.extensions import db
from tracker.notifications.models import ChannelLimit, ChannelPause, Message
from tracker.notifications.outbox_queries import NEEDS_A_PERSON
from tracker.notifications.queries import WAITING


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How a channel does: what waits since when, what it sent last, and its pause."""

    waiting: int = 0
    oldest: datetime | None = None
    sent: int = 0
    last_sent: datetime | None = None
    troubled: int = 0
    pause: ChannelPause | None = None


def channel_limits() -> dict[str, ChannelLimit]:
    """Return what the administrator said of each channel, by its name."""
    return {limit.channel: limit for limit in db.session.scalars(select(ChannelLimit))}


def channel_states() -> dict[str, ChannelState]:
    """Return how each channel with messages or a pause does. Two statements."""
    waits, needs = Message.state.in_(WAITING), Message.state.in_(NEEDS_A_PERSON)
    rows = db.session.execute(
        select(
            Message.channel,
            func.count().filter(waits),
            func.min(Message.next_try_at).filter(waits),
            func.count(Message.sent_at),
            func.max(Message.sent_at),
            func.count().filter(needs),
        ).group_by(Message.channel)
    ).all()
    pauses = {pause.channel: pause for pause in db.session.scalars(select(ChannelPause))}
    found = {
        channel: ChannelState(waiting, oldest, sent, last_sent, troubled, pauses.get(channel))
        for channel, waiting, oldest, sent, last_sent, troubled in rows
    }
    return {name: ChannelState(pause=pause) for name, pause in pauses.items()} | found
