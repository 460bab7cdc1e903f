"""Take back what a sender left when its process died. Safe to run at any time, by any number of processes."""

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
            done = [_take_back(message) for message in db.session.scalars(_left_by(dead))]
        db.session.commit()
    return Recovered(done.count("released"), done.count("resending"), done.count("held"))


def _owners_gone(idle_owner: str | None) -> list[str]:
    owners = db.session.scalars(select(Message.owner).where(Message.state.in_(UNDER_WAY)).distinct())
    return [owner for owner in owners if owner is not None and (owner == idle_owner or not is_held(owner))]


def _left_by(owners: list[str]) -> Select[tuple[Message]]:
    return (
        select(Message)
        .where(Message.state.in_(UNDER_WAY), Message.owner.in_(owners))
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _take_back(message: Message) -> str:
    if message.state is MessageState.CLAIMED:
        return _release(message)
    message.problem = "tiến trình gửi dừng giữa lúc trao thư, chưa rõ máy chủ đã nhận hay chưa"
    if message.weight is Weight.REMINDER and not message.resent:
        message.state = MessageState.PENDING
        message.resent = True
        message.next_try_at = clock.now() + marks.RESEND_AFTER
        return "resending"
    message.state = MessageState.UNCERTAIN
    return "held"


def _release(message: Message) -> str:
    """Let the message wait again; one that has ended its sender again and again is given up, so that others flow."""
    message.token = None
    message.owner = None
    message.next_try_at = clock.now()
    is_poison = message.attempts >= marks.MOST_CRASHES and message.problem is None
    message.state = MessageState.DEAD if is_poison else MessageState.PENDING
    if is_poison:
        message.problem = f"tiến trình gửi đã dừng {message.attempts} lần khi xử lý thư này"
    return "released"
