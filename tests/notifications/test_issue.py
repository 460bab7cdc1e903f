"""What is queued for whom: once by key, one message a person a day."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.cast import Cast
from tracker.extensions import db
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageKind, MessageLine, MessageState, Notice, Weight

TODAY = date(2026, 5, 18)


def line(subject_id: int = 1, rule: str = "due_soon", **changes: object) -> Line:
    """A line about a task due on 20/05/2026."""
    values: dict[str, object] = {"text": "Sắp đến hạn.", "path": f"/nhiem-vu/{subject_id}", **changes}
    return Line("task", subject_id, rule, date(2026, 5, 20), **values)


def count(model: type) -> int:
    """How many rows of a table there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_line_makes_a_notice_and_a_message_in_the_callers_transaction(cast: Cast) -> None:
    assert notify([cast.clerk.id, cast.head.id], line(), day=TODAY) == 2
    assert (count(Notice), count(Message), count(MessageLine)) == (2, 2, 2)
    db.session.rollback()
    assert (count(Notice), count(Message), count(MessageLine)) == (0, 0, 0)


def test_the_same_line_is_told_once_even_on_another_day(cast: Cast) -> None:
    notify([cast.clerk.id], line(), day=TODAY)
    assert notify([cast.clerk.id], line(), day=date(2026, 5, 19)) == 0
    assert count(MessageLine) == count(Notice) == count(Message) == 1


def test_a_changed_due_day_is_told_again(cast: Cast) -> None:
    notify([cast.clerk.id], line(), day=TODAY)
    later = Line("task", 1, "due_soon", date(2026, 6, 20), "Sắp đến hạn.", "/nhiem-vu/1")
    assert notify([cast.clerk.id], later, day=TODAY) == 1


def test_lines_of_a_day_share_the_message_that_still_waits(cast: Cast) -> None:
    notify([cast.clerk.id], line(1), day=TODAY)
    notify([cast.clerk.id], line(2), day=TODAY)
    message = db.session.scalars(select(Message)).one()
    assert [kept.subject_id for kept in message.lines] == [1, 2]


@pytest.mark.parametrize(
    "state", [MessageState.CLAIMED, MessageState.HANDING_OVER, MessageState.SENT, MessageState.DEAD]
)
def test_a_line_that_comes_after_the_digest_left_waits_for_that_of_the_next_working_day(
    cast: Cast, state: MessageState
) -> None:
    friday = date(2026, 5, 22)
    notify([cast.clerk.id], line(1), day=friday)
    db.session.execute(update(Message).values(state=state, attempts=1))
    for number in (2, 3):
        notify([cast.clerk.id], line(number), day=friday)
    digests = db.session.execute(select(Message.day, Message.kind, Message.number).order_by(Message.day)).all()
    assert digests == [(friday, MessageKind.DIGEST, 1), (date(2026, 5, 25), MessageKind.DIGEST, 1)]
    assert count(Notice) == 3, "the inbox has each at once"


def test_a_digest_cancelled_because_nothing_was_true_takes_the_lines_that_come_later_that_day(cast: Cast) -> None:
    notify([cast.clerk.id], line(1), day=TODAY)
    db.session.execute(update(Message).values(state=MessageState.CANCELLED))
    notify([cast.clerk.id], line(2), day=TODAY)
    message = db.session.scalars(select(Message)).one()
    assert (message.state, len(message.lines)) == (MessageState.PENDING, 2)


def test_escalation_and_reminder_of_one_person_share_the_digest_which_takes_the_heavier_weight(cast: Cast) -> None:
    notify([cast.clerk.id], line(1), day=TODAY)
    notify([cast.clerk.id], line(2, "overdue_month", weight=Weight.ESCALATION), day=TODAY)
    notify([cast.clerk.id], line(3), day=TODAY)
    message = db.session.scalars(select(Message)).one()
    assert (message.weight, len(message.lines)) == (Weight.ESCALATION, 3)


def test_an_urging_has_a_message_of_its_own_beside_the_digest_and_the_next_one_too_once_it_left(cast: Cast) -> None:
    notify([cast.clerk.id], line(1), day=TODAY)
    notify([cast.clerk.id], line(1, "urge:1", kind=MessageKind.URGING), day=TODAY)
    notify([cast.clerk.id], line(2, "urge:2", kind=MessageKind.URGING), day=TODAY)
    urging = select(Message).where(Message.kind == MessageKind.URGING)
    assert len(db.session.scalars(urging).one().lines) == 2
    db.session.execute(update(Message).values(state=MessageState.SENT))
    notify([cast.clerk.id], line(3, "urge:3", kind=MessageKind.URGING), day=TODAY)
    assert list(db.session.scalars(select(Message.number).where(Message.kind == MessageKind.URGING))) == [1, 2]


def test_the_message_id_names_person_day_and_number_at_the_host_of_the_sender(cast: Cast, app: Flask) -> None:
    notify([cast.clerk.id], line(), day=TODAY)
    message = db.session.scalars(select(Message)).one()
    assert message.message_id == f"<20260518.{cast.clerk.id}.email.digest.1@test.vn>"


def test_nobody_to_tell_is_no_fault(cast: Cast) -> None:
    assert notify([], line(), day=TODAY) == 0
