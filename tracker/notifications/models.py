"""The inbox, and the outbox: a message (recipient, day, channel) has lines.

Lines carry the unique key, messages the two marks.
"""

import enum
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Base, Moment, text_enum


class Weight(enum.StrEnum):
    """What is done with a message in doubt: a reminder is resent once, an escalation waits for a person."""

    REMINDER = "reminder"
    ESCALATION = "escalation"


class MessageKind(enum.StrEnum):
    """A digest is the one message of a person's day; an urging goes at once, because a person sent it."""

    DIGEST = "digest"
    URGING = "urging"


class MessageState(enum.StrEnum):
    """Way of a message. `claimed` is the first mark, `handing_over` the second, set just before the text goes out."""

    PENDING = "pending"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Message(Base):
    """One message to one person, by one channel, for one day: the digest (number 1, always), or an urging."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("person_id", "day", "channel", "kind", "number"),
        Index("ix_message_state_channel_next", "state", "channel", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(20))
    kind: Mapped[MessageKind] = mapped_column(
        text_enum(MessageKind), default=MessageKind.DIGEST, server_default="digest"
    )
    weight: Mapped[Weight] = mapped_column(text_enum(Weight))  # that of its heaviest line
    number: Mapped[int] = mapped_column(default=1)  # counts the urgings of a day
    message_id: Mapped[str] = mapped_column(String(200), unique=True)  # Message-ID, the same for every copy
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState), default=MessageState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    resent: Mapped[bool] = mapped_column(default=False)  # the one resend after doubt has been used
    next_try_at: Mapped[datetime] = mapped_column(Moment)
    token: Mapped[str | None] = mapped_column(String(64))  # fences off a sender that was given up
    owner: Mapped[str | None] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    problem: Mapped[str | None] = mapped_column(Text)  # what the server said

    lines: Mapped[list["MessageLine"]] = relationship(order_by="MessageLine.id")


class MessageLine(Base):
    """One reason to write to a person: a subject (task or report row), a rule and its due day. Planned once, ever."""

    __tablename__ = "message_line"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "rule", "due_on", "person_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    subject: Mapped[str] = mapped_column(String(20))  # "task" or "report_row"
    subject_id: Mapped[int]
    rule: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    is_stale: Mapped[bool] = mapped_column(default=False)  # no longer true when the message was about to go


class ChannelLimit(Base):
    """What the administrator says of a channel: whether it is used at all, and for which roles (None: for all)."""

    __tablename__ = "channel_limit"
    id: ClassVar[int] = 0  # the history needs one; which channel it was stands in its values

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_allowed: Mapped[bool]
    roles: Mapped[list[str] | None] = mapped_column(JSON)


class ChannelChoice(Base):
    """What a person says of a channel. Without a row the channel's own default holds."""

    __tablename__ = "channel_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    is_wanted: Mapped[bool]


class ChannelPause(Base):
    """A channel whose server takes nothing at present: until when nothing is tried, and what was said last.

    The row goes with the first message that is taken again; `failures` counts the tries in between.
    """

    __tablename__ = "channel_pause"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)
    failures: Mapped[int]
    problem: Mapped[str] = mapped_column(Text)


class Notice(Base):
    """A line in a person's inbox, put there in the same transaction as the message: the reminder that counts."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "subject", "subject_id", "rule", "due_on"),
        Index("ix_notice_unread", "person_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    on_day: Mapped[date] = mapped_column(Date)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    rule: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime | None] = mapped_column(Moment)
