"""The worker was down for an hour, for three days: each person gets one digest, and only what is still true."""

import time
from datetime import date

import pytest
from flask import Flask

from tests.faults.processes import Forker
from tests.faults.world import FULL, TODAY, figures, make_due, outcome, plan_today, reconciled, states
from tests.notifications.sink import Sink
from tracker.notifications.models import MessageState

pytestmark = [pytest.mark.kills]

THURSDAY = date(2026, 5, 21)


def test_an_hour_later_everything_planned_goes_as_one_digest_each(app: Flask, sink: Sink, processes: Forker) -> None:
    make_due(10, works=4)
    plan_today()
    processes.run("all")
    counted = outcome(app, sink)
    assert (counted.planned, counted.lost, counted.extra) == (40, 0, 0)
    assert len(sink.taken) == 10


def test_after_three_days_down_each_person_gets_one_digest(app: Flask, sink: Sink, processes: Forker) -> None:
    people = 1000 if FULL else 10
    make_due(people, works=4)
    plan_today()  # on Monday the worker planned, and died before it sent
    began = time.monotonic()
    assert processes.start("all", day=THURSDAY.isoformat()).wait(seconds=300) == 0
    took = time.monotonic() - began
    assert took <= 120
    assert len(sink.taken) == people, "one digest each, not four"
    assert len({mail["To"] for mail in sink.taken}) == people
    counted = outcome(app, sink)
    assert (counted.lost, counted.extra) == (0, 0)
    assert set(states()) <= {MessageState.SENT, MessageState.CANCELLED}
    reconciled(app, THURSDAY)
    reconciled(app, TODAY)
    figures.append(f"{people} digests in {took:.1f} s; {counted}")
