"""The marks of a message on its way, each made in a short transaction of its own (docs/decisions.md, "Reminders").

pending → claimed → handing_over → sent; and dead, uncertain, cancelled. A claim carries a random token: whoever was
given up and comes back later finds his token gone and stops.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select, update
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db, writing
from tracker.notifications.mail import Letter, LetterLine
from tracker.notifications.models import Message, MessageLine, MessageState, Weight

RESEND_AFTER = timedelta(minutes=15)
MOST_CRASHES = 5

# Given a person and lines for that person: the ids of the lines that are no longer true.
StaleLines = Callable[[int, Sequence[MessageLine]], set[int]]


class Deposed(Exception):
    """The message was taken from this sender meanwhile: nothing may be sent."""


def claim_next(owner: str, stale_lines: StaleLines) -> Letter | bool:
    """Make the first mark on the message that waits longest, and return it ready to be sent.

    Its lines are looked at again; one with none left true is cancelled instead: True. False when nothing waits.
    """
    with writing():
        message = db.session.scalar(_next_waiting())
        if message is None:
            db.session.rollback()
            return False
        person = db.session.get_one(Person, message.person_id)
        letter = None if _is_joined_to_newer(message) else _claimed(message, person, owner, stale_lines)
        db.session.commit()
        return letter or True


def _next_waiting() -> Select[tuple[Message]]:
    return (
        select(Message)
        .where(Message.state == MessageState.PENDING, Message.next_try_at <= clock.now())
        .options(selectinload(Message.lines))
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _is_joined_to_newer(message: Message) -> bool:
    """Move the lines into the person's newest message that waits: after a standstill one letter comes, not seven."""
    if message.resent:
        return False
    *older, newest = db.session.scalars(_waiting_beside(message)).all()
    if newest is message:
        return False
    ids = [old.id for old in older]
    db.session.execute(update(MessageLine).where(MessageLine.message_id.in_(ids)).values(message_id=newest.id))
    for old in older:
        old.state = MessageState.CANCELLED
        old.problem = f"đã gộp vào thư ngày {newest.day:%d/%m/%Y}"
    newest.next_try_at = message.next_try_at
    return True


def _waiting_beside(message: Message) -> Select[tuple[Message]]:
    """The waiting messages of the same person, oldest day first; of one day there is one, or they differ in number."""
    return (
        select(Message)
        .where(
            Message.person_id == message.person_id,
            Message.channel == message.channel,
            Message.weight == message.weight,
            Message.state == MessageState.PENDING,
            Message.resent.is_(False),
        )
        .order_by(Message.day, Message.number)
        .with_for_update(skip_locked=True)
    )


def _claimed(message: Message, person: Person, owner: str, stale_lines: StaleLines) -> Letter | None:
    stale = stale_lines(person.id, message.lines) if person.is_open else {line.id for line in message.lines}
    for line in message.lines:
        line.is_stale = line.id in stale
    true_lines = [line for line in message.lines if not line.is_stale]
    if not true_lines:
        message.state = MessageState.CANCELLED
        message.problem = "không còn đúng khi đến lượt gửi" if person.is_open else "tài khoản đã khóa"
        return None
    message.state = MessageState.CLAIMED
    message.token = secrets.token_hex(16)
    message.owner = owner
    message.claimed_at = clock.now()
    message.attempts += 1
    return _letter(message, person, true_lines)


def _letter(message: Message, person: Person, lines: list[MessageLine]) -> Letter:
    return Letter(
        id=message.id,
        token=message.token or "",
        message_id=message.message_id,
        attempts=message.attempts,
        weight=message.weight,
        is_resend=message.resent,
        day=message.day,
        name=person.name,
        address=person.email,
        lines=tuple(LetterLine(line.rule, line.text, line.path) for line in lines),
    )


