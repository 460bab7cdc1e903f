"""What changed between planning and sending: the old reminder is cancelled, what is true is said."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.faults.processes import Forker
from tests.faults.world import TODAY, keys_taken, make_due, outcome, plan_today, states, tasks
from tests.notifications.sink import Sink
from tracker.accounts.models import Appointment
from tracker.extensions import db
from tracker.notifications.models import MessageLine, MessageState
from tracker.tasks.rules import State

pytestmark = [pytest.mark.kills]


def test_a_changed_due_day_cancels_the_old_reminder_and_brings_a_new_one_on_its_day(
    app: Flask, sink: Sink, processes: Forker
) -> None:
    make_due(3)
    plan_today()
    later = date(2026, 6, 22)
    tasks()[0].due_on = later
    db.session.commit()
    processes.run("all")
    assert sink.taken == []
    assert states() == {MessageState.CANCELLED: 3}
    assert outcome(app, sink).lost == 0
    processes.run("all", day=later.isoformat())
    assert set(keys_taken(sink).values()) == {1}
    assert len(sink.taken) == 3


def test_a_task_closed_meanwhile_is_left_out_and_the_rest_goes(app: Flask, sink: Sink, processes: Forker) -> None:
    make_due(3, works=2)
    plan_today()
    tasks()[0].state = State.DONE
    db.session.commit()
    processes.run("all")
    assert keys_taken(sink) == {(f"nguoi{number}@caobang.test", "1"): 1 for number in range(3)}
    counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.by_state) == (0, 0, {MessageState.SENT: 3})
    assert (
        list(db.session.scalars(select(MessageLine.is_stale).order_by(MessageLine.subject_id)))
        == [True] * 3 + [False] * 3
    )


@pytest.mark.parametrize("leaves", ["account closed", "appointment ended"])
def test_who_left_meanwhile_gets_nothing_and_the_others_do(
    app: Flask, sink: Sink, processes: Forker, leaves: str
) -> None:
    left, *_stay = make_due(3)
    plan_today()
    if leaves == "account closed":
        left.is_open = False
    else:
        appointment = db.session.scalars(select(Appointment).where(Appointment.person_id == left.id)).one()
        appointment.ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    processes.run("all")
    assert {address for address, _ in keys_taken(sink)} == {"nguoi1@caobang.test", "nguoi2@caobang.test"}
    assert states() == {MessageState.SENT: 2, MessageState.CANCELLED: 1}
    assert outcome(app, sink).lost == 0
