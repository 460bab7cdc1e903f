"""Several at once: schedulers, planners, senders. Each line is planned once, each message sent by one."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.processes import Forker
from tests.faults.world import is_settled, make_due, outcome, plan_today
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink
from tracker.extensions import db
from tracker.notifications.models import Message, MessageLine, MessageState, Notice

pytestmark = [pytest.mark.kills]


def test_four_planners_at_once_plan_each_line_once(app: Flask, processes: Forker, tmp_path: Path) -> None:
    make_due(30, works=20)
    assert processes.all_at_once("planner", 4, tmp_path / "gate") == [0] * 4
    assert db.session.scalar(select(func.count()).select_from(MessageLine)) == 600
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 600


def test_two_senders_at_once_send_each_message_once(app: Flask, sink: Sink, processes: Forker, tmp_path: Path) -> None:
    make_due(60)
    plan_today()
    assert processes.all_at_once("sender", 2, tmp_path / "gate") == [0, 0]
    counted = outcome(app, sink)
    assert (counted.planned, counted.lost, counted.extra, counted.in_doubt) == (60, 0, 0, 0)
    assert counted.by_state == {MessageState.SENT: 60}
    assert len(set(db.session.scalars(select(Message.owner)))) == 2, "both had their share"


def test_two_workers_with_their_schedulers_do_everything_once(
    app: Flask, sink: Sink, processes: Forker, tmp_path: Path
) -> None:
    make_due(30, works=3)
    workers = [processes.start("worker") for _worker in range(2)]
    wait_until(lambda: len(sink.taken) >= 30 and is_settled())
    assert [worker.stop() for worker in workers] == [0, 0]
    counted = outcome(app, sink)
    assert (counted.planned, counted.lost, counted.extra) == (90, 0, 0)
    assert len(sink.taken) == 30, "one digest for each person"
