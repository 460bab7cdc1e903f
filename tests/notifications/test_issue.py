"""What is queued for whom: once by key, one message a person a day."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.cast import Cast
from tracker.extensions import db
from tracker.notifications.issue import Line, notify, notify_each
from tracker.notifications.models import Message, MessageLine, MessageState, Notice, Weight

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
def test_a_line_that_comes_after_the_message_left_gets_the_next_number(cast: Cast, state: MessageState) -> None:
    notify([cast.clerk.id], line(1), day=TODAY)
    db.session.execute(update(Message).values(state=state))
    notify([cast.clerk.id], line(2), day=TODAY)
    numbers = db.session.execute(select(Message.number, Message.message_id).order_by(Message.number)).all()
    assert [number for number, _ in numbers] == [1, 2]
    assert len({message_id for _, message_id in numbers}) == 2


def test_an_escalation_never_shares_the_message_of_a_reminder(cast: Cast) -> None:
    lines = [line(1), line(2, "overdue_month", weight=Weight.ESCALATION)]
    notify_each([(cast.clerk.id, each) for each in lines], day=TODAY)
    assert sorted(db.session.scalars(select(Message.weight))) == [Weight.ESCALATION, Weight.REMINDER]


def test_the_message_id_names_person_day_and_number_at_the_host_of_the_sender(cast: Cast, app: Flask) -> None:
    notify([cast.clerk.id], line(), day=TODAY)
    message = db.session.scalars(select(Message)).one()
    assert message.message_id == f"<20260518.{cast.clerk.id}.email.reminder.1@test.vn>"


def test_nobody_to_tell_is_no_fault(cast: Cast) -> None:
    assert notify([], line(), day=TODAY) == 0
