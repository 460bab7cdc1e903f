"""Workers are really killed, at each step; then it is counted what was lost and what came twice."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.databases import settings_for
from tests.jobs.killing import DAYS, POINTS, ROOT, Outcome, Victim, kill_and_count, someone_due, victim, wait_until
from tests.notifications.sink import Sink, mail_server
from tracker import create_app
from tracker.extensions import db, writing
from tracker.jobs.models import Heartbeat
from tracker.notifications.models import Message, MessageState

pytestmark = [pytest.mark.kills, pytest.mark.database]

IN_DOUBT = ("S2", "S3", "S4")  # the server has the text, and nobody noted it
KILLS = 2
PEOPLE = 6


@pytest.fixture(scope="module")
def dying() -> Iterator[Victim]:
    """The process whose children are killed."""
    with victim() as process:
        yield process


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A real mail server."""
    with mail_server() as server:
        yield server


def outcome(dying: Victim, sink: Sink, database: str, instance: Path, point: str, weight: str) -> Outcome:
    """Kill and count."""
    return kill_and_count(
        dying, sink, database=database, instance=instance, point=point, weight=weight, people=PEOPLE, kills=KILLS
    )


@pytest.mark.parametrize("point", POINTS)
def test_a_reminder_is_never_lost_and_comes_twice_at_most_when_it_was_in_doubt(
    dying: Victim, sink: Sink, fresh_database: str, tmp_path: Path, point: str
) -> None:
    result = outcome(dying, sink, fresh_database, tmp_path, point, "reminder")
    assert result.kills == KILLS
    assert result.lost == 0
    assert result.sent == PEOPLE
    assert result.extra == (KILLS if point in IN_DOUBT else 0)
    assert result.in_doubt == (KILLS if point in (*IN_DOUBT, "M2") else 0)


@pytest.mark.parametrize("point", ["S1", "M2", *IN_DOUBT, "S5"])
def test_an_escalation_is_never_lost_and_never_doubled_but_held_when_in_doubt(
    dying: Victim, sink: Sink, fresh_database: str, tmp_path: Path, point: str
) -> None:
    result = outcome(dying, sink, fresh_database, tmp_path, point, "escalation")
    assert (result.kills, result.lost, result.extra) == (KILLS, 0, 0)
    assert result.in_doubt == (KILLS if point in (*IN_DOUBT, "M2") else 0)
    assert result.sent + result.in_doubt == PEOPLE


def flask(database: str, instance: Path, sink: Sink, *words: str) -> "subprocess.Popen[bytes]":
    """Start a flask command as an operator would."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "TRACKER_INSTANCE": str(instance),
        "SMTP_URL": sink.url,
        "TRACKER_TODAY": DAYS["reminder"].isoformat(),
    }
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=ROOT, env=environment)


def test_the_worker_itself_is_killed_and_started_again_until_all_is_sent(
    sink: Sink, fresh_database: str, tmp_path: Path
) -> None:
    app = create_app(settings_for(fresh_database, tmp_path))
    with app.app_context(), writing():
        someone_due(PEOPLE * 4, "reminder")
        db.session.remove()
    for wanted in (random.randint(1, 8), random.randint(9, 16)):
        worker = flask(fresh_database, tmp_path, sink, "worker")
        wait_until(lambda wanted=wanted: len(sink.taken) >= wanted)
        worker.kill()
        assert worker.wait() == -signal.SIGKILL
    doubtful = _end_the_wait_of_what_is_resent(app, fresh_database, tmp_path, sink)
    worker = flask(fresh_database, tmp_path, sink, "worker")
    with app.app_context():
        wait_until(lambda: _count(MessageState.SENT) == PEOPLE * 4)
        assert db.session.scalar(select(func.count()).select_from(Heartbeat)) == 1, "the dead are forgotten"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=40) == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Heartbeat)) == 0
        db.session.remove()
        db.engine.dispose()
    assert flask(fresh_database, tmp_path, sink, "reminders", "reconcile").wait() == 0
    copies = sink.copies()
    assert len(copies) == PEOPLE * 4
    assert sum(copies.values()) - PEOPLE * 4 <= doubtful <= 2


def _end_the_wait_of_what_is_resent(app, database: str, instance: Path, sink: Sink) -> int:
    """Recover by command, and let what is in doubt go at once rather than in 15 minutes; return how many that were."""
    assert flask(database, instance, sink, "jobs", "run", "recover").wait() == 0
    with app.app_context(), writing():
        doubtful = list(db.session.scalars(select(Message).where(Message.resent.is_(True))))
        for message in doubtful:
            message.next_try_at -= timedelta(minutes=15)
        db.session.commit()
        return len(doubtful)


def _count(state: MessageState) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Message).where(Message.state == state)) or 0
