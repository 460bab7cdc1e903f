"""What the administrator's page reads of the outbox: how each channel stands, and what needs a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications.models import ChannelPause, Message, MessageLine, MessageState

UNDER_WAY = (MessageState.CLAIMED, MessageState.HANDING_OVER)
NEEDS_A_PERSON = (MessageState.UNCERTAIN, MessageState.DEAD)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages of a channel are in which state, since when the longest waits, and whether it pauses."""

    counts: dict[MessageState, int] = field(default_factory=lambda: dict.fromkeys(MessageState, 0))
    waits_since: datetime | None = None  # when the longest-waiting message was, or will be, due to be tried
    pause: ChannelPause | None = None

    @property
    def under_way(self) -> int:
        """Messages that somebody is sending now."""
        return sum(self.counts[state] for state in UNDER_WAY)

    @property
    def undecided(self) -> int:
        """Messages that need a person."""
        return sum(self.counts[state] for state in NEEDS_A_PERSON)


def standings(channels: Collection[str], *, now: datetime) -> dict[str, Standing]:
    """Return how each of the channels stands, and any other with messages, in that order. Two statements."""
    pauses = {p.channel: p for p in db.session.scalars(select(ChannelPause).where(ChannelPause.until > now))}
    counted: dict[str, dict[MessageState, int]] = {}
    waits: dict[str, datetime | None] = {}
    for channel, state, number, since in db.session.execute(_counts()):
        counted.setdefault(channel, dict.fromkeys(MessageState, 0))[state] = number
        if state is MessageState.PENDING:
            waits[channel] = since
    named = [*channels, *sorted(counted.keys() - set(channels))]
    nothing = dict.fromkeys(MessageState, 0)
    return {name: Standing(counted.get(name, nothing), waits.get(name), pauses.get(name)) for name in named}


def _counts() -> Select[tuple[str, MessageState, int, datetime]]:
    return (
        select(Message.channel, Message.state, func.count(), func.min(Message.next_try_at))
        .group_by(Message.channel, Message.state)
        .order_by(Message.channel, Message.state)
    )


@dataclass(frozen=True, slots=True)
class Troubled:
    """A message that waits for a person's decision, its reader, and how many things it tells."""

    message: Message
    name: str
    address: str
    lines: int

    @property
    def choice(self) -> str:
        """The message and the state in which it is shown, as a form sends them back."""
        return f"{self.message.id}-{self.message.state}"


def troubled(*, page: int, size: int) -> list[Troubled]:
    """Return one page of the messages that need a person, in doubt first, then newest first."""
    return _found(_troubled().limit(size).offset((page - 1) * size))


def troubled_among(message_ids: Collection[int]) -> list[Troubled]:
    """Return those of the named messages that need a person."""
    return _found(_troubled().where(Message.id.in_(message_ids)))


def _troubled() -> Select[Any]:
    lines = select(func.count()).where(MessageLine.message_id == Message.id).scalar_subquery()
    return (
        select(Message, Person.name, Person.email, lines)
        .join(Person, Person.id == Message.person_id)
        .where(Message.state.in_(NEEDS_A_PERSON))
        .order_by((Message.state == MessageState.UNCERTAIN).desc(), Message.id.desc())
    )


def _found(wanted: Select[Any]) -> list[Troubled]:
    rows: Sequence[Row[Any]] = db.session.execute(wanted).all()
    return [Troubled(message, name, email, lines) for message, name, email, lines in rows]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that somebody took about a message."""

    at: datetime
    by: str
    action: str  # "mail sent again" or "mail dropped"
    reader: str


def last_decisions(limit: int = 10) -> list[Decided]:
    """Return the newest decisions about messages."""
    rows = db.session.execute(
        select(HistoryEntry.at, HistoryEntry.actor_name, HistoryEntry.action, Person.name)
        .join(Message, Message.id == HistoryEntry.subject_id)
        .join(Person, Person.id == Message.person_id)
        .where(HistoryEntry.subject == "message")
        .order_by(HistoryEntry.id.desc())
        .limit(limit)
    )
    return [Decided(*row) for row in rows]
