"""What pages and jobs read of the inbox and the outbox."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from tracker.accounts.models import Appointment, Person
from tracker.extensions import db
from tracker.notifications.models import Message, MessageState, Notice
from tracker.rights import Role

WAITING = (MessageState.PENDING, MessageState.CLAIMED, MessageState.HANDING_OVER)


def count_unread(person_id: int) -> int:
    """Return how many notices of a person have not been read."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(unread) or 0


def notices_of(person_id: int, *, page: int, size: int) -> tuple[Sequence[Notice], int]:
    """Return one page of a person's notices, unread first, then newest first; and how many there are in all."""
    total = db.session.scalar(select(func.count()).where(Notice.person_id == person_id)) or 0
    rows = db.session.scalars(
        select(Notice)
        .where(Notice.person_id == person_id)
        .order_by(Notice.read_at.is_not(None), Notice.at.desc(), Notice.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()
    return rows, total


def administrators(*, on: date) -> list[int]:
    """Return the open accounts that are administrators on a day."""
    return list(
        db.session.scalars(
            select(Appointment.person_id)
            .join(Appointment.person)
            .where(
                Appointment.role == Role.ADMINISTRATOR,
                Person.is_open,
                Appointment.starts_on <= on,
                or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
            )
            .distinct()
            .order_by(Appointment.person_id)
        )
    )


def counts_by_state() -> dict[MessageState, int]:
    """Return how many messages stand in each state, zeros included."""
    found = db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all()
    return dict.fromkeys(MessageState, 0) | {row[0]: row[1] for row in found}


def count_in_doubt() -> int:
    """Return how many messages nobody knows to have arrived: held for a person, or about to go once more."""
    doubtful = or_(
        Message.state == MessageState.UNCERTAIN, (Message.state == MessageState.PENDING) & Message.resent.is_(True)
    )
    return db.session.scalar(select(func.count()).select_from(Message).where(doubtful)) or 0


def oldest_waiting() -> datetime | None:
    """Return since when the longest-waiting message is due to be tried, or None when nothing waits."""
    return db.session.scalar(select(func.min(Message.next_try_at)).where(Message.state == MessageState.PENDING))
