"""The worker process itself: a dead metronome, a tick that hangs, a database that is locked or gone for a while."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.auditing import AuditingClient
from tests.databases import Databases, PostgresCluster
from tests.faults.processes import Forker
from tests.faults.world import FULL, figures, is_settled, make_due, outcome, plan_today, states
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink
from tracker import clock
from tracker.extensions import db
from tracker.jobs.models import Heartbeat
from tracker.notifications.models import MessageState

pytestmark = [pytest.mark.kills]


def beats() -> int:
    """How many workers are known to be alive."""
    db.session.rollback()
    found = len(db.session.scalars(select(Heartbeat.worker)).all())
    db.session.rollback()
    return found


def last_beat() -> datetime:
    """When a worker gave a sign of life last."""
    found = db.session.scalars(select(func.max(Heartbeat.beat_at))).one()
    db.session.rollback()
    return found


@pytest.mark.parametrize("fault", ["dead metronome", "stuck tick", "dead sender", "no beat"])
def test_a_worker_that_no_longer_ticks_ends_and_the_watcher_hears_of_it(
    app: Flask, processes: Forker, client: AuditingClient, fault: str
) -> None:
    make_due(1)
    assert processes.start("worker", fault=fault).wait() == 1, "the supervisor starts it anew"
    assert beats() == 1, "it ended without a goodbye"
    db.session.execute(update(Heartbeat).values(beat_at=clock.now() - timedelta(minutes=3, seconds=1)))
    db.session.commit()
    client.get("/healthz", expect=503)
    worker = processes.start("worker")
    wait_until(lambda: states() == {MessageState.SENT: 1} and beats() == 1)
    client.get("/healthz", expect=200)
    assert worker.stop() == 0


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Hold the lock of an SQLite file as a writer that does not come to an end."""
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.only_on("sqlite")  # PostgreSQL is restarted instead
def test_a_database_that_is_locked_longer_than_anybody_waits_stops_nothing_for_good(
    app: Flask, sink: Sink, processes: Forker, fresh_database: str
) -> None:
    make_due(12)
    plan_today()
    sink.answers_when = threading.Event()
    # At full counts SQLite waits its 30 s each time, as in the product; else it gives up after 50 ms in the same way.
    worker = processes.start("worker", **({} if FULL else {"busy_milliseconds": 50}))
    wait_until(lambda: len(sink.taken) == 1)
    began = time.monotonic()
    with locked(fresh_database):
        sink.answers_when.set()  # the server has it; noting so is refused again and again
        wait_until(lambda: worker.log().count("is sent but not noted yet") >= 3, seconds=200)
        wait_until(lambda: "The beat was not written" in worker.log(), seconds=200)
        wait_until(lambda: "The tick failed" in worker.log() or "Job recover failed" in worker.log(), seconds=200)
    lasted, unlocked_at = time.monotonic() - began, clock.now()
    wait_until(lambda: states() == {MessageState.SENT: 12})
    wait_until(lambda: last_beat() > unlocked_at)
    ticks = worker.log().count("executed successfully")
    wait_until(lambda: worker.log().count("executed successfully") > ticks + 2)
    assert worker.stop() == 0
    counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 0, 0)
    figures.append(f"locked for {lasted:.0f} s; {counted}")


@pytest.mark.only_on("postgresql")  # an SQLite file has no server; it is locked instead
def test_a_database_restarted_in_the_middle_of_sending_loses_and_doubles_nothing(
    app: Flask, sink: Sink, processes: Forker, database_store: Databases, fresh_database: str
) -> None:
    assert isinstance(database_store, PostgresCluster)
    database_store.keep_every_commit(fresh_database)
    make_due(60)
    workers = [processes.start("worker"), processes.start("worker")]
    longest = 0.0
    for wanted in (10, 30):
        wait_until(lambda wanted=wanted: len(sink.taken) >= wanted)
        database_store.restart()
        back_at, before = time.monotonic(), len(sink.taken)
        wait_until(lambda before=before: len(sink.taken) > before)
        longest = max(longest, time.monotonic() - back_at)
        db.session.remove()
        db.engine.dispose()
    assert longest <= 10, "seconds until the first text after the database was back"
    wait_until(lambda: len(sink.taken) >= 60 and is_settled(), seconds=180)  # every commit waits for a real disk
    assert [worker.stop() for worker in workers] == [0, 0]
    counted = outcome(app, sink)
    assert (counted.planned, counted.lost) == (60, 0)
    assert counted.extra <= counted.in_doubt
    assert counted.by_state == {MessageState.SENT: 60}
    figures.append(f"first text {longest:.1f} s after the database was back; {counted}")