def mark_handing_over(letter: Letter) -> None:
    """Make the second mark, committed before the text leaves. Raises Deposed unless exactly this claim still stands."""
    if not _move(_held(letter, MessageState.CLAIMED), state=MessageState.HANDING_OVER):
        raise Deposed(letter.message_id)


def mark_sent(letter: Letter) -> None:
    """Note that the server took the message. A late answer wins over doubt, as long as nobody claimed it anew."""
    states = (MessageState.HANDING_OVER, MessageState.PENDING, MessageState.UNCERTAIN)
    _move(_held(letter, *states), state=MessageState.SENT, sent_at=clock.now(), problem=None)


def mark_waiting(letter: Letter, problem: str, *, until: datetime) -> None:
    """Put the message back until a moment: it was certainly not taken."""
    states = (MessageState.CLAIMED, MessageState.HANDING_OVER)
    _move(_held(letter, *states), state=MessageState.PENDING, next_try_at=until, problem=problem)


def mark_dead(letter: Letter, problem: str) -> None:
    """Give the message up: the server said that it never will take it."""
    states = (MessageState.CLAIMED, MessageState.HANDING_OVER)
    _move(_held(letter, *states), state=MessageState.DEAD, problem=problem)


def mark_faulty(letter: Letter, problem: str, *, until: datetime | None) -> bool:
    """Put a message that we could not prepare back until a moment, or give it up (None). False: it had left already."""
    held = _held(letter, MessageState.CLAIMED)
    if until is None:
        return bool(_move(held, state=MessageState.DEAD, problem=problem))
    return bool(_move(held, state=MessageState.PENDING, next_try_at=until, problem=problem))


def mark_in_doubt(letter: Letter, problem: str) -> bool:
    """Note that no answer came. Return True when the message now waits for a person, False when it goes once more."""
    resends = _is_resent_once(letter.weight, letter.is_resend)
    held = _held(letter, MessageState.HANDING_OVER)
    if resends:
        _move(held, state=MessageState.PENDING, resent=True, next_try_at=clock.now() + RESEND_AFTER, problem=problem)
    else:
        _move(held, state=MessageState.UNCERTAIN, problem=problem)
    return not resends


def _is_resent_once(weight: Weight, was_resent: bool) -> bool:
    """A reminder in doubt goes once more under its Message-ID; an escalation, or a second doubt, waits for a person."""
    return weight is Weight.REMINDER and not was_resent


def pause_queue(*, until: datetime) -> None:
    """Let every waiting message wait until a moment: the server takes nothing from us, so none is to blame."""
    _move(and_(Message.state == MessageState.PENDING, Message.next_try_at < until), next_try_at=until)


def revive(message_ids: Sequence[int], *, until: datetime) -> None:
    """Let messages that were given up wait again: the fault was the server's."""
    is_meant = and_(Message.id.in_(message_ids), Message.state == MessageState.DEAD)
    _move(is_meant, state=MessageState.PENDING, next_try_at=until)


def last_refused(count: int) -> list[int]:
    """Return the ids of the last `count` messages that came to an end, if all were refused for good; else nothing."""
    last = db.session.execute(
        select(Message.id, Message.state, Message.problem)
        .where(Message.state.in_((MessageState.SENT, MessageState.DEAD)), Message.claimed_at.is_not(None))
        .order_by(Message.claimed_at.desc(), Message.id.desc())
        .limit(count)
    ).all()
    db.session.rollback()
    refused = [row.id for row in last if row.state is MessageState.DEAD and (row.problem or "").startswith("5")]
    return refused if len(refused) == count else []


def _held(letter: Letter, *states: MessageState) -> ColumnElement[bool]:
    return and_(Message.id == letter.id, Message.token == letter.token, Message.state.in_(states))


def _move(which: ColumnElement[bool], **values: object) -> int:
    with writing():
        moved = db.session.execute(
            update(Message).where(which).values(**values).execution_options(synchronize_session=False)
        )
        db.session.commit()
        return int(moved.rowcount)  # type: ignore[attr-defined]
