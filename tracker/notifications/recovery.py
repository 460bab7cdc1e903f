"""Take back what a sender left when its process died. Safe to run at any time, by any number of processes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications import marks
from tracker.notifications.models import Message, MessageState, Weight
from tracker.notifications.ownership import is_held

UNDER_WAY = (MessageState.CLAIMED, MessageState.HANDING_OVER)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What recovery did: messages that wait again, that go once more although in doubt, that wait for a person."""

    released: int = 0
    resending: int = 0
    held: int = 0


def recover(idle_owner: str | None = None) -> Recovered:
    """Release the messages of senders whose process is gone, and of `idle_owner`, a sender that works on nothing now.

    Only claimed: back to waiting, always safe. Handed over, no answer noted: in doubt; a reminder goes once more, 15
    minutes later, under the same Message-ID; an escalation is held as uncertain for a person.
    """
    with writing():
        dead = _owners_gone(idle_owner)
        done: list[str] = []
        if dead:
            done = _take_all_back(db.session.scalars(_left_by(dead)).all())
        db.session.commit()
    return Recovered(done.count("released"), done.count("resending"), done.count("held"))


def _owners_gone(idle_owner: str | None) -> list[str]:
    owners = db.session.scalars(select(Message.owner).where(Message.state.in_(UNDER_WAY)).distinct())
    return [owner for owner in owners if owner is not None and (owner == idle_owner or not is_held(owner))]


def _left_by(owners: list[str]) -> Select[tuple[Message]]:
    return (
        select(Message)
        .where(Message.state.in_(UNDER_WAY), Message.owner.in_(owners))
        .order_by(Message.owner, Message.next_try_at, Message.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _take_all_back(messages: Sequence[Message]) -> list[str]:
    """Take back what dead senders left, each in the order in which it was sending.

    Of what one had only claimed, the first was its next: that one alone may have ended it, keeps the try, and goes
    behind the others.
    """
    suspected: set[str | None] = {m.owner for m in messages if m.state is MessageState.HANDING_OVER}
    done: list[str] = []
    for message in messages:
        if message.state is MessageState.HANDING_OVER:
            done.append(_doubt(message))
            continue
        is_suspect = message.owner not in suspected
        suspected.add(message.owner)
        done.append(_release(message, is_suspect=is_suspect))
    return done


def _doubt(message: Message) -> str:
    message.problem = "tiến trình gửi dừng giữa lúc trao thư, chưa rõ máy chủ đã nhận hay chưa"
    if message.weight is Weight.REMINDER and not message.resent:
        message.state = MessageState.PENDING
        message.resent = True
        message.next_try_at = clock.now() + marks.RESEND_AFTER
        return "resending"
    message.state = MessageState.UNCERTAIN
    return "held"


def _release(message: Message, *, is_suspect: bool) -> str:
    """Let the message wait again; one that has ended its sender again and again is given up, so that others flow."""
    message.token = None
    message.owner = None
    message.state = MessageState.PENDING
    if not is_suspect:
        message.attempts -= 1
        return "released"
    message.next_try_at = clock.now()
    if message.attempts >= marks.MOST_CRASHES and message.problem is None:
        message.state = MessageState.DEAD
        message.problem = f"tiến trình gửi đã dừng {message.attempts} lần khi xử lý thư này"
    return "released"
