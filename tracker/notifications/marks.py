"""The marks of a message on its way, each made in a short transaction of its own (docs/decisions.md, "Reminders").

pending → claimed → handing_over → sent; and dead, uncertain, cancelled. A claim carries a random token: whoever was
given up and comes back later finds his token gone and stops.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db, writing
from tracker.notifications.letters import Letter, LetterLine
from tracker.notifications.links import Action
from tracker.notifications.models import ChannelPause, Message, MessageKind, MessageLine, MessageState, Weight
from tracker.notifications.wishes import wishes_of

RESEND_AFTER = timedelta(minutes=15)
MOST_CRASHES = 5
CLAIMED_AT_ONCE = 20
REFUSALS = ("5", "HTTP 4")  # how the words of a refusal for good begin: SMTP's 5xx, a gateway's 4xx


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of lines that are about to go: which are no longer true, what their readers may do by link.

    `texts` holds the sentence of today for lines whose words count days.
    """

    stale: Set[int] = frozenset()
    texts: Mapping[int, str] = field(default_factory=dict)
    actions: Mapping[int, tuple[Action, ...]] = field(default_factory=dict)


# Given lines (each names its reader): what is known of them now.
CheckLines = Callable[[Sequence[MessageLine]], Checked]


@dataclass(frozen=True, slots=True)
class Claimed:
    """The letters of one claim, in the order in which they are to be sent, and how many messages were cancelled."""

    letters: tuple[Letter, ...] = ()
    cancelled: int = 0

    def __bool__(self) -> bool:
        return bool(self.letters or self.cancelled)


class Deposed(Exception):
    """The message was taken from this sender meanwhile: nothing may be sent."""


def claim_next(owner: str, check: CheckLines, *, channel: str = "email", most: int = CLAIMED_AT_ONCE) -> Claimed:
    """Make the first mark on the messages of a channel that wait longest, and return them ready to be sent.

    Readers, their wishes and the lines are looked at again; a message with nothing left to say is cancelled instead.
    Nothing is claimed while the channel pauses.
    """
    with writing():
        messages = db.session.scalars(_waiting(channel, most)).all()
        if not messages:
            db.session.rollback()
            return Claimed()
        ids = {message.person_id for message in messages}
        people = {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
        wishes = wishes_of(ids, on=clock.today())
        checked = check([line for message in messages for line in message.lines])
        letters = [
            _claimed(message, people[message.person_id], owner, checked, channel in wishes.of(message.person_id))
            for message in messages
        ]
        db.session.commit()
        ready = tuple(letter for letter in letters if letter is not None)
        return Claimed(ready, len(letters) - len(ready))


def _waiting(channel: str, most: int) -> Select[tuple[Message]]:
    now, today = clock.now(), clock.today()
    paused = select(ChannelPause.channel).where(ChannelPause.channel == channel, ChannelPause.until > now)
    # An earlier digest waits to be joined to today's; one in doubt goes by itself, and so does an urging.
    is_its_day = or_(Message.day == today, Message.resent.is_(True), Message.kind == MessageKind.URGING)
    return (
        select(Message)
        .where(
            Message.state == MessageState.PENDING,
            Message.channel == channel,
            Message.next_try_at <= now,
            Message.day <= today,
            is_its_day,
            ~paused.exists(),
        )
        .options(selectinload(Message.lines))
        .order_by(Message.next_try_at, Message.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _claimed(message: Message, person: Person, owner: str, checked: Checked, is_wanted: bool) -> Letter | None:
    reason = _reason_to_cancel(person, is_wanted)
    for line in message.lines:
        line.is_stale = reason is not None or line.id in checked.stale
        line.text = checked.texts.get(line.id, line.text)
    true_lines = [line for line in message.lines if not line.is_stale]
    if not true_lines:
        message.state = MessageState.CANCELLED
        message.problem = reason or "không còn đúng khi đến lượt gửi"
        return None
    message.state = MessageState.CLAIMED
    message.token = secrets.token_hex(16)
    message.owner = owner
    message.claimed_at = clock.now()
    message.attempts += 1
    return _letter(message, person, true_lines, checked)


def _reason_to_cancel(person: Person, is_wanted: bool) -> str | None:
    if not person.is_open:
        return "tài khoản đã khóa"
    return None if is_wanted else "người nhận hoặc quản trị đã tắt kênh này"


def _letter(message: Message, person: Person, lines: list[MessageLine], checked: Checked) -> Letter:
    return Letter(
        id=message.id,
        token=message.token or "",
        channel=message.channel,
        message_id=message.message_id,
        attempts=message.attempts,
        kind=message.kind,
        weight=message.weight,
        is_resend=message.resent,
        day=clock.today() if message.kind is MessageKind.DIGEST else message.day,
        person_id=person.id,
        name=person.name,
        address=person.email,
        phone=person.phone,
        lines=tuple(
            LetterLine(line.subject, line.subject_id, line.rule, line.text, line.path, checked.actions.get(line.id, ()))
            for line in lines
        ),
    )


def give_back(letters: Sequence[Letter]) -> None:
    """Let claimed messages that nobody tried wait again, as if they had not been claimed."""
    if letters:
        claims = and_(Message.token.in_([letter.token for letter in letters]), Message.state == MessageState.CLAIMED)
        _move(claims, state=MessageState.PENDING, attempts=Message.attempts - 1, owner=None, token=None)


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


def revive(message_ids: Sequence[int], *, until: datetime) -> None:
    """Let messages that were given up wait again: the fault was the server's."""
    is_meant = and_(Message.id.in_(message_ids), Message.state == MessageState.DEAD)
    _move(is_meant, state=MessageState.PENDING, next_try_at=until)


def last_refused(channel: str, count: int) -> list[int]:
    """Return the ids of the last `count` messages of a channel that came to an end, if all were refused for good."""
    last = db.session.execute(
        select(Message.id, Message.state, Message.problem)
        .where(
            Message.channel == channel,
            Message.state.in_((MessageState.SENT, MessageState.DEAD)),
            Message.claimed_at.is_not(None),
        )
        .order_by(Message.claimed_at.desc(), Message.id.desc())
        .limit(count)
    ).all()
    db.session.rollback()
    refused = [row.id for row in last if row.state is MessageState.DEAD and (row.problem or "").startswith(REFUSALS)]
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
