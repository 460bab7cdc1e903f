"""Workers that are killed at random moments, and one message that kills whoever takes it up."""

import random
import signal
import threading

import pytest
from flask import Flask
from sqlalchemy import select

from tests.faults.processes import Child, Forker
from tests.faults.world import FULL, Outcome, figures, is_settled, make_due, outcome, plan_today, states
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink
from tracker.extensions import db
from tracker.notifications.models import Message, MessageState

pytestmark = [pytest.mark.kills]

KILLS, PEOPLE = (100, 1000) if FULL else (20, 300)


def kill_at_random(processes: Forker, sink: Sink, *, kills: int, people: int) -> None:
    """Keep two workers alive while one after the other is killed, whichever, whatever it does; then let them finish."""
    workers: list[Child] = [processes.start("worker"), processes.start("worker")]
    pauses = threading.Event()
    for number in range(kills):
        wanted = min(len(sink.taken) + random.randint(0, 4), people * (number + 1) // kills)
        wait_until(lambda wanted=wanted: len(sink.taken) >= wanted or is_settled())
        pauses.wait(random.uniform(0, 0.03))
        workers.pop(random.randrange(2)).kill()
        workers.append(processes.start("worker"))
    wait_until(lambda: len(sink.taken) >= people and is_settled(), seconds=300)
    for worker in workers:
        assert worker.stop() == 0


def assert_nothing_lost_nor_silently_doubled(counted: Outcome, planned: int) -> None:
    """Nothing is lost; what came more than once had been in doubt."""
    assert (counted.planned, counted.lost) == (planned, 0), str(counted)
    assert counted.extra <= counted.in_doubt, str(counted)


def test_two_workers_killed_at_random_lose_nothing_and_double_only_what_was_in_doubt(
    app: Flask, sink: Sink, processes: Forker
) -> None:
    make_due(PEOPLE)
    kill_at_random(processes, sink, kills=KILLS, people=PEOPLE)
    counted = outcome(app, sink)
    assert_nothing_lost_nor_silently_doubled(counted, PEOPLE)
    assert counted.by_state == {MessageState.SENT: PEOPLE}
    figures.append(f"{KILLS} kills: {counted}")


def test_a_message_that_always_ends_its_sender_is_given_up_after_five_tries_and_the_others_go(
    app: Flask, sink: Sink, processes: Forker
) -> None:
    make_due(8)
    plan_today()
    ends = []
    while not is_settled():
        ends.append(processes.start("sender", fault="poison").wait())
        assert len(ends) <= 6, "it must be given up by now"
    assert ends.count(-signal.SIGSEGV) == 5
    assert states() == {MessageState.SENT: 7, MessageState.DEAD: 1}
    dead = db.session.scalars(select(Message).where(Message.state == MessageState.DEAD)).one()
    assert "đã dừng 5 lần" in (dead.problem or "")
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0)
