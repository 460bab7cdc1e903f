"""The worker was down for an hour, for three days: each person gets one digest, and only what is still true."""

import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.processes import Forker
from tests.faults.test_clocks import NINE, at
from tests.faults.world import FULL, TODAY, figures, is_settled, make_due, outcome, reconciled, states, tasks
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink
from tracker.extensions import db
from tracker.notifications.models import Message, MessageLine, MessageState
from tracker.tasks.rules import State

pytestmark = [pytest.mark.kills]

THURSDAY = date(2026, 5, 21)


def test_an_hour_later_everything_planned_goes_as_one_digest_each(app: Flask, sink: Sink, processes: Forker) -> None:
    make_due(10, works=4)
    sink.answers_when = threading.Event()
    worker = processes.start("worker", **at(NINE))
    wait_until(lambda: len(sink.taken) == 1)
    worker.kill()  # with one text handed over, and nine digests planned
    sink.answers_when.set()
    worker = processes.start("worker", **at(NINE + timedelta(hours=1)))
    wait_until(is_settled)
    assert worker.stop() == 0
    counted = outcome(app, sink)
    assert counted.by_state == {MessageState.SENT: 10}
    assert (counted.planned, counted.lost, counted.in_doubt) == (40, 0, 1)
    copies = Counter(mail["To"].addresses[0].addr_spec for mail in sink.taken)
    assert sorted(copies.values()) == [1] * 9 + [2], "one digest each, and a second copy of the one in doubt"
    assert first_claimed() - NINE >= timedelta(hours=1), "the clock had gone on"


def first_claimed() -> datetime:
    """When a message was claimed first, of those that stand; on the travelled clock."""
    moment = db.session.scalars(select(func.min(Message.claimed_at))).one()
    db.session.rollback()
    return moment


def test_after_three_days_down_each_person_gets_one_digest(app: Flask, sink: Sink, processes: Forker) -> None:
    people = 1000 if FULL else 10
    make_due(people, works=4)
    processes.run("planner", **at(NINE))  # on Monday the worker planned, and died before it sent
    tasks()[0].state = State.DONE  # and this was done while it was down
    db.session.commit()
    began = time.monotonic()
    worker = processes.start("worker", **at(NINE + (THURSDAY - TODAY)))
    wait_until(lambda: len(sink.taken) >= people and is_settled(), seconds=60 + people / 5)
    took = time.monotonic() - began
    assert worker.stop() == 0
    assert took <= 120
    assert len(sink.taken) == people, "one digest each, not four"
    assert len({mail["To"] for mail in sink.taken}) == people
    counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 0, 0)
    assert set(states()) <= {MessageState.SENT, MessageState.CANCELLED}
    is_old = (MessageLine.due_on == TODAY) & (MessageLine.rule == "due_today")
    assert set(db.session.scalars(select(MessageLine.is_stale).where(is_old))) == {True}, "no longer true on Thursday"
    assert all("Việc số 0 " not in mail.get_body(("plain",)).get_content() for mail in sink.taken)
    reconciled(app, THURSDAY)
    reconciled(app, TODAY)
    figures.append(f"{people} digests in {took:.1f} s; {counted}")
